import { inferMapping } from '../definitions/partitions/infer-mapping';
import { keySpace, type KeySpace } from '../definitions/partitions/key-space';
import type { PartitionsContext, PartitionsSnapshot } from '../definitions/partitions/partitions-snapshot';
import { upstreamPartitions } from './partitions/partition-dependencies';
import { PartitionSubset } from './partitions/partition-subset';
import type { UpstreamPartitions } from './staleness';

/** From so many partitions on, an edge is not judged (Dagster's SKIP_PARTITION_DATA_VERSION_DEPENDENCY_THRESHOLD). */
const mostPartitions = 100;

/**
 * Which partitions of an upstream staleness looks at. Dagster's limits: not at 100 partitions or more, not at all
 * partitions of time windows, and not at other partitions of an asset itself where there are 100 or more.
 */
export function partitionEdges(context: PartitionsContext): UpstreamPartitions {
  const spaces = new Map<PartitionsSnapshot, KeySpace>();
  const spaceOf = (partitions: PartitionsSnapshot): KeySpace => {
    const space = spaces.get(partitions) ?? keySpace(partitions, context);
    spaces.set(partitions, space);
    return space;
  };
  return (asset, upstream, dep, partition) => {
    const from = upstream.partitions!;
    const mapping = dep.mapping ?? inferMapping(from, asset.partitions);
    if (from.type === 'time_window' && mapping.type === 'all') return undefined;
    if (asset.key === upstream.key && spaceOf(from).size >= mostPartitions) return undefined;
    if (partition === undefined || !asset.partitions)
      return few(upstreamPartitions({ mapping, upstream: from, context }));
    if (mapping.type === 'identity') return [partition];
    const space = spaceOf(asset.partitions);
    const index = space.indexOf(partition);
    if (index < 0) return undefined;
    const downstream = new PartitionSubset(space, [index, index + 1]);
    return few(upstreamPartitions({ mapping, upstream: from, downstream, context }));
  };
}

const few = ({ subset }: { readonly subset: PartitionSubset }): Iterable<string> | undefined =>
  subset.size < mostPartitions ? subset.keys() : undefined;
