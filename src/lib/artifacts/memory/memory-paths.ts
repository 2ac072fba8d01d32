import type { PathStore } from '../../definitions/io-manager';
import { storePath } from '../store-path';

/** Bytes by path that are gone with the thread. */
export class MemoryPaths implements PathStore {
  readonly #files = new Map<string, Uint8Array>();

  async read(path: string): Promise<Uint8Array | undefined> {
    const bytes = this.#files.get(storePath(path));
    return bytes && new Uint8Array(bytes);
  }

  /** Copies, as `read` does: the caller may hand its bytes on to another thread, which empties them. */
  async write(path: string, bytes: Uint8Array): Promise<void> {
    this.#files.set(storePath(path), new Uint8Array(bytes));
  }

  async remove(path: string): Promise<void> {
    this.#files.delete(storePath(path));
  }

  async list(prefix: string): Promise<readonly string[]> {
    return [...this.#files.keys()].filter((path) => path.startsWith(prefix)).sort();
  }
}
