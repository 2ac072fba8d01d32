import { DagbookError } from '../../base/errors';
import type { PartitionsContext } from '../../definitions/partitions/partitions-snapshot';
import type { JobSnapshot } from '../../definitions/snapshot';
import type { AssetGraph } from '../../graph/asset-graph';
import { PartitionSubset } from '../../graph/partitions/partition-subset';
import { resolveSelection } from '../../graph/selection/resolve-selection';
import type { Workspace } from '../workspace';
import { spaceOf, type SubsetsByNode } from './backfill-progress';
import { whole, type BackfillNode, type BackfillTarget } from './backfill-target';

/** What a backfill is of, as the locations define it now, upstream first. Throws where something is gone. */
export function backfillNodes(
  target: BackfillTarget,
  { graph, locations }: Workspace,
): readonly BackfillNode[] {
  if (target.type === 'job') {
    const { location, jobName } = target;
    const snapshot = locations.find(({ name }) => name === location)?.snapshot;
    const job = snapshot?.jobs.find(({ name }) => name === jobName);
    if (!job?.partitions) throw gone(`job ${jobName}`, job ? 'it has no partitions' : 'it is not defined');
    const maxPartitionsPerRun = policyOf(job, location, graph);
    return [{ id: jobName, location, partitions: job.partitions, maxPartitionsPerRun, deps: [] }];
  }
  const wanted = new Map(target.assets.map((each) => [each.key, each]));
  const nodes = graph.order.flatMap((key): readonly BackfillNode[] => {
    const asset = wanted.has(key) ? graph.get(key) : undefined;
    if (!asset) return [];
    const isPartitioned = wanted.get(key)!.partitions !== undefined;
    if (isPartitioned !== (asset.partitions !== undefined))
      throw gone(`asset ${key}`, isPartitioned ? 'it has no partitions now' : 'it has partitions now');
    return [
      {
        id: key,
        location: asset.location,
        partitions: asset.partitions ?? whole,
        maxPartitionsPerRun: asset.maxPartitionsPerRun === undefined ? 1 : asset.maxPartitionsPerRun,
        deps: asset.deps.map((dep) => ({ id: dep.key, ...(dep.mapping && { mapping: dep.mapping }) })),
      },
    ];
  });
  const lost = [...wanted.keys()].find((key) => !graph.has(key));
  if (lost !== undefined) throw gone(`asset ${lost}`, 'it is not defined');
  return nodes;
}

/** Of a job of assets: the least that one of their policies allows in a run (Dagster's rule). */
function policyOf({ steps, selection }: JobSnapshot, location: string, graph: AssetGraph): number | null {
  const most = (steps ? [] : resolveSelection(selection, graph))
    .map((key) => graph.get(key)!)
    .filter((asset) => asset.location === location && asset.isExecutable && asset.partitions)
    .map(({ maxPartitionsPerRun = 1 }) => maxPartitionsPerRun);
  if (most.length === 0) return 1;
  const least = most.reduce<number>((sum, each) => Math.min(sum, each ?? Infinity), Infinity);
  return least === Infinity ? null : least;
}

/** What of the target exists now. */
export function targetSubsets(
  target: BackfillTarget,
  nodes: readonly BackfillNode[],
  context: PartitionsContext,
): SubsetsByNode {
  const stored = new Map(
    target.type === 'job'
      ? [[target.jobName, target.partitions] as const]
      : target.assets.map(({ key, partitions }) => [key, partitions] as const),
  );
  return new Map(
    nodes.map((node) => {
      const space = spaceOf(node, context);
      const subset = stored.get(node.id);
      return [node.id, subset ? PartitionSubset.read(space, subset) : PartitionSubset.all(space)];
    }),
  );
}

const gone = (what: string, why: string) =>
  new DagbookError(`There can be no backfill of ${what}: ${why}`, {
    name: 'BackfillTargetGone',
    remedy: 'Launch one of what there is now.',
  });
