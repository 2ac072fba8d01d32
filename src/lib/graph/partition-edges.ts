import { inferMapping } from '../definitions/partitions/infer-mapping';
import { keySpace, type KeySpace } from '../definitions/partitions/key-space';
import type { PartitionMappingSnapshot } from '../definitions/partitions/partition-mapping-snapshot';
import type { PartitionsContext, PartitionsSnapshot } from '../definitions/partitions/partitions-snapshot';
import { isSame } from '../definitions/partitions/same-definition';
import type { AssetDepSnapshot, AssetSnapshot } from '../definitions/snapshot';
import { upstreamPartitions } from './partitions/partition-dependencies';
import { PartitionSubset } from './partitions/partition-subset';
import type { UpstreamPartitions } from './staleness';

/** From so many partitions on, an edge is not judged (Dagster's SKIP_PARTITION_DATA_VERSION_DEPENDENCY_THRESHOLD). */
const mostPartitions = 100;

/** One edge between assets; `from` and `to` are the partitions that exist of its ends. */
interface Edge {
  readonly mapping: PartitionMappingSnapshot;
  readonly from: KeySpace;
  readonly to?: KeySpace;
  /** The same time windows on both sides, none left out: an offset is one of their indexes. */
  readonly isCounted: boolean;
}

/**
 * Which partitions of an upstream staleness looks at. Dagster's limits: not at 100 partitions or more, not at all
 * partitions of time windows, and not at other partitions of an asset itself where there are 100 or more.
 */
export function partitionEdges(context: PartitionsContext): UpstreamPartitions {
  const spaces = new Map<PartitionsSnapshot, KeySpace>();
  const edges = new Map<AssetDepSnapshot, Edge | undefined>();
  const spaceOf = (partitions: PartitionsSnapshot): KeySpace => {
    const space = spaces.get(partitions) ?? keySpace(partitions, context);
    spaces.set(partitions, space);
    return space;
  };

  function edgeOf(asset: AssetSnapshot, upstream: AssetSnapshot, dep: AssetDepSnapshot): Edge | undefined {
    const { partitions } = upstream;
    const mapping = dep.mapping ?? inferMapping(partitions, asset.partitions);
    if (partitions!.type === 'time_window' && mapping.type === 'all') return undefined;
    const from = spaceOf(partitions!);
    if (asset.key === upstream.key && from.size >= mostPartitions) return undefined;
    const to = asset.partitions && spaceOf(asset.partitions);
    return {
      mapping,
      from,
      to,
      isCounted: mapping.type === 'time_window' && isCounted(partitions!, asset.partitions),
    };
  }

  return (asset, upstream, dep, partition) => {
    if (!edges.has(dep)) edges.set(dep, edgeOf(asset, upstream, dep));
    const edge = edges.get(dep);
    if (!edge) return undefined;
    const { mapping, from, to } = edge;
    if (partition === undefined || !to)
      return few(upstreamPartitions({ mapping, upstream: from.partitions, context }));
    if (mapping.type === 'identity') return [partition];
    const index = to.indexOf(partition);
    if (index < 0) return undefined;
    // Most such edges go to the window before: that is counted, not looked up in a calendar.
    if (mapping.type === 'time_window' && edge.isCounted)
      return window(from, index + mapping.startOffset, index + mapping.endOffset);
    const downstream = new PartitionSubset(to, [index, index + 1]);
    return few(upstreamPartitions({ mapping, upstream: from.partitions, downstream, context }));
  };
}

const isCounted = (from: PartitionsSnapshot, to: PartitionsSnapshot | undefined): boolean =>
  from.type === 'time_window' && !from.exclusions?.length && to !== undefined && isSame(from, to);

const few = ({ subset }: { readonly subset: PartitionSubset }): Iterable<string> | undefined =>
  subset.size < mostPartitions ? subset.keys() : undefined;

/** The keys from one index to another, both included, as far as they exist. */
function window(space: KeySpace, first: number, last: number): readonly string[] | undefined {
  const from = Math.max(0, first);
  const count = Math.min(last, space.size - 1) - from + 1;
  if (count >= mostPartitions) return undefined;
  return Array.from({ length: Math.max(0, count) }, (_, n) => space.keyAt(from + n));
}
