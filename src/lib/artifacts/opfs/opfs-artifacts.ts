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
    return this.#read(hash);
  }

  async delete(hash: string): Promise<void> {
    await this.#shard(hash)
      .then((shard) => shard.removeEntry(hash))
      .catch(absent);
  }

  async *list() {
    const root = await this.#root().catch(absent);
    if (!root) return;
    for await (const shard of root.values())
      if (shard.kind === 'directory')
        for await (const entry of (shard as FileSystemDirectoryHandle).values())
          if (entry.kind === 'file')
            yield { hash: entry.name, size: (await (entry as FileSystemFileHandle).getFile()).size };
  }

  async #read(hash: string): Promise<Uint8Array | undefined> {
    const bytes = await this.#shard(hash)
      .then((shard) => shard.getFileHandle(hash))
      .then((handle) => handle.getFile())
      .then((file) => file.arrayBuffer())
      .catch(absent);
    return wholeBytes(hash, bytes && new Uint8Array(bytes));
  }

  async #write(hash: string, bytes: Uint8Array): Promise<void> {
    if (await this.#read(hash)) return;
    try {
      const shard = await this.#shard(hash, { create: true });
      await writeFlushed(await shard.getFileHandle(hash, { create: true }), bytes);
    } catch (error) {
      await this.delete(hash).catch(() => {});
      throw isOutOfSpace(error) ? new StorageFull(`a value of ${bytes.length} bytes`, error) : error;
    }
  }

  async #root(options?: FileSystemGetDirectoryOptions): Promise<FileSystemDirectoryHandle> {
    const origin = await navigator.storage.getDirectory();
    return origin.getDirectoryHandle(this.#folder, options);
  }

  async #shard(hash: string, options?: FileSystemGetDirectoryOptions): Promise<FileSystemDirectoryHandle> {
    return (await this.#root(options)).getDirectoryHandle(hash.slice(0, 2), options);
  }
}

async function writeFlushed(file: FileSystemFileHandle, bytes: Uint8Array): Promise<void> {
  const access = await file.createSyncAccessHandle();
  try {
    access.truncate(bytes.length);
    const written = access.write(bytes, { at: 0 });
    if (written < bytes.length) throw new DOMException('The file is short', 'QuotaExceededError');
    access.flush();
  } finally {
    access.close();
  }
}

/** A file that is not there, or that was deleted while it was read. */
function absent(error: unknown): undefined {
  if (!['NotFoundError', 'NotReadableError'].includes((error as Error).name)) throw error;
}
