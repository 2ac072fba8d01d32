import { rmSync } from 'node:fs';
import { DatabaseSync } from 'node:sqlite';
import { StorageFull } from '../../base/storage-full';
import { StorageFailed } from '../storage-errors';
import type { SqliteConnection, SqlRow, SqlStatement } from './sqlite-connection';

const waitForOthersMs = 10_000;
const sqliteFull = 13;

/** A database file (or `:memory:`) by Node's own SQLite; several processes may have it open and write. */
export function openNodeConnection(path: string): SqliteConnection {
  const database = new DatabaseSync(path, { timeout: waitForOthersMs });
  database.exec('pragma journal_mode = wal; pragma synchronous = full;');
  return {
    kind: 'node',
    exec: (sql) => database.exec(sql),
    prepare: (sql) => nodeStatement(database, sql),
    backUp(version) {
      if (path === ':memory:') return;
      const copy = `${path}.backup-v${version}`;
      rmSync(copy, { force: true });
      database.prepare('vacuum into ?').run(copy);
    },
    explain: async (thrown) =>
      (thrown as { errcode?: number }).errcode === sqliteFull
        ? new StorageFull('this in the database', thrown)
        : new StorageFailed(thrown),
    close: () => database.close(),
  };
}

function nodeStatement(database: DatabaseSync, sql: string): SqlStatement {
  const statement = database.prepare(sql);
  statement.setReturnArrays(true);
  return {
    columns: statement.columns().map((column) => column.name),
    all: (...values) => statement.all(...values) as unknown as SqlRow[],
    run: (...values) => void statement.run(...values),
    finalize: () => {},
  };
}
