import '../../base/opfs';
import { isOutOfSpace, StorageFull } from '../../base/storage-full';
import type { ArtifactStore } from '../artifact-store';
import { wholeBytes } from '../whole-bytes';

/**
 * Values as files of the origin private file system, in a folder for each first two digits of the hash. Only for
 * dedicated workers. Files are never overwritten nor moved: in Chromium a power cut soon after would take the old
 * and the new one.
 */
export class OpfsArtifacts implements ArtifactStore {
  readonly #folder: string;
  /** Writes under way: a file can be open for writing once. */
  readonly #writing = new Map<string, Promise<void>>();

  constructor(folder = 'dagbook-artifacts') {
    this.#folder = folder;
  }

  put(hash: string, bytes: Uint8Array): Promise<void> {
    let writing = this.#writing.get(hash);
    if (!writing) {
      writing = this.#write(hash, bytes).finally(() => this.#writing.delete(hash));
      this.#writing.set(hash, writing);
    }
    return writing;
  }

  async get(hash: string): Promise<Uint8Array | undefined> {
    await this.#writing.get(hash)?.catch(() => {});
    const handle = await this.#shard(hash)
      .then((shard) => shard.getFileHandle(hash))
      .catch(absent);
    const bytes = await handle?.getFile().then((file) => file.arrayBuffer());
    return wholeBytes(hash, bytes && new Uint8Array(bytes));
  }

  async delete(hash: string): Promise<void> {
    await this.#shard(hash)
      .then((shard) => shard.removeEntry(hash))
      .catch(absent);
  }

  async *list() {
    for await (const shard of (await this.#root()).values())
      if (shard.kind === 'directory')
        for await (const entry of (shard as FileSystemDirectoryHandle).values())
          if (entry.kind === 'file')
            yield { hash: entry.name, size: (await (entry as FileSystemFileHandle).getFile()).size };
  }

  async #write(hash: string, bytes: Uint8Array): Promise<void> {
    if (await this.get(hash)) return;
    const shard = await this.#shard(hash, { create: true });
    try {
      const handle = await shard.getFileHandle(hash, { create: true });
      const access = await handle.createSyncAccessHandle();
      try {
        access.truncate(bytes.length);
        const written = access.write(bytes, { at: 0 });
        if (written < bytes.length) throw new DOMException('The file is short', 'QuotaExceededError');
        access.flush();
      } finally {
        access.close();
      }
    } catch (error) {
      await shard.removeEntry(hash).catch(absent);
      throw isOutOfSpace(error) ? new StorageFull(`a value of ${bytes.length} bytes`, error) : error;
    }
  }

  async #root(): Promise<FileSystemDirectoryHandle> {
    const origin = await navigator.storage.getDirectory();
    return origin.getDirectoryHandle(this.#folder, { create: true });
  }

  async #shard(hash: string, options?: { create: boolean }): Promise<FileSystemDirectoryHandle> {
    return (await this.#root()).getDirectoryHandle(hash.slice(0, 2), options);
  }
}

function absent(error: unknown): undefined {
  if ((error as Error).name !== 'NotFoundError') throw error;
}
