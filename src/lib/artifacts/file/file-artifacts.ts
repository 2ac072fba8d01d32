import { readdir, readFile, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { ArtifactStore } from '../artifact-store';
import { wholeBytes } from '../whole-bytes';
import { absent, writeDurably } from './durable-file';

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
    await writeDurably(path, bytes, `${path}.${crypto.randomUUID()}${unfinished}`);
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
