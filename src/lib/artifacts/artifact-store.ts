/**
 * Values too large for the database, kept by content hash (lower-case hex SHA-256). A name is written once and never
 * changed, so `put` of a name that exists is a no-op. Implementations: OPFS, IndexedDB, memory, file system.
 */
export interface ArtifactStore {
  /** Durable (flushed) when it resolves. Rejects with `StorageFull` where there is no space. */
  put(hash: string, bytes: Uint8Array): Promise<void>;
  /** `undefined` where the value is not there or is not whole: a typed "value lost", never other bytes. */
  get(hash: string): Promise<Uint8Array | undefined>;
  delete(hash: string): Promise<void>;
  list(): AsyncIterable<{ readonly hash: string; readonly size: number }>;
}
