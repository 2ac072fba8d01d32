import type { Sqlite3Static } from '@sqlite.org/sqlite-wasm';
import '../../base/opfs';
import { isOutOfSpace, StorageFull } from '../../base/storage-full';
import { StorageFailed } from '../storage-errors';
import { backupName, backupsAmong, replacedBackups } from './backup-names';
import { damageOf } from './damage';
import type { SqliteConnection } from './sqlite-connection';
import { preloadSqlite, wasmConnection } from './wasm-connection';
import { losesCommits, startLogAnew } from './write-ahead-log';

/** Files that may exist at the same time: the database, its log, a backup and its journal, and as many to spare. */
const poolCapacity = 8;
/** Its name in the pool. */
export const databaseFile = '/dagbook.db';
const file = databaseFile;

/**
 * Opens the origin's database in the OPFS folder `folder`. Call it only while holding the leader's lock and only in
 * a dedicated worker: the files can be open once. The options are SQLite's: without `preserveOnInitFailure` a failed
 * opening deletes the database, and a write-ahead log needs exclusive locking to be set before anything else.
 */
export async function openOpfsConnection(folder = 'dagbook-database'): Promise<SqliteConnection> {
  const sqlite3 = await preloadSqlite();
  const vfs = `opfs-${folder}`;
  const pool = await openPool(sqlite3, { name: vfs, directory: folder });
  const about = () => ({ file, backups: backupsAmong(pool.getFileNames(), file) });
  const log = `${file}-wal`;
  const hasLostCommits = pool.getFileNames().includes(log) && losesCommits(pool.exportFile(log));
  const database = new pool.OpfsSAHPoolDb(file);
  try {
    database.exec('pragma locking_mode = exclusive; pragma journal_mode = wal; pragma synchronous = full;');
    if (hasLostCommits) startLogAnew(database);
  } catch (error) {
    database.close();
    pool.pauseVfs();
    throw damageOf(error, about()) ?? error;
  }
  return wasmConnection(sqlite3, database, {
    kind: 'opfs',
    hasLostCommits,
    about,
    backUp(of) {
      const copy = backupName(file, of);
      pool.unlink(copy);
      try {
        database.exec({ sql: 'vacuum into ?', bind: [`file:${copy}?vfs=${vfs}`] });
      } catch (error) {
        pool.unlink(copy);
        throw error;
      }
      for (const old of replacedBackups(about().backups, copy)) pool.unlink(old);
    },
    snapshot() {
      const copy = `${file}.snapshot`;
      try {
        database.exec({ sql: 'vacuum into ?', bind: [`file:${copy}?vfs=${vfs}`] });
        return pool.exportFile(copy);
      } finally {
        pool.unlink(copy);
      }
    },
    isFull: () => isFolderFull(folder),
    closed: () => void pool.pauseVfs(),
  });
}

const openTries = 40;
const betweenTriesMs = 25;

/** The thread that had the files open before may be gone for some milliseconds before the browser lets go of them. */
export async function openPool(
  sqlite3: Sqlite3Static,
  place: { name: string; directory: string },
  tries = openTries,
) {
  const options = {
    ...place,
    initialCapacity: poolCapacity,
    preserveOnInitFailure: true,
    forceReinitIfPreviouslyFailed: true,
  };
  try {
    const pool = await sqlite3.installOpfsSAHPoolVfs(options);
    if (pool.isPaused()) await pool.unpauseVfs();
    await pool.reserveMinimumCapacity(poolCapacity);
    return pool;
  } catch (error) {
    if (isOutOfSpace(error)) throw new StorageFull('the files of the database', error);
    if (tries <= 1) throw new StorageFailed(error);
    await new Promise((resolve) => setTimeout(resolve, betweenTriesMs));
    return openPool(sqlite3, place, tries - 1);
  }
}

/** SQLite only says "I/O error" when the quota is used up, so a file of the next size a browser would reserve is tried. */
async function isFolderFull(folder: string): Promise<boolean> {
  const root = await navigator.storage.getDirectory();
  const directory = await root.getDirectoryHandle(folder);
  const { usage = 0 } = await navigator.storage.estimate();
  try {
    const handle = await directory.getFileHandle('space-probe', { create: true });
    const access = await handle.createSyncAccessHandle();
    try {
      access.truncate(Math.max(1 << 20, usage));
      return false;
    } finally {
      access.close();
    }
  } catch (error) {
    return isOutOfSpace(error);
  } finally {
    await directory.removeEntry('space-probe').catch(() => {});
  }
}
