import type { PartitionMappingSnapshot } from './partition-mapping-snapshot';
import type { PartitionsSnapshot } from './partitions-snapshot';
import { isSame } from './same-definition';

/** One dimension of the upstream that depends on one of the downstream. No name: the side has no dimensions. */
export interface DimensionDependency {
  readonly upstream?: string;
  readonly downstream?: string;
  readonly mapping: PartitionMappingSnapshot;
}

const timeWindows: PartitionMappingSnapshot = {
  type: 'time_window',
  startOffset: 0,
  endOffset: 0,
  allowNonexistentUpstreamPartitions: false,
};

/**
 * How a downstream depends on an upstream if nobody says it: the same definition by key, two of time windows by
 * overlap, several dimensions and one of them by that dimension (as Dagster infers it), all else on everything.
 * A side that is not partitioned is `undefined`.
 */
export function inferMapping(
  upstream: PartitionsSnapshot | undefined,
  downstream: PartitionsSnapshot | undefined,
): PartitionMappingSnapshot {
  if (!upstream || !downstream) return { type: 'all' };
  if (isSame(upstream, downstream)) return { type: 'identity' };
  if (upstream.type === 'time_window' && downstream.type === 'time_window') return timeWindows;
  return singleDimension(upstream, downstream) ? { type: 'multi_to_single' } : { type: 'all' };
}

/**
 * The dimension by which partitions of several dimensions and of one belong together: the one that is the same
 * definition, else the only one of time windows if the other side is of time windows. Dagster's rule.
 */
export function singleDimension(
  upstream: PartitionsSnapshot,
  downstream: PartitionsSnapshot,
  named?: string,
): DimensionDependency | undefined {
  const isUpstreamMulti = upstream.type === 'multi';
  const [multi, single] = isUpstreamMulti ? [upstream, downstream] : [downstream, upstream];
  if (multi.type !== 'multi' || single.type === 'multi') return undefined;
  const candidates = multi.dimensions.filter(({ name }) => named === undefined || name === named);
  const same = candidates.filter(({ partitions }) => isSame(partitions, single));
  const timed = candidates.filter(({ partitions }) => partitions.type === 'time_window');
  const side = isUpstreamMulti ? 'upstream' : 'downstream';
  if (same.length === 1) return { [side]: same[0]!.name, mapping: { type: 'identity' } };
  if (same.length > 1 || timed.length !== 1 || single.type !== 'time_window') return undefined;
  return { [side]: timed[0]!.name, mapping: timeWindows };
}
