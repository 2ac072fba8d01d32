import type { Instance } from '../../../instance/instance';
import { deleteDraft, keyOf, listDrafts, type Draft } from './draft-store';

type Port = Pick<Instance, 'openNotebook' | 'saveNotebook' | 'notebookVersion'>;

/** Drafts of tabs that are no more. */
export async function lostDrafts(): Promise<readonly Draft[]> {
  const [drafts, { held = [] }] = await Promise.all([listDrafts(), navigator.locks.query()]);
  const living = new Set(held.map(({ name }) => name));
  return drafts.filter((draft) => !living.has(keyOf(draft)));
}

/** The text that a draft says. */
export async function draftText({ notebook }: Draft): Promise<string> {
  const { writeNotebook } = await import('../../../notebook/write-notebook');
  return writeNotebook(notebook);
}

/**
 * Saves what a tab left behind; where others saved since, it is merged like any save. Answers whether that changed
 * anything. The draft goes only when it is stored.
 */
export async function recoverDraft(port: Port, draft: Draft): Promise<boolean> {
  const { notebookId: id, base } = draft;
  const source = await draftText(draft);
  // Its tab may have died before it heard that it was stored.
  const wasStored = (await port.notebookVersion(id, base + 1)) === source;
  const before = await port.openNotebook(id);
  const saved = wasStored ? before : await port.saveNotebook({ id, source, base });
  await deleteDraft(keyOf(draft));
  return saved?.source !== before?.source;
}

/** Recovers all of a notebook; answers when the newest was typed of those that changed something. */
export async function recoverDrafts(port: Port, notebookId: string): Promise<number | undefined> {
  let newest: number | undefined;
  for (const draft of await lostDrafts())
    if (draft.notebookId === notebookId && (await recoverDraft(port, draft))) newest = draft.typedAt;
  return newest;
}
