import type { KeySpace } from '../../definitions/partitions/key-space';
import type { TimeWindowMappingSnapshot } from '../../definitions/partitions/partition-mapping-snapshot';
import type { TimeWindowPartitionsSnapshot } from '../../definitions/partitions/partitions-snapshot';
import { timeWindows, TimeWindows, windowKey } from '../../definitions/partitions/time-windows';
import { latestTick } from '../../definitions/time/cron';
import { indexesOf, pairsOf, rangesOf, type IndexRanges } from './index-ranges';
import type { MappedRanges } from './map-ranges';

/** A space of time windows. */
export interface TimeSpace extends KeySpace {
  readonly partitions: TimeWindowPartitionsSnapshot;
}

/**
 * The upstream windows that overlap the downstream's, which are moved by the offsets first. Dagster's rule at the
 * edges: what only an offset moves out of the upstream is not needed; what lies outside of itself is reported.
 */
export function upstreamWindows(
  mapping: TimeWindowMappingSnapshot,
  downstream: TimeSpace,
  ranges: IndexRanges,
  upstream: TimeSpace,
): MappedRanges {
  const { windows: needing, lead } = withLead(downstream.partitions, mapping);
  const offered = timeWindows(upstream.partitions);
  const [start, end] =
    upstream.size > 0 ? [offered.startOf(0), offered.endOf(upstream.size - 1)] : [Infinity, -Infinity];
  const found: [number, number][] = [];
  const missing = new Set<string>();
  const miss = (from: number, to: number) => {
    if (mapping.allowNonexistentUpstreamPartitions) return;
    for (const key of keysBetween(upstream.partitions, from, to)) missing.add(key);
  };
  /** What windows `first` to `last` need, as instants. */
  const needOf = (first: number, last: number) =>
    [
      needing.startOf(first + lead + mapping.startOffset),
      needing.endOf(last + lead + mapping.endOffset),
    ] as const;

  for (const [from, to] of runsOf(downstream.partitions, ranges)) {
    const [needStart, needEnd] = needOf(from, to - 1);
    const last = Math.min(offered.startedBefore(needEnd), upstream.size);
    found.push([offered.endedBy(needStart), last]);
    if (upstream.size === 0) {
      miss(needStart, needEnd);
      continue;
    }
    const early = Math.min(to, needing.startedBefore(start) - lead);
    if (early > from) miss(needStart, Math.min(start, needOf(from, early - 1)[1]));
    const late = Math.max(from, needing.endedBy(end) - lead);
    if (late < to) miss(Math.max(end, needOf(late, to - 1)[0]), needEnd);
  }
  return { ranges: rangesOf(found), nonexistent: [...missing] };
}

/** The downstream windows that need one of these upstream windows: the other way round than `upstreamWindows`. */
export function downstreamWindows(
  mapping: TimeWindowMappingSnapshot,
  upstream: TimeSpace,
  ranges: IndexRanges,
  downstream: TimeSpace,
): IndexRanges {
  const { windows: needing, lead } = withLead(downstream.partitions, mapping);
  const offered = timeWindows(upstream.partitions);
  return rangesOf(
    Array.from(runsOf(upstream.partitions, ranges), ([from, to]): [number, number] => {
      const first = needing.endedBy(offered.startOf(from)) - lead - mapping.endOffset;
      const last = needing.startedBefore(offered.endOf(to - 1)) - lead - mapping.startOffset;
      return [Math.max(0, first), Math.min(downstream.size, last)];
    }),
  );
}

/** Ranges of windows without a gap in time: with exclusions, single windows. */
const runsOf = ({ exclusions }: TimeWindowPartitionsSnapshot, ranges: IndexRanges) =>
  exclusions ? Array.from(indexesOf(ranges), (index) => [index, index + 1] as const) : pairsOf(ranges);

/** The windows of a definition with `lead` more before its first, enough for the offsets to reach. */
function withLead(
  partitions: TimeWindowPartitionsSnapshot,
  { startOffset, endOffset }: TimeWindowMappingSnapshot,
): { readonly windows: TimeWindows; readonly lead: number } {
  const windows = timeWindows(partitions);
  const needed = Math.max(Math.abs(startOffset), Math.abs(endOffset));
  const first = windows.startOf(0);
  if (needed === 0 || first === Infinity) return { windows, lead: 0 };
  for (let span = (windows.startOf(1) - first) * (needed + 1); ; span *= 2) {
    const longer = timeWindows({ ...partitions, start: first - span });
    const lead = longer.startedBefore(first);
    if (lead >= needed) return { windows: longer, lead };
  }
}

/** The keys that a definition would have for a time outside of it. */
function* keysBetween(partitions: TimeWindowPartitionsSnapshot, from: number, to: number): Generator<string> {
  const { cronSchedule, timezone } = partitions;
  const windows = new TimeWindows({ ...partitions, start: latestTick(cronSchedule, timezone, from) ?? from });
  for (let index = 0; windows.startOf(index) < to; index++) {
    if (windows.endOf(index) > from) yield windowKey(partitions, windows.startOf(index));
  }
}
