import { textOf } from '../../definitions/partitions/same-definition';
import type { AssetKeyString } from '../../definitions/snapshot';
import { indexesOf } from '../../graph/partitions/index-ranges';
import { PartitionSubset } from '../../graph/partitions/partition-subset';
import { printPartitions } from '../../graph/partitions/partition-text';
import type { EntityId } from './entity';
import type { EntityGraph, EntityNode } from './entity-graph';
import { wholeSpace } from './entity-subset';

/** One run that an evaluation asks for. */
export interface RunGroup {
  readonly location: string;
  /** The whole of a job; then assets and checks are empty. */
  readonly jobName?: string;
  readonly assetKeys: readonly AssetKeyString[];
  readonly checks: readonly { readonly assetKey: AssetKeyString; readonly name: string }[];
  /** Absent: what it makes is not partitioned. */
  readonly partition?: string;
  /** It looks at assets instead of making them. */
  readonly isObservation: boolean;
}

/**
 * The runs that make what was requested: what has the same partitions, of one location, is made together, one run for
 * each partition, or as many in one run as the backfill policies allow. What is observed, and each job, has runs of its
 * own.
 */
export function runGroups(
  requested: ReadonlyMap<EntityId, PartitionSubset>,
  graph: EntityGraph,
): readonly RunGroup[] {
  const groups = new Map<string, { readonly partition?: string; readonly nodes: EntityNode[] }>();
  for (const [id, subset] of requested) {
    const node = graph.get(id)!;
    const kind = node.isObservable ? 'observation' : 'materialization';
    for (const part of partsOf(node, subset)) {
      const partition = part && printPartitions(part);
      const key = JSON.stringify([
        node.location,
        kind,
        node.job?.name,
        part && textOf(part.space.partitions),
        partition,
      ]);
      const group = groups.get(key) ?? { ...(partition !== undefined && { partition }), nodes: [] };
      groups.set(key, group);
      group.nodes.push(node);
    }
  }
  return [...groups.values()].map(({ partition, nodes }) => ({
    location: nodes[0]!.location,
    ...(nodes[0]!.job && { jobName: nodes[0]!.job.name }),
    assetKeys: nodes.flatMap(({ key, check, job }) => (check === undefined && !job ? [key] : [])),
    checks: checksOf(nodes),
    ...(partition !== undefined && { partition }),
    isObservation: nodes[0]!.isObservable,
  }));
}

/** What goes into one run each; of what is not partitioned once `undefined`. */
function partsOf(
  { maxPartitionsPerRun = 1 }: EntityNode,
  subset: PartitionSubset,
): readonly (PartitionSubset | undefined)[] {
  if (subset.space === wholeSpace) return [undefined];
  if (maxPartitionsPerRun === null || subset.size <= maxPartitionsPerRun) return [subset];
  const parts: number[][] = [];
  for (const index of indexesOf(subset.ranges)) {
    const last = parts.at(-1);
    if (last && last.length < maxPartitionsPerRun) last.push(index);
    else parts.push([index]);
  }
  return parts.map((indexes) =>
    PartitionSubset.of(
      subset.space,
      indexes.map((index) => subset.space.keyAt(index)),
    ),
  );
}

/** The checks that were requested, and of assets that are made those that have no condition of their own. */
const checksOf = (nodes: readonly EntityNode[]): RunGroup['checks'] =>
  nodes
    .flatMap((node) =>
      node.check === undefined
        ? node.checks.map(({ of }) => of).filter(({ condition }) => !condition)
        : [node],
    )
    .map(({ key, check }) => ({ assetKey: key, name: check! }));
