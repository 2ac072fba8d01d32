import { randomId } from '../../base/ids';
import type { Instance } from '../../instance/instance';
import type { Notebook } from '../../notebook/notebook';

/**
 * The last keystrokes of a page that goes away: its save may die with it, so they are kept where writing is
 * synchronous until the notebook is opened again.
 */
interface Draft {
  /** Not its text: the writer may not have come to the page yet. */
  readonly notebook: Notebook;
  /** The revision it was typed over. */
  readonly base: number;
}

const prefix = (notebookId: string): string => `dagbook-draft:${notebookId}:`;

/** Answers how to drop the draft, which is done when a save has arrived after all. */
export function keepDraft(notebookId: string, draft: Draft): () => void {
  const key = prefix(notebookId) + randomId();
  try {
    localStorage.setItem(key, JSON.stringify(draft));
  } catch {
    // There is no room for it; the save under way is all that can be done.
  }
  return () => localStorage.removeItem(key);
}

/** Saves what earlier pages left behind; where others saved since, it is merged like any save. */
export async function saveDrafts(
  instance: Pick<Instance, 'saveNotebook'>,
  notebookId: string,
): Promise<void> {
  const keys = Object.keys(localStorage).filter((name) => name.startsWith(prefix(notebookId)));
  if (keys.length === 0) return;
  const { writeNotebook } = await import('../../notebook/write-notebook');
  for (const key of keys) {
    const { notebook, base } = JSON.parse(localStorage.getItem(key) ?? '') as Draft;
    await instance.saveNotebook({ id: notebookId, source: writeNotebook(notebook), base });
    localStorage.removeItem(key);
  }
}
