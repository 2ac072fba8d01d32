import { mkdir, open, readdir, readFile, rename, rm, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { isOutOfSpace, StorageFull } from '../../base/storage-full';
import type { ArtifactStore } from '../artifact-store';
import { wholeBytes } from '../whole-bytes';

/** A file that is still being written ends in this. */
const unfinished = '.part';
const isShard = (name: string): boolean => /^[0-9a-f]{2}$/.test(name);

/** Values as files of a folder, for Node. Several processes may use it: a name appears only when its file is whole. */
export class FileArtifacts implements ArtifactStore {
  readonly #folder: string;

  constructor(folder: string) {
    this.#folder = folder;
  }

  async put(hash: string, bytes: Uint8Array): Promise<void> {
    if (await this.get(hash)) return;
    const path = this.#path(hash);
    const part = `${path}.${crypto.randomUUID()}${unfinished}`;
    try {
      const isNewShard = await mkdir(dirname(path), { recursive: true });
      await writeFlushed(part, bytes);
      await rename(part, path);
      await flushFolder(dirname(path));
      if (isNewShard) await flushFolder(this.#folder);
    } catch (error) {
      await rm(part, { force: true });
      throw isOutOfSpace(error) ? new StorageFull(`a value of ${bytes.length} bytes`, error) : error;
    }
  }

  async get(hash: string): Promise<Uint8Array | undefined> {
    const buffer = await readFile(this.#path(hash)).catch(absent);
    // Node's buffers may share their memory with others, so they must not be handed on to another thread.
    return wholeBytes(hash, buffer && new Uint8Array(buffer));
  }

  async delete(hash: string): Promise<void> {
    await rm(this.#path(hash), { force: true });
  }

  async *list() {
    for (const shard of ((await readdir(this.#folder).catch(absent)) ?? []).filter(isShard))
      for (const hash of await readdir(join(this.#folder, shard)))
        if (!hash.endsWith(unfinished)) {
          const file = await stat(join(this.#folder, shard, hash)).catch(absent);
          if (file) yield { hash, size: file.size };
        }
  }

  #path(hash: string): string {
    return join(this.#folder, hash.slice(0, 2), hash);
  }
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

function absent(error: NodeJS.ErrnoException): undefined {
  if (error.code !== 'ENOENT') throw error;
}
