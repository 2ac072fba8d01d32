import type { KeySpace } from '../../definitions/partitions/key-space';
import { boxesOf } from '../../graph/partitions/boxes';
import {
  countOf,
  includes,
  indexesOf,
  intersect,
  pairsOf,
  rangesOfIndexes,
  unite,
  type IndexRanges,
} from '../../graph/partitions/index-ranges';
import { parsePartitions } from '../../graph/partitions/partition-text';
import type { PartitionsStatus } from '../../instance/instance';
import { m } from '../../words/generated/messages.js';
import type { StatusLook } from '../status';

export type PartitionState = keyof PartitionsStatus['counts'];

export type PartitionLook = StatusLook & { readonly state: PartitionState };

/** What a partition can be, in the order of showing; what is stale is materialized, too. */
export const partitionLooks: readonly PartitionLook[] = [
  { state: 'materialized', tone: 'success', word: m.partition_materialized },
  { state: 'stale', tone: 'stale', word: m.partition_stale },
  { state: 'failed', tone: 'failure', word: m.partition_failed },
  { state: 'inProgress', tone: 'running', word: m.partition_in_progress },
  { state: 'missing', tone: 'missing', word: m.partition_missing },
];

/** The same of a job of ops, which materializes nothing. */
export const jobPartitionLooks: readonly PartitionLook[] = partitionLooks
  .filter(({ state }) => state !== 'stale')
  .map((look) => (look.state === 'materialized' ? { ...look, word: m.status_success } : look));

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

/** The same of several assets together: materialized is what all of them have, the rest what any of them is. */
export function rangesOfAll(
  space: KeySpace,
  statuses: readonly PartitionsStatus[],
): Readonly<Record<PartitionState, IndexRanges>> {
  const none = { materialized: [], failed: [], inProgress: [], stale: [], missing: [] };
  const [first = none, ...others] = statuses.map((status) => rangesByState(space, status));
  return others.reduce(
    (all, own) => ({
      materialized: intersect(all.materialized, own.materialized),
      failed: unite(all.failed, own.failed),
      inProgress: unite(all.inProgress, own.inProgress),
      stale: unite(all.stale, own.stale),
      missing: unite(all.missing, own.missing),
    }),
    first,
  );
}

/** How many of `among` are in each state; default all that are in any. */
export const countsOf = (
  space: KeySpace,
  ranges: Readonly<Record<PartitionState, IndexRanges>>,
  among?: IndexRanges,
): Pick<PartitionsStatus, 'total' | 'counts'> => ({
  total: among ? countOf(among) : space.size,
  counts: Object.fromEntries(
    Object.entries(ranges).map(([state, own]) => [state, countOf(among ? intersect(among, own) : own)]),
  ) as PartitionsStatus['counts'],
});

/** How the partition at `index` looks; what no state has is missing. */
export const lookOf = (
  ranges: Readonly<Record<PartitionState, IndexRanges>>,
  index: number,
  looks = partitionLooks,
): PartitionLook => looks.findLast(({ state }) => includes(ranges[state], index)) ?? looks.at(-1)!;

/** Which of the chosen ones are made: those of these states. */
export const narrowings: Readonly<
  Record<string, { readonly word: () => string; readonly states: readonly PartitionState[] }>
> = {
  unmade: { word: m.partition_only_missing, states: ['missing', 'failed'] },
  missing: { word: m.partition_only_never, states: ['missing'] },
  failed: { word: m.partition_only_failed, states: ['failed'] },
  stale: { word: m.partition_only_stale, states: ['stale'] },
};

/** How many cells of a grid of these sizes lie at each index of one of its dimensions. */
export function countsAlong(sizes: readonly number[], dimension: number, cells: IndexRanges): Uint32Array {
  const counts = new Uint32Array(sizes[dimension]!);
  for (const box of boxesOf(sizes, cells)) {
    const others = box.reduce((product, ranges, i) => product * (i === dimension ? 1 : countOf(ranges)), 1);
    for (const index of indexesOf(box[dimension]!)) counts[index]! += others;
  }
  return counts;
}

/** How the keys of one dimension stand, each by all partitions that have it. */
export function partsAlong(
  space: KeySpace,
  dimension: number,
  ranges: Readonly<Record<PartitionState, IndexRanges>>,
): readonly (StatusLook & { readonly ranges: IndexRanges })[] {
  const sizes = space.dimensions!.map((each) => each.space.size);
  const whole = space.size / sizes[dimension]!;
  const where = (cells: IndexRanges, isSo: (count: number) => boolean): IndexRanges =>
    rangesOfIndexes(
      [...countsAlong(sizes, dimension, cells)].flatMap((count, i) => (isSo(count) ? [i] : [])),
    );
  const some = (count: number) => count > 0;
  const { materialized, stale, failed, inProgress } = ranges;
  return [
    {
      tone: 'stale',
      word: m.partition_partly,
      ranges: where(materialized, (count) => some(count) && count < whole),
    },
    {
      tone: 'success',
      word: m.partition_materialized,
      ranges: where(materialized, (count) => count === whole),
    },
    { tone: 'stale', word: m.partition_stale, ranges: where(stale, some) },
    { tone: 'failure', word: m.partition_failed, ranges: where(failed, some) },
    { tone: 'running', word: m.partition_in_progress, ranges: where(inProgress, some) },
    { tone: 'missing', word: m.partition_missing, ranges: [] },
  ];
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
