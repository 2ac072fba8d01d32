import type { Storage } from '../storage/storage';

/**
 * Loads the notebooks that were changed after they were last loaded, one after another: the page that did it may have
 * gone before, and the daemon must know what they define. Those that may not run, or do not load, are left.
 */
export async function loadLeft(
  storage: Pick<Storage, 'listNotebooks' | 'locations'>,
  loadLocation: (name: string) => Promise<unknown>,
): Promise<void> {
  const loadedAt = new Map((await storage.locations()).map(({ name, loadedAt }) => [name, loadedAt]));
  for (const { id, updatedAt } of await storage.listNotebooks())
    if ((loadedAt.get(id) ?? -Infinity) < updatedAt) await loadLocation(id).catch(() => {});
}
