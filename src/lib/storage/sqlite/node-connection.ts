import { existsSync, readFileSync, readdirSync, renameSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { StorageFull } from '../../base/storage-full';
import { DatabaseDamaged, StorageFailed } from '../storage-errors';
import { backupName, backupsAmong, replacedBackups } from './backup-names';
import { damageOf, type DatabaseFile, sqliteCode } from './damage';
import type { SqliteConnection, SqlRow, SqlStatement, SqlValue } from './sqlite-connection';
import { losesCommits, startLogAnew } from './write-ahead-log';

const waitForOthersMs = 10_000;
const sqliteFull = 13;

/**
 * A database file (or `:memory:`) by Node's own SQLite; several processes may have it open and write. Throws
 * `DatabaseDamaged` where the file is no database.
 */
export function openNodeConnection(path: string): SqliteConnection {
  const inMemory = path === ':memory:';
  const about = () => ({ file: path, backups: inMemory ? [] : nodeBackups(path) });
  const hasLostCommits = !inMemory && isLogDamaged(`${path}-wal`);
  const database = openDatabase(path, about);
  if (hasLostCommits) startLogAnew(database);
  return nodeConnection(database, inMemory ? undefined : path, about, hasLostCommits);
}

/** A backup, or a file that was set aside, which stays as it is. */
export const readOnlyConnection = (path: string): SqliteConnection =>
  nodeConnection(new DatabaseSync(path, { readOnly: true }), undefined, () => ({ file: path, backups: [] }));

function nodeConnection(
  database: DatabaseSync,
  backedUp: string | undefined,
  about: () => DatabaseFile,
  hasLostCommits = false,
): SqliteConnection {
  return {
    kind: 'node',
    hasLostCommits,
    exec: (sql) => database.exec(sql),
    prepare: (sql) => nodeStatement(database, sql),
    about,
    backUp(of) {
      if (backedUp === undefined) return;
      const copy = backupName(backedUp, of);
      const part = `${copy}.${process.pid}.part`;
      try {
        database.prepare('vacuum into ?').run(part);
        renameSync(part, copy);
      } finally {
        rmSync(part, { force: true });
      }
      for (const old of replacedBackups(about().backups, copy)) rmSync(old, { force: true });
    },
    snapshot() {
      const copy = `${backedUp ?? join(tmpdir(), 'dagbook.db')}.snapshot.${crypto.randomUUID()}`;
      try {
        database.prepare('vacuum into ?').run(copy);
        return new Uint8Array(readFileSync(copy));
      } finally {
        rmSync(copy, { force: true });
      }
    },
    explain: async (thrown) =>
      sqliteCode(thrown) === sqliteFull
        ? new StorageFull('this in the database', thrown)
        : (damageOf(thrown, about()) ?? new StorageFailed(thrown)),
    close: () => database.close(),
  };
}

/** Read once more where it seems so: another process may have been writing. */
function isLogDamaged(log: string): boolean {
  const isNow = () => existsSync(log) && losesCommits(readFileSync(log));
  return isNow() && isNow();
}

function openDatabase(path: string, about: () => DatabaseFile): DatabaseSync {
  const { backups } = about();
  // SQLite takes an empty file for a new database. Where there are backups it was none.
  if (backups.length && statSync(path, { throwIfNoEntry: false })?.size === 0)
    throw new DatabaseDamaged('it is empty', about());
  const database = new DatabaseSync(path, { timeout: waitForOthersMs });
  try {
    database.exec('pragma journal_mode = wal; pragma synchronous = full;');
    return database;
  } catch (error) {
    database.close();
    throw damageOf(error, about()) ?? error;
  }
}

/** Paths of the backups of the database at `path`, newest first. */
export function nodeBackups(path: string): readonly string[] {
  const folder = dirname(path);
  return backupsAmong(readdirSync(folder), basename(path)).map((name) => join(folder, name));
}

function nodeStatement(database: DatabaseSync, sql: string): SqlStatement {
  const statement = database.prepare(sql);
  statement.setReturnArrays(true);
  const columns = statement.columns().map((column) => column.name);
  // Node 22 takes values for `?1` and the like by their names alone.
  if (sql.includes('?1')) {
    const named = (values: readonly SqlValue[]) =>
      Object.fromEntries(values.map((value, index) => [`?${index + 1}`, value]));
    return {
      columns,
      all: (...values) => statement.all(named(values)) as unknown as SqlRow[],
      run: (...values) => void statement.run(named(values)),
      finalize: () => {},
    };
  }
  return {
    columns,
    all: (...values) => statement.all(...values) as unknown as SqlRow[],
    run: (...values) => void statement.run(...values),
    finalize: () => {},
  };
}
