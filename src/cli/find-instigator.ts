import { DagbookError } from '$lib/base/errors';
import { didYouMean } from '$lib/definitions/suggestion';
import type { Instance, InstigatorStatus } from '$lib/instance/instance';

export type InstigatorKind = 'schedule' | 'sensor';

/** All schedules, or all sensors, of one location or of all. */
export async function instigatorsOf(
  instance: Instance,
  kind: InstigatorKind,
  location: string | undefined,
): Promise<readonly InstigatorStatus[]> {
  const all = await instance.instigators();
  return all.filter(
    (each) =>
      (each.type === 'schedule') === (kind === 'schedule') && (!location || each.location === location),
  );
}

/** The one of this name. */
export async function findInstigator(
  instance: Instance,
  kind: InstigatorKind,
  name: string,
  location: string | undefined,
): Promise<InstigatorStatus> {
  const all = await instigatorsOf(instance, kind, location);
  const found = all.filter((each) => each.name === name);
  if (found.length === 1) return found[0]!;
  const names = all.map((each) => each.name);
  if (found.length > 1)
    throw new DagbookError(`Several notebooks have a ${kind} ${name}`, {
      remedy: `Say which with -f FILE: ${found.map((each) => each.location).join(', ')}.`,
    });
  throw new DagbookError(`There is no ${kind} ${name}.${didYouMean(name, names)}`, {
    remedy:
      names.length > 0
        ? `There is: ${names.join(', ')}.`
        : `Name the notebook with -f FILE; dagbook ${kind} list shows what is known.`,
  });
}
