import { openDB, type DBSchema, type IDBPDatabase } from 'idb';
import type { Notebook } from '../../../notebook/notebook';

/** What a tab has typed and not stored: its save may die with it, or not come through. */
export interface Draft {
  readonly notebookId: string;
  /** Of the tab that typed it, which holds the lock `keyOf` as long as it lives. */
  readonly tab: string;
  /** Not its text: the writer may not have come to the page yet. */
  readonly notebook: Notebook;
  /** The revision it was typed over. */
  readonly base: number;
  /** Milliseconds since the epoch. */
  readonly typedAt: number;
}

interface Schema extends DBSchema {
  drafts: { key: string; value: Draft };
}

const prefix = 'dagbook-draft:';
export const keyOf = ({ notebookId, tab }: Pick<Draft, 'notebookId' | 'tab'>): string =>
  `${prefix}${notebookId}:${tab}`;

let opened: Promise<IDBPDatabase<Schema>> | undefined;

/** It stays open, so that a keystroke need not wait for it, until somebody wants to delete it. */
const database = async () =>
  (opened ??= openDB<Schema>('dagbook-drafts', 1, {
    upgrade: (made) => void made.createObjectStore('drafts'),
    blocking: (_current, _blocked, event) => {
      (event.target as IDBDatabase).close();
      opened = undefined;
    },
    terminated: () => (opened = undefined),
  }).catch((thrown) => {
    opened = undefined;
    throw thrown;
  }));

/** A browser that keeps nothing for pages keeps no drafts either. */
const databaseIfAny = () => database().catch(() => undefined);

/** Writes it where it outlives the browser's death (not the machine's). Rejects where there is no room for it. */
export async function writeDraft(draft: Draft): Promise<void> {
  await (await database()).put('drafts', draft, keyOf(draft));
}

/** Writes it before the next statement, in a page that may have no more time than that; does nothing without room. */
export function writeDraftNow(draft: Draft): void {
  try {
    localStorage.setItem(keyOf(draft), JSON.stringify(draft));
  } catch {
    // What was written before stays, and the save under way is all that can be done.
  }
}

export async function deleteDraft(key: string): Promise<void> {
  localStorage.removeItem(key);
  await (await databaseIfAny())?.delete('drafts', key);
}

/** All that are kept, the newest of each tab, in the order of typing. */
export async function listDrafts(): Promise<readonly Draft[]> {
  const kept = (await (await databaseIfAny())?.getAll('drafts')) ?? [];
  const newest = new Map<string, Draft>();
  for (const draft of [...kept, ...draftsOfLastMoments()]) {
    const other = newest.get(keyOf(draft));
    if (!other || other.typedAt <= draft.typedAt) newest.set(keyOf(draft), draft);
  }
  return [...newest.values()].toSorted((a, b) => a.typedAt - b.typedAt);
}

const draftsOfLastMoments = (): readonly Draft[] =>
  Object.keys(localStorage)
    .filter((key) => key.startsWith(prefix))
    .flatMap((key) => readDraft(localStorage.getItem(key)) ?? []);

function readDraft(text: string | null): Draft | undefined {
  try {
    const draft = JSON.parse(text ?? '') as Partial<Draft>;
    return draft.notebookId && draft.notebook && draft.tab ? (draft as Draft) : undefined;
  } catch {
    return undefined;
  }
}
