import { inferMapping } from '../../definitions/partitions/infer-mapping';
import { keySpace } from '../../definitions/partitions/key-space';
import type { PartitionMappingSnapshot } from '../../definitions/partitions/partition-mapping-snapshot';
import type { PartitionsContext, PartitionsSnapshot } from '../../definitions/partitions/partitions-snapshot';
import { mapAlike, mapDownstream, mapUpstream } from './map-ranges';
import { PartitionSubset } from './partition-subset';

export interface UpstreamPartitions {
  readonly subset: PartitionSubset;
  /** Keys that are needed and do not exist: a run that loads them fails. */
  readonly nonexistent: readonly string[];
}

/**
 * The partitions of an upstream that partitions of a downstream need. `downstream` is absent if that asset is not
 * partitioned; without a mapping the default is taken (`inferMapping`). Throws `InvalidDefinition` if the mapping
 * does not fit the two.
 */
export function upstreamPartitions({
  mapping,
  upstream,
  downstream,
  context,
}: {
  readonly mapping?: PartitionMappingSnapshot;
  readonly upstream: PartitionsSnapshot;
  readonly downstream?: PartitionSubset;
  readonly context: PartitionsContext;
}): UpstreamPartitions {
  const given = mapping ?? inferMapping(upstream, downstream?.space.partitions);
  const space = keySpace(upstream, context);
  const { ranges, nonexistent } = downstream
    ? mapUpstream(given, downstream.space, downstream.ranges, space)
    : mapAlike(given, space);
  return { subset: new PartitionSubset(space, ranges), nonexistent };
}

/** The partitions of a downstream that need some of these partitions of an upstream. */
export function downstreamPartitions({
  mapping,
  upstream,
  downstream,
  context,
}: {
  readonly mapping?: PartitionMappingSnapshot;
  readonly upstream: PartitionSubset;
  readonly downstream: PartitionsSnapshot;
  readonly context: PartitionsContext;
}): PartitionSubset {
  const given = mapping ?? inferMapping(upstream.space.partitions, downstream);
  const space = keySpace(downstream, context);
  return new PartitionSubset(space, mapDownstream(given, upstream.space, upstream.ranges, space));
}
