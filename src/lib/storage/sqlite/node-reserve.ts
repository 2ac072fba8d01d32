import { randomBytes } from 'node:crypto';
import { rm, stat, writeFile } from 'node:fs/promises';
import { isOutOfSpace, StorageFull } from '../../base/storage-full';
import type { SpaceReserve } from './space-reserve';

const reserveBytes = 1 << 20;

/** SQLite's codes for a disk that has no room for what is written, and none for the file by which its log is shared. */
const fullCodes: readonly unknown[] = [13, 4874];

/**
 * Opens a database on a disk that may be used up to the last byte: then the reserve is given up, so that what is there
 * can be seen and deleted, and `hasSpace` is false. Throws `StorageFull` where there is no reserve either.
 */
export async function openNodeOnReserve<Opened>(
  open: () => Opened,
  reserve: SpaceReserve,
): Promise<{ readonly opened: Opened; readonly hasSpace: boolean }> {
  try {
    return { opened: open(), hasSpace: true };
  } catch (error) {
    if (!fullCodes.includes((error as { readonly errcode?: number } | undefined)?.errcode)) throw error;
    if (!(await reserve.free())) throw new StorageFull('what it takes to open the database', error);
    return { opened: open(), hasSpace: false };
  }
}

/** A file beside the database at `path`. */
export function nodeReserve(path: string): SpaceReserve {
  const file = `${path}.reserve`;
  const size = () =>
    stat(file).then(
      (found) => found.size,
      () => 0,
    );
  const free = () =>
    rm(file).then(
      () => true,
      () => false,
    );
  return {
    free,
    async keep() {
      if ((await size()) >= reserveBytes) return;
      try {
        // A file system may keep no blocks for what is empty.
        await writeFile(file, randomBytes(reserveBytes));
      } catch (error) {
        if (!isOutOfSpace(error)) console.error('No space could be kept in reserve', error);
        await free();
      }
    },
  };
}
