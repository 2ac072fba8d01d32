import { openDB, type DBSchema, type IDBPDatabase } from 'idb';
import { isOutOfSpace, StorageFull } from '../../base/storage-full';
import type { PathStore } from '../../definitions/io-manager';
import { storePath } from '../store-path';

interface Schema extends DBSchema {
  files: { key: string; value: Uint8Array };
}

/** Bytes by path in a database of their own in IndexedDB. */
export class IndexedDbPaths implements PathStore {
  readonly #database: Promise<IDBPDatabase<Schema>>;

  constructor(name: string) {
    this.#database = openDB<Schema>(name, 1, {
      upgrade: (database) => void database.createObjectStore('files'),
    });
    // Who uses it hears of it.
    this.#database.catch(() => {});
  }

  async read(path: string): Promise<Uint8Array | undefined> {
    return (await this.#database).get('files', storePath(path));
  }

  /** `strict`, since a browser's default says "stored" before anything has reached the disk. */
  async write(path: string, bytes: Uint8Array): Promise<void> {
    const key = storePath(path);
    const database = await this.#database;
    try {
      const transaction = database.transaction('files', 'readwrite', { durability: 'strict' });
      await Promise.all([transaction.store.put(bytes, key), transaction.done]);
    } catch (error) {
      throw isOutOfSpace(error) ? new StorageFull(`"${path}", ${bytes.length} bytes`, error) : error;
    }
  }

  async remove(path: string): Promise<void> {
    await (await this.#database).delete('files', storePath(path));
  }

  async list(prefix: string): Promise<readonly string[]> {
    return (await this.#database).getAllKeys('files', IDBKeyRange.bound(prefix, `${prefix}\uffff`));
  }
}
