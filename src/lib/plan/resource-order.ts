import type { ResourceSnapshot } from '../definitions/snapshot';

/** The wanted resources and all that these require, in the order of set-up: what is required comes first. */
export function resourceOrder(
  wanted: Iterable<string>,
  resources: readonly ResourceSnapshot[],
): readonly string[] {
  const byKey = new Map(resources.map((resource) => [resource.key, resource]));
  const order = new Set<string>();
  const entered = new Set<string>();
  const visit = (key: string): void => {
    if (entered.has(key)) return;
    entered.add(key);
    for (const required of byKey.get(key)?.requires ?? []) visit(required);
    order.add(key);
  };
  for (const key of [...new Set(wanted)].sort()) visit(key);
  return [...order];
}
