import { DagbookError } from '$lib/base/errors';
import type { BackfillView } from '$lib/instance/automation-views';
import type { Instance } from '$lib/instance/instance';

export const isEnded = ({ status }: BackfillView): boolean =>
  status !== 'REQUESTED' && status !== 'CANCELING';

/** The backfill, or an error that says where to look. */
export async function existingBackfill(instance: Instance, id: string): Promise<BackfillView> {
  const found = await instance.backfill(id);
  if (found) return found;
  throw new DagbookError(`There is no backfill ${id}`, {
    remedy: 'dagbook backfill list shows those of this folder; DAGBOOK_HOME or -f FILE names another.',
  });
}

/** Resolves when the backfill has ended; `say` hears how it stands each time that something of it has changed. */
export async function watchBackfill(
  instance: Instance,
  id: string,
  say: (line: string) => void,
): Promise<BackfillView> {
  let wake = () => {};
  let changed = true;
  let said = '';
  const unsubscribe = instance.subscribe((changes) => {
    if (!changes.some(({ topic }) => topic === 'run' || topic === 'backfill')) return;
    changed = true;
    wake();
  });
  try {
    for (;;) {
      if (!changed) await new Promise<void>((resolve) => (wake = resolve));
      changed = false;
      const now = await existingBackfill(instance, id);
      const line = progressOf(now);
      if (line !== said) say(line);
      said = line;
      if (isEnded(now)) return now;
    }
  } finally {
    unsubscribe();
  }
}

/** `12 of 31 made, 4 in progress, 1 failed`, over all its parts. */
export function progressOf({ parts }: BackfillView): string {
  const sum = (of: keyof BackfillView['parts'][number]['counts']) =>
    parts.reduce((all, { counts }) => all + counts[of], 0);
  const rest = [
    [sum('inProgress'), 'in progress'],
    [sum('failed'), 'failed'],
  ] as const;
  return [
    `${sum('materialized')} of ${sum('targeted')} made`,
    ...rest.flatMap(([count, what]) => (count > 0 ? [`${count} ${what}`] : [])),
  ].join(', ');
}
