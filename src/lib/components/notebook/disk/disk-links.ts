import type { DBSchema } from 'idb';

/** The file on disk that a notebook is connected to. */
export interface DiskLink {
  readonly handle: FileSystemFileHandle;
  /** SHA-256 (hex) of the text that both were when they last were the same. */
  readonly agreed: string;
}

interface Schema extends DBSchema {
  links: { key: string; value: DiskLink };
}

// Only IndexedDB keeps the handle of a file, and only pages of this browser can use it: it is no matter of the instance.
const database = async () =>
  (await import('idb')).openDB<Schema>('dagbook-disk', 1, {
    upgrade: (made) => void made.createObjectStore('links'),
  });

/** Does something with the database, which is closed again, so that no page keeps another one from deleting it. */
async function using<Result>(work: (open: Awaited<ReturnType<typeof database>>) => Promise<Result>) {
  const open = await database();
  try {
    return await work(open);
  } finally {
    open.close();
  }
}

export const linkOf = (notebook: string): Promise<DiskLink | undefined> =>
  using((open) => open.get('links', notebook));

export const keepLink = (notebook: string, link: DiskLink): Promise<unknown> =>
  using((open) => open.put('links', link, notebook));

export const dropLink = (notebook: string): Promise<void> => using((open) => open.delete('links', notebook));

/** The names of the files of all notebooks that have one, by notebook. */
export async function linkedFiles(): Promise<ReadonlyMap<string, string>> {
  const [ids, links] = await using((open) =>
    Promise.all([open.getAllKeys('links'), open.getAll('links')] as const),
  );
  return new Map(ids.map((id, at) => [id, links[at]!.handle.name]));
}

/** The notebooks that are connected to that file. */
export async function notebooksOf(handle: FileSystemFileHandle): Promise<readonly string[]> {
  const [ids, links] = await using((open) =>
    Promise.all([open.getAllKeys('links'), open.getAll('links')] as const),
  );
  const isSame = await Promise.all(links.map((link) => link.handle.isSameEntry(handle)));
  return ids.filter((_, at) => isSame[at]);
}
