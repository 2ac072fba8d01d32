import { toast } from 'svelte-sonner';
import type { CellDifference } from '../../../notebook/compare-cells';
import { m } from '../../../words/generated/messages.js';
import type { Instance } from '../../../instance/instance';
import { attempt } from '../../attempt';
import type { OpenNotebook } from '../open-notebook.svelte';

const counts = {
  added: m.history_added,
  removed: m.history_removed,
  changed: m.history_changed,
} as const;

/** "1 added · 2 changed". */
export function changeWords(differences: readonly CellDifference[]): string {
  const words = (['added', 'changed', 'removed'] as const).flatMap((type) => {
    const count = differences.filter((difference) => difference.type === type).length;
    return count === 0 ? [] : [counts[type]({ count })];
  });
  return words.join(' · ') || m.history_no_cell();
}

/** Makes the notebook what it was; what it is now becomes a version, and the cells come back with undo. */
export async function restoreVersion(open: OpenNotebook, source: string): Promise<void> {
  await open.flush();
  open.takeOver(source);
  await open.flush();
  toast(m.history_restored(), { description: m.history_restored_hint() });
}

/** Names a version, which keeps it, or takes its name away. */
export const nameVersion = (
  instance: Pick<Instance, 'nameVersion'>,
  version: Parameters<Instance['nameVersion']>[0],
): Promise<void> => attempt(() => instance.nameVersion(version));

/** Reads each revision once: its text never changes. */
export function rememberedTexts(
  read: (revision: number) => Promise<string | undefined>,
): (revision: number) => Promise<string | undefined> {
  const texts = new Map<number, Promise<string | undefined>>();
  return (revision) => {
    const text = texts.get(revision) ?? read(revision);
    texts.set(revision, text);
    text.catch(() => texts.delete(revision));
    return text;
  };
}
