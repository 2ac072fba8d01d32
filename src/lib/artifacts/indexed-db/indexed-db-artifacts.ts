import { openDB, type DBSchema, type IDBPDatabase } from 'idb';
import { isOutOfSpace, StorageFull } from '../../base/storage-full';
import type { ArtifactStore } from '../artifact-store';
import { wholeBytes } from '../whole-bytes';

interface Schema extends DBSchema {
  values: {
    key: string;
    value: { readonly hash: string; readonly size: number; readonly bytes: Uint8Array };
    indexes: { size: number };
  };
}

/** Values in IndexedDB: slower than files, but also where there is no dedicated worker, and in older browsers. */
export class IndexedDbArtifacts implements ArtifactStore {
  readonly #database: Promise<IDBPDatabase<Schema>>;

  constructor(name = 'dagbook-artifacts') {
    this.#database = openDB<Schema>(name, 1, {
      upgrade: (database) =>
        void database.createObjectStore('values', { keyPath: 'hash' }).createIndex('size', 'size'),
    });
  }

  /** `strict`, since a browser's default says "stored" before anything has reached the disk. */
  async put(hash: string, bytes: Uint8Array): Promise<void> {
    if (await this.get(hash)) return;
    const database = await this.#database;
    try {
      const transaction = database.transaction('values', 'readwrite', { durability: 'strict' });
      await Promise.all([transaction.store.put({ hash, size: bytes.length, bytes }), transaction.done]);
    } catch (error) {
      throw isOutOfSpace(error) ? new StorageFull(`a value of ${bytes.length} bytes`, error) : error;
    }
  }

  async get(hash: string): Promise<Uint8Array | undefined> {
    return wholeBytes(hash, (await (await this.#database).get('values', hash))?.bytes);
  }

  async delete(hash: string): Promise<void> {
    await (await this.#database).delete('values', hash);
  }

  /** Reads the index alone, so that no bytes are loaded. */
  async *list() {
    const found: { hash: string; size: number }[] = [];
    const { store } = (await this.#database).transaction('values');
    for (let at = await store.index('size').openKeyCursor(); at; at = await at.continue())
      found.push({ hash: at.primaryKey, size: at.key });
    yield* found;
  }
}
