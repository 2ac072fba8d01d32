import '../../base/opfs';
import { isOutOfSpace, StorageFull } from '../../base/storage-full';
import { openOpfsConnection } from './opfs-connection';
import type { SpaceReserve } from './space-reserve';
import type { SqliteConnection } from './sqlite-connection';

/** Opening needs some of it for the database's files, and deleting for the log that SQLite writes first. */
const reserveBytes = 2 << 20;
const blockBytes = 1 << 16;

const reserveOf = (folder: string) => `${folder}-reserve`;

/**
 * `openOpfsConnection` for an origin whose space may be used up to the last byte: then the reserve is given up, so that
 * what is there can be seen and deleted, and `hasSpace` is false. The reserve is kept again at the next opening that
 * finds space, or after a deletion. Throws `StorageFull` where there is no reserve either.
 */
export async function openOnReserve(folder: string): Promise<{
  readonly connection: SqliteConnection;
  readonly reserve: SpaceReserve;
  readonly hasSpace: boolean;
}> {
  const reserve = { keep: () => keepReserve(folder), free: () => freeReserve(folder) };
  try {
    const connection = await openOpfsConnection(folder);
    await reserve.keep();
    return { connection, reserve, hasSpace: true };
  } catch (error) {
    if (!(error instanceof StorageFull) || !(await reserve.free())) throw error;
    return { connection: await openOpfsConnection(folder), reserve, hasSpace: false };
  }
}

async function keepReserve(folder: string): Promise<void> {
  const root = await navigator.storage.getDirectory();
  try {
    const handle = await root.getFileHandle(reserveOf(folder), { create: true });
    if ((await handle.getFile()).size >= reserveBytes) return;
    const access = await handle.createSyncAccessHandle();
    try {
      // Written out, and nothing that a disk could make smaller: a file system may keep no blocks for what is empty.
      const block = crypto.getRandomValues(new Uint8Array(blockBytes));
      for (let at = 0; at < reserveBytes; at += blockBytes) access.write(block, { at });
    } finally {
      access.close();
    }
  } catch (error) {
    if (!isOutOfSpace(error)) console.error('No space could be kept in reserve', error);
    await freeReserve(folder);
  }
}

/** Whether there was any. */
async function freeReserve(folder: string): Promise<boolean> {
  const root = await navigator.storage.getDirectory();
  return root.removeEntry(reserveOf(folder)).then(
    () => true,
    () => false,
  );
}
