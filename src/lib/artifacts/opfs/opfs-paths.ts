import '../../base/opfs';
import { isOutOfSpace, StorageFull } from '../../base/storage-full';
import type { PathStore } from '../../definitions/io-manager';
import { decodeName, encodeNameAsAscii } from '../file-name';
import { storePath } from '../store-path';
import { readSlot, writeSlot, type Slot } from './opfs-slot';

/**
 * Bytes by path in the origin private file system, for dedicated workers. A path has two slots, `NAME.0` and `NAME.1`:
 * the older one is written over, so that whatever happens meanwhile the newer one is whole. A folder is `NAME+`, so
 * that `a` and `a/b` may both be there.
 */
export class OpfsPaths implements PathStore {
  readonly #folder: string;
  /** Writes and removals under way, by path: one after the other. */
  readonly #changing = new Map<string, Promise<void>>();

  constructor(folder: string) {
    this.#folder = folder;
  }

  async read(path: string): Promise<Uint8Array | undefined> {
    storePath(path);
    await this.#changing.get(path)?.catch(() => {});
    return (await this.#newest(path))?.bytes;
  }

  write(path: string, bytes: Uint8Array): Promise<void> {
    const own = new Uint8Array(bytes);
    return this.#change(path, async () => {
      try {
        await this.#write(path, own);
      } catch (error) {
        throw isOutOfSpace(error) ? new StorageFull(`"${path}", ${own.length} bytes`, error) : error;
      }
    });
  }

  remove(path: string): Promise<void> {
    return this.#change(path, async () => {
      const place = await this.#place(path).catch(absent);
      if (!place) return;
      const newest = await this.#newest(path);
      // The older one first: it must not come back.
      const slots = newest?.slot === 0 ? [1, 0] : [0, 1];
      for (const slot of slots) await place[0].removeEntry(`${place[1]}.${slot}`).catch(absent);
    });
  }

  async list(prefix: string): Promise<readonly string[]> {
    await Promise.allSettled(this.#changing.values());
    const root = await this.#root().catch(absent);
    const found = new Set<string>();
    if (root) await collect(root, '', prefix, found);
    return [...found].sort();
  }

  #change(path: string, change: () => Promise<void>): Promise<void> {
    try {
      storePath(path);
    } catch (error) {
      return Promise.reject(error);
    }
    const before = this.#changing.get(path) ?? Promise.resolve();
    const changing = before.catch(() => {}).then(change);
    const done = changing.finally(() => {
      if (this.#changing.get(path) === done) this.#changing.delete(path);
    });
    this.#changing.set(path, done);
    return done;
  }

  async #write(path: string, bytes: Uint8Array): Promise<void> {
    const newest = await this.#newest(path);
    const [folder, name] = await this.#place(path, { create: true });
    const slot = newest ? 1 - newest.slot : 0;
    const file = await folder.getFileHandle(`${name}.${slot}`, { create: true });
    await writeSlot(file, (newest?.version ?? 0) + 1, bytes);
  }

  async #newest(path: string): Promise<(Slot & { readonly slot: number }) | undefined> {
    const place = await this.#place(path).catch(absent);
    if (!place) return undefined;
    const [folder, name] = place;
    const slots = await Promise.all(
      [0, 1].map(async (slot) => {
        const file = await folder.getFileHandle(`${name}.${slot}`).catch(absent);
        const content = file && (await readSlot(file));
        return content && { ...content, slot };
      }),
    );
    return slots.filter((slot) => slot !== undefined).sort((a, b) => b.version - a.version)[0];
  }

  async #root(options?: FileSystemGetDirectoryOptions): Promise<FileSystemDirectoryHandle> {
    let folder = await navigator.storage.getDirectory();
    for (const name of this.#folder.split('/')) folder = await folder.getDirectoryHandle(name, options);
    return folder;
  }

  /** The folder of a path, and its name in there. */
  async #place(
    path: string,
    options?: FileSystemGetDirectoryOptions,
  ): Promise<readonly [FileSystemDirectoryHandle, string]> {
    const names = path.split('/').map(encodeNameAsAscii);
    let folder = await this.#root(options);
    for (const name of names.slice(0, -1)) folder = await folder.getDirectoryHandle(`${name}+`, options);
    return [folder, names.at(-1)!];
  }
}

async function collect(
  folder: FileSystemDirectoryHandle,
  path: string,
  prefix: string,
  found: Set<string>,
): Promise<void> {
  for await (const entry of folder.values()) {
    if (entry.kind === 'file') {
      const whole = path + decodeName(entry.name.slice(0, -2));
      if (whole.startsWith(prefix)) found.add(whole);
    } else {
      const below = `${path}${decodeName(entry.name.slice(0, -1))}/`;
      if (below.startsWith(prefix) || prefix.startsWith(below))
        await collect(entry as FileSystemDirectoryHandle, below, prefix, found);
    }
  }
}

function absent(error: unknown): undefined {
  if ((error as Error).name !== 'NotFoundError') throw error;
}
