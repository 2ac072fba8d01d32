import { textOf } from '../../definitions/partitions/same-definition';
import { rangesOfIndexes } from '../../graph/partitions/index-ranges';
import { PartitionSubset } from '../../graph/partitions/partition-subset';
import { printPartitions } from '../../graph/partitions/partition-text';
import type { SubsetsByNode } from './backfill-progress';
import { isWhole, type BackfillNode } from './backfill-target';

/** One run that a backfill asks for. */
export interface RequestedBackfillRun {
  readonly location: string;
  readonly nodes: readonly string[];
  /** Absent: of what has no partitions. */
  readonly partitions?: PartitionSubset;
  /** `partitions` as a launch takes them. */
  readonly text?: string;
}

/**
 * The runs for what can be requested, at most `most`, in the order of their keys: nodes of one location, partitions
 * definition and policy share a run where the same partitions of them are asked for. What is over comes next time.
 */
export function splitRuns(
  nodes: readonly BackfillNode[],
  requests: SubsetsByNode,
  most: number,
): readonly RequestedBackfillRun[] {
  const groups = new Map<string, BackfillNode[]>();
  for (const node of nodes) {
    if (!requests.has(node.id)) continue;
    const name = JSON.stringify([node.location, node.maxPartitionsPerRun, textOf(node.partitions)]);
    const group = groups.get(name);
    if (group) group.push(node);
    else groups.set(name, [node]);
  }
  const runs: RequestedBackfillRun[] = [];
  for (const group of groups.values()) {
    if (runs.length >= most) break;
    runs.push(...groupRuns(group, requests, most - runs.length));
  }
  return runs;
}

function groupRuns(
  group: readonly BackfillNode[],
  requests: SubsetsByNode,
  most: number,
): readonly RequestedBackfillRun[] {
  const [{ location, maxPartitionsPerRun, partitions }] = group as [BackfillNode];
  if (isWhole(partitions)) return [{ location, nodes: group.map(({ id }) => id) }];
  const all = group.map(({ id }) => requests.get(id)!).reduce((sum, each) => sum.union(each));
  const { space } = all;
  const runs: RequestedBackfillRun[] = [];
  const close = (nodes: readonly string[], indexes: readonly number[]) => {
    const subset = new PartitionSubset(space, rangesOfIndexes([...indexes]));
    runs.push({ location, nodes, partitions: subset, text: printPartitions(subset) });
  };
  const perRun = maxPartitionsPerRun ?? Infinity;
  let nodes: readonly string[] = [];
  let indexes: number[] = [];
  for (const key of all.keys()) {
    const index = space.indexOf(key);
    const own = group.filter(({ id }) => requests.get(id)!.has(key)).map(({ id }) => id);
    const goesOn =
      indexes.length > 0 &&
      indexes.length < perRun &&
      // A run of several partitions is of a range: its tags name the ends.
      index === indexes.at(-1)! + 1 &&
      own.length === nodes.length &&
      own.every((id, i) => id === nodes[i]);
    if (!goesOn && indexes.length > 0) {
      close(nodes, indexes);
      indexes = [];
      if (runs.length >= most) return runs;
    }
    nodes = own;
    indexes.push(index);
  }
  if (indexes.length > 0) close(nodes, indexes);
  return runs;
}
