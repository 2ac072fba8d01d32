import type { ArtifactStore } from '../artifact-store';
import { wholeBytes } from '../whole-bytes';

/** Values that are gone with the thread: for tests, and for browsers that can keep nothing. */
export class MemoryArtifacts implements ArtifactStore {
  readonly #values = new Map<string, Uint8Array>();

  /** Copies, here and in `get`: the caller may hand its bytes on to another thread, which empties them. */
  async put(hash: string, bytes: Uint8Array): Promise<void> {
    this.#values.set(hash, new Uint8Array(bytes));
  }

  async get(hash: string): Promise<Uint8Array | undefined> {
    const bytes = this.#values.get(hash);
    return wholeBytes(hash, bytes && new Uint8Array(bytes));
  }

  async delete(hash: string): Promise<void> {
    this.#values.delete(hash);
  }

  async *list() {
    for (const [hash, { length }] of this.#values) yield { hash, size: length };
  }
}
