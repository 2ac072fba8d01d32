import { readdir, readFile, rm, rmdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { PathStore } from '../../definitions/io-manager';
import { isStorePath, PathConflict, storePath } from '../store-path';
import { absent, writeDurably } from './durable-file';

/**
 * Bytes as files of a folder at just the paths they are given, for Node. Since a file cannot be a folder, `a` and
 * `a/b` exclude each other here: the second is a `PathConflict`.
 */
export class FilePaths implements PathStore {
  readonly #folder: string;

  constructor(folder: string) {
    this.#folder = folder;
  }

  async read(path: string): Promise<Uint8Array | undefined> {
    const buffer = await readFile(this.#file(path)).catch(noFile);
    // Node's buffers may share their memory with others, so they must not be handed on to another thread.
    return buffer && new Uint8Array(buffer);
  }

  async write(path: string, bytes: Uint8Array): Promise<void> {
    const file = this.#file(path);
    // Beside the folder, where no path of it leads.
    const put = () => writeDurably(file, bytes, `${this.#folder}.${crypto.randomUUID()}.part`);
    await put()
      .catch(async (error) => {
        if (!isConflict(error)) throw error;
        await removeEmptyFolders(file);
        await put();
      })
      .catch((error) => {
        throw isConflict(error) ? new PathConflict(path, error) : error;
      });
  }

  async remove(path: string): Promise<void> {
    await rm(this.#file(path), { force: true }).catch(noFile);
  }

  async list(prefix: string): Promise<readonly string[]> {
    const above = prefix.slice(0, Math.max(0, prefix.lastIndexOf('/')));
    const folder = isStorePath(above) ? this.#file(above) : this.#folder;
    const entries = (await readdir(folder, { recursive: true, withFileTypes: true }).catch(noFile)) ?? [];
    return entries
      .filter((entry) => entry.isFile())
      .map(({ parentPath, name }) => join(parentPath, name).slice(this.#folder.length + 1))
      .map((path) => path.replaceAll('\\', '/'))
      .filter((path) => path.startsWith(prefix))
      .sort();
  }

  #file(path: string): string {
    return join(this.#folder, storePath(path));
  }
}

/** What is not a file is not there. */
function noFile(error: NodeJS.ErrnoException): undefined {
  if (!['EISDIR', 'ENOTDIR', 'ERR_FS_EISDIR'].includes(error.code!)) absent(error);
}

const isConflict = ({ code }: NodeJS.ErrnoException) =>
  ['EISDIR', 'ENOTDIR', 'EEXIST', 'ENOTEMPTY'].includes(code!);

/** Folders that removed files have left stand in nobody's way. */
async function removeEmptyFolders(folder: string): Promise<void> {
  const entries = (await readdir(folder, { withFileTypes: true }).catch(noFile)) ?? [];
  for (const entry of entries) if (entry.isDirectory()) await removeEmptyFolders(join(folder, entry.name));
  await rmdir(folder).catch(() => {});
}
