import type { Instance, NotebookDocument } from '../../instance/instance';
import { withHeader } from '../../notebook/header';
import { readNotebook } from '../../notebook/read-notebook';
import type { StoredNotebook } from '../../storage/storage';

/** Writing parses cells: the parser comes when it is needed, not with the list. */
async function titled(source: string, title: string): Promise<string> {
  const { writeNotebook } = await import('../../notebook/write-notebook');
  return writeNotebook(withHeader(readNotebook(source), { title }));
}

/**
 * Makes a notebook `id` with the same cells and files under another title. A copy is trusted no more than what it was
 * made of: of a notebook from outside it is one from outside, in preview.
 */
export async function copyNotebook(
  instance: Pick<Instance, 'createNotebook' | 'trust'>,
  { id, source }: StoredNotebook,
  copy: { readonly id: string; readonly title: string },
): Promise<NotebookDocument> {
  const { isOwn } = await instance.trust(id);
  return instance.createNotebook({
    id: copy.id,
    source: await titled(source, copy.title),
    isForeign: !isOwn,
  });
}

/** Gives a notebook another title, in its text. */
export async function renameNotebook(
  instance: Pick<Instance, 'openNotebook' | 'saveNotebook'>,
  id: string,
  title: string,
): Promise<void> {
  const stored = await instance.openNotebook(id);
  if (!stored) return;
  await instance.saveNotebook({ id, source: await titled(stored.source, title), base: stored.revision });
}
