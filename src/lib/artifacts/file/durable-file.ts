import { mkdir, open, rename, rm } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { isOutOfSpace, StorageFull } from '../../base/storage-full';

/**
 * Makes a file, or replaces it, and the folders above it: whole and on the disk when it resolves. Until then the bytes
 * are in the file `part`, on the same disk. Rejects with `StorageFull`, and else with Node's error.
 */
export async function writeDurably(path: string, bytes: Uint8Array, part: string): Promise<void> {
  try {
    const firstNew = await mkdir(dirname(path), { recursive: true });
    await writeFlushed(part, bytes);
    await rename(part, path);
    const top = dirname(resolve(firstNew ?? path));
    for (let folder = dirname(resolve(path)); ; folder = dirname(folder)) {
      await flushFolder(folder);
      if (folder === top) return;
    }
  } catch (error) {
    await rm(part, { force: true });
    throw isOutOfSpace(error) ? new StorageFull(`${bytes.length} bytes`, error) : error;
  }
}

/** What a read of a file answers where there is none. */
export function absent(error: NodeJS.ErrnoException): undefined {
  if (error.code !== 'ENOENT') throw error;
}

async function writeFlushed(path: string, bytes: Uint8Array): Promise<void> {
  const file = await open(path, 'wx');
  try {
    await file.writeFile(bytes);
    await file.sync();
  } finally {
    await file.close();
  }
}

/** A new name is on the disk only when its folder is; Windows cannot open a folder and needs no such flush. */
async function flushFolder(path: string): Promise<void> {
  if (process.platform === 'win32') return;
  const folder = await open(path);
  try {
    await folder.sync();
  } finally {
    await folder.close();
  }
}
