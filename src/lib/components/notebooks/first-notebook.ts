import { randomId } from '../../base/ids';
import type { Instance, NotebookDocument } from '../../instance/instance';
import { lostDrafts } from '../notebook/drafts/recover-drafts';
import { createExample, exampleText } from './bring-in';
import { cakeExample } from './examples';
import { firstNotebookId, hasVisited, isNewcomer, markBegun, markStored } from './newcomer';

let text: Promise<string> | undefined;
let unseen: string | undefined;

/** The id of the notebook that is to be opened for a newcomer; undefined for others, and when that was done. */
export async function beginFirstNotebook(): Promise<string | undefined> {
  if (text || hasVisited()) return undefined;
  text = exampleText(cakeExample);
  // Of a browser that was killed the marks may be gone, and what was typed is not.
  const [source, lost] = isNewcomer() ? await Promise.all([text, lostDrafts()]) : [undefined, []];
  if (lost.length === 0) unseen = source;
  const id = firstNotebookId() ?? lost[0]?.notebookId ?? randomId();
  markBegun(id);
  return id;
}

type Port = Pick<Instance, 'createNotebook' | 'loadLocation'>;

export interface FirstNotebook {
  /** What to show before it is stored; undefined where it was shown already, and so may have been edited. */
  readonly text: string | undefined;
  /** Stores it, unless it is stored. */
  store(instance: Port): Promise<NotebookDocument>;
}

/** The notebook `id`, if it is the first one and not known to be stored. */
export function takeFirstNotebook(id: string): FirstNotebook | undefined {
  if (firstNotebookId() !== id) return undefined;
  const first = { text: unseen, store };
  unseen = undefined;
  return first;

  async function store(instance: Port): Promise<NotebookDocument> {
    const document = await createExample(instance, cakeExample, text, id);
    markStored();
    // Whoever has gone elsewhere meanwhile finds its assets there; the notebook's page shows what is wrong with it.
    void instance.loadLocation(id).catch(() => {});
    return document;
  }
}
