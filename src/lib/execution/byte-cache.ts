/**
 * Bytes by content hash, the newest used ones up to `limit` bytes in all: what a run has just made is not read again
 * from where it was stored.
 */
export class ByteCache {
  private readonly limit: number;
  private readonly entries = new Map<string, Uint8Array>();
  private size = 0;

  constructor(limit: number) {
    this.limit = limit;
  }

  get(hash: string): Uint8Array | undefined {
    const bytes = this.entries.get(hash);
    if (bytes) {
      this.entries.delete(hash);
      this.entries.set(hash, bytes);
    }
    return bytes;
  }

  set(hash: string, bytes: Uint8Array): void {
    if (this.entries.has(hash)) return;
    this.entries.set(hash, bytes);
    this.size += bytes.length;
    for (const [oldest, { length }] of this.entries) {
      if (this.size <= this.limit) return;
      this.entries.delete(oldest);
      this.size -= length;
    }
  }
}
