import type { StaleCause } from '../../graph/stale-causes';

/** A cause as one line: Dagster's words, and the upstream it is about where they do not name it. */
export function causeText({ reason, dependency, partition }: StaleCause): string {
  if (dependency === undefined || reason.endsWith(dependency)) return reason;
  return `${reason}: ${dependency}${partition === undefined ? '' : ` (${partition})`}`;
}
