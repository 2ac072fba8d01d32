import type { StaleCause } from '../../graph/stale-causes';
import { m } from '../../words/generated/messages.js';

/** A cause as one line: Dagster's words, and the upstream it is about where they do not name it. */
export function causeText({ reason, dependency, partition }: StaleCause): string {
  if (dependency === undefined || reason.endsWith(dependency)) return reason;
  return `${reason}: ${dependency}${partition === undefined ? '' : ` (${partition})`}`;
}

/** What has changed: the code, the data, or what it depends on. */
export const categoryWord: Readonly<Record<StaleCause['category'], () => string>> = {
  CODE: m.stale_code,
  DATA: m.stale_data,
  DEPENDENCIES: m.stale_dependencies,
};
