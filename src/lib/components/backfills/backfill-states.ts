import { allOf, subtract, unite, type IndexRanges } from '../../graph/partitions/index-ranges';
import type { BackfillView } from '../../instance/instance';
import { m } from '../../words/generated/messages.js';
import type { StatusLook } from '../status';

export type BackfillState = 'materialized' | 'inProgress' | 'failed' | 'waiting';

type StateOf = StatusLook & {
  readonly state: BackfillState;
  /** Among those that are to be made, counted from 0. */
  readonly ranges: IndexRanges;
};

/** How the partitions of one part of a backfill stand; each is in one state. */
export function backfillStates({ counts, places }: BackfillView['parts'][0]): readonly StateOf[] {
  const { materialized, inProgress, failed } = places;
  const begun = unite(unite(materialized, inProgress), failed);
  const waiting = subtract(allOf(counts.targeted), begun);
  return [
    { state: 'materialized', tone: 'success', word: m.backfill_made, ranges: materialized },
    { state: 'inProgress', tone: 'running', word: m.run_filter_progress, ranges: inProgress },
    { state: 'failed', tone: 'failure', word: m.status_failure, ranges: failed },
    { state: 'waiting', tone: 'missing', word: m.status_waiting, ranges: waiting },
  ];
}
