import type { SAHPoolUtil, Sqlite3Static } from '@sqlite.org/sqlite-wasm';
import type { DatabaseRecovery } from '../database-recovery';
import { backupName, backupsAmong, takenIn } from './backup-names';
import { databaseFile, openOpfsConnection, openPool } from './opfs-connection';
import { databaseRecovery } from './recovery';
import { openBytes, preloadSqlite } from './wasm-connection';

/**
 * For the database of `openOpfsConnection(folder)`, which is not open; only while holding the leader's lock, in a
 * dedicated worker. Files that are set aside become plain files of the folder `FOLDER-aside`.
 */
export async function opfsRecovery(folder = 'dagbook-database'): Promise<DatabaseRecovery> {
  const sqlite3 = await preloadSqlite();
  const inPool = poolOf(sqlite3, folder);
  const asideFolder = async () => {
    const root = await navigator.storage.getDirectory();
    return root.getDirectoryHandle(`${folder}-aside`, { create: true });
  };

  async function bytesOf(name: string): Promise<Uint8Array> {
    if (name.startsWith('/')) return inPool((pool) => pool.exportFile(name));
    const handle = await (await asideFolder()).getFileHandle(name);
    return new Uint8Array(await (await handle.getFile()).arrayBuffer());
  }

  return databaseRecovery({
    backups: () =>
      inPool((pool) =>
        backupsAmong(pool.getFileNames(), databaseFile).map((name) => ({
          name,
          bytes: pool.exportFile(name).length,
        })),
      ),
    openCopy: async (name) => openBytes(sqlite3, await bytesOf(name)),
    open: () => openOpfsConnection(folder),
    takeIn: (database) =>
      inPool(async (pool) => {
        const name = backupName(databaseFile, takenIn);
        await pool.importDb(name, database);
        return name;
      }),
    setAside: () =>
      inPool(async (pool) => {
        const there = pool.getFileNames();
        if (!there.includes(databaseFile)) return undefined;
        const aside = `dagbook.db.aside-${crypto.randomUUID()}`;
        // Its log holds what was committed last.
        for (const part of ['-wal', ''].filter((end) => there.includes(databaseFile + end)))
          await writeFile(await asideFolder(), aside + part, pool.exportFile(databaseFile + part));
        for (const name of there) if (!name.includes('.backup-')) pool.unlink(name);
        return aside;
      }),
    putInPlace: (backup) =>
      inPool(async (pool) => void (await pool.importDb(databaseFile, pool.exportFile(backup)))),
  });
}

/** Does something with the pool of files, which is given back after it. */
const poolOf =
  (sqlite3: Sqlite3Static, folder: string) =>
  async <Answer>(work: (pool: SAHPoolUtil) => Answer | Promise<Answer>): Promise<Answer> => {
    const pool = await openPool(sqlite3, { name: `opfs-${folder}`, directory: folder });
    try {
      return await work(pool);
    } finally {
      pool.pauseVfs();
    }
  };

async function writeFile(folder: FileSystemDirectoryHandle, name: string, bytes: Uint8Array): Promise<void> {
  const access = await (await folder.getFileHandle(name, { create: true })).createSyncAccessHandle();
  try {
    access.write(bytes as Uint8Array<ArrayBuffer>, { at: 0 });
    access.flush();
  } finally {
    access.close();
  }
}
