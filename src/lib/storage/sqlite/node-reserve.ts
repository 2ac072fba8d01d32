import { randomBytes } from 'node:crypto';
import { rm, stat, writeFile } from 'node:fs/promises';
import { isOutOfSpace } from '../../base/storage-full';
import type { SpaceReserve } from './space-reserve';

const reserveBytes = 1 << 20;

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
