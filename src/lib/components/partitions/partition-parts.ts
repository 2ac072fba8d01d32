import type { KeySpace } from '../../definitions/partitions/key-space';
import { pairsOf, type IndexRanges } from '../../graph/partitions/index-ranges';
import { parsePartitions } from '../../graph/partitions/partition-text';
import type { PartitionsStatus } from '../../instance/instance';
import { m } from '../../words/generated/messages.js';
import type { Tone } from '../status';

export type PartitionState = keyof PartitionsStatus['counts'];

/** What a partition can be, in the order of showing; what is stale is materialized, too. */
export const partitionLooks: readonly {
  readonly state: PartitionState;
  readonly tone: Tone;
  readonly word: () => string;
}[] = [
  { state: 'materialized', tone: 'success', word: m.partition_materialized },
  { state: 'stale', tone: 'stale', word: m.partition_stale },
  { state: 'failed', tone: 'failure', word: m.partition_failed },
  { state: 'inProgress', tone: 'running', word: m.partition_in_progress },
  { state: 'missing', tone: 'missing', word: m.partition_missing },
];

/** Where the keys of each state are among those of `space`, which can have changed since `status` was asked for. */
export function rangesByState(
  space: KeySpace,
  status: PartitionsStatus,
): Readonly<Record<PartitionState, IndexRanges>> {
  const ranges = (text: string): IndexRanges => {
    try {
      return text === '' ? [] : parsePartitions(space, text).ranges;
    } catch {
      return [];
    }
  };
  const { materialized, failed, inProgress, stale, missing } = status;
  return {
    materialized: ranges(materialized),
    failed: ranges(failed),
    inProgress: ranges(inProgress),
    stale: ranges(stale),
    missing: ranges(missing),
  };
}

export interface Stretch {
  readonly from: number;
  readonly to: number;
}

/**
 * Ranges among `total` keys as stretches of a strip `width` pixels wide: each at least a pixel, those that touch made
 * one, so that there are never more than `width`, however many the ranges are.
 */
export function stretches(ranges: IndexRanges, total: number, width: number): readonly Stretch[] {
  const found: { from: number; to: number }[] = [];
  for (const [start, end] of pairsOf(ranges)) {
    const from = Math.min(Math.floor((start / total) * width), width - 1);
    const to = Math.max(from + 1, Math.floor((end / total) * width));
    const last = found.at(-1);
    if (last && from <= last.to) last.to = Math.max(last.to, to);
    else found.push({ from, to });
  }
  return found;
}

/** Keys that go on from what is written last in `text`, the newest first; each with all that stands before it. */
export function completions(space: KeySpace, text: string, most = 20): readonly string[] {
  const [, before = '', begun = ''] = /^(.*(?:,|\.\.\.)\s*)?([^,]*)$/s.exec(text) ?? [];
  const found: string[] = [];
  const last = Math.max(0, space.size - 20_000);
  for (let index = space.size - 1; index >= last && found.length < most; index--) {
    const key = space.keyAt(index);
    if (key !== begun && key.startsWith(begun)) found.push(before + key);
  }
  return found;
}
