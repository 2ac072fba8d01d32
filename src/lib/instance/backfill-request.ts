import { DagbookError } from '../base/errors';
import { backfillNodes } from '../daemon/backfill/backfill-nodes';
import { spaceOf, type SubsetsByNode } from '../daemon/backfill/backfill-progress';
import { isWhole, type BackfillNode, type BackfillTarget } from '../daemon/backfill/backfill-target';
import type { Workspace } from '../daemon/workspace';
import type { PartitionsContext } from '../definitions/partitions/partitions-snapshot';
import { isSame } from '../definitions/partitions/same-definition';
import { downstreamPartitions } from '../graph/partitions/partition-dependencies';
import { PartitionSubset } from '../graph/partitions/partition-subset';
import { parsePartitions } from '../graph/partitions/partition-text';
import { resolveSelection } from '../graph/selection/resolve-selection';
import type { BackfillRequest } from './automation-views';
import type { PartitionsStatus } from './instance';

interface RequestDeps {
  readonly workspace: Workspace;
  readonly contextOf: (nodes: readonly BackfillNode[]) => Promise<PartitionsContext>;
  readonly partitionsOf: (key: string) => Promise<PartitionsStatus | undefined>;
}

/** What a request asks for, partition by partition. Throws `InvalidBackfill`, and what is wrong with selection or keys. */
export async function requestedTarget(request: BackfillRequest, deps: RequestDeps): Promise<BackfillTarget> {
  const { jobName, config } = request;
  const target =
    jobName === undefined ? await assetTarget(request, deps) : await jobTarget(request, jobName, deps);
  return { ...target, ...(config && { config }) };
}

async function jobTarget(
  { location, partitions }: BackfillRequest,
  jobName: string,
  { workspace, contextOf }: RequestDeps,
): Promise<BackfillTarget> {
  if (location === undefined) throw noLocation(jobName);
  const all: BackfillTarget = { type: 'job', location, jobName, partitions: { type: 'keys', keys: [] } };
  const [node] = backfillNodes(all, workspace) as [BackfillNode];
  const keys = spaceOf(node, await contextOf([node]));
  const subset = partitions === undefined ? PartitionSubset.all(keys) : parsePartitions(keys, partitions);
  return { ...all, partitions: subset.store() };
}

async function assetTarget(
  request: BackfillRequest,
  { workspace, contextOf, partitionsOf }: RequestDeps,
): Promise<BackfillTarget> {
  const { selection = '*', assetSelection, location, partitions, partitionsByAsset = {}, only } = request;
  const { graph } = workspace;
  const chosen = assetSelection ?? resolveSelection(selection, graph);
  const assets = graph.order.flatMap((key) => {
    const asset = chosen.includes(key) ? graph.get(key) : undefined;
    const isOwn = asset && asset.isExecutable && !asset.isObservable;
    return isOwn && (location === undefined || asset.location === location) ? [asset] : [];
  });
  if (assets.length === 0) {
    const taken = chosen.flatMap((key) => graph.get(key) ?? []).filter(({ isExecutable }) => isExecutable);
    throw new DagbookError(`The selection ${assetSelection?.join(', ') ?? selection} has no asset to make`, {
      name: 'InvalidBackfill',
      remedy:
        taken.length > 0
          ? `Another notebook ("${taken[0]!.location}") makes ${taken[0]!.key}: launch it there, or give one of the two another key.`
          : 'Select at least one asset that a notebook computes.',
    });
  }
  const all: BackfillTarget = {
    type: 'assets',
    assets: assets.map(({ key, partitions }) => ({ key, ...(partitions && { partitions: { type: 'keys', keys: [] } }) })), // prettier-ignore
  };
  const nodes = backfillNodes(all, workspace);
  const context = await contextOf(nodes);
  const subsets = new Map<string, PartitionSubset>();
  for (const node of nodes) {
    const space = spaceOf(node, context);
    const own = partitionsByAsset[node.id];
    if (own !== undefined) subsets.set(node.id, parsePartitions(space, own));
    else if (isWhole(node.partitions) || partitions === undefined)
      subsets.set(node.id, PartitionSubset.all(space));
    else subsets.set(node.id, asAsked(node, nodes, subsets, partitions, context));
  }
  if (only) await keepOnly(only, nodes, subsets, partitionsOf);
  return storedTarget(all, nodes, subsets);
}

/** Of what nobody said anything: the partitions that are asked for, or those that depend on them. */
function asAsked(
  node: BackfillNode,
  nodes: readonly BackfillNode[],
  subsets: SubsetsByNode,
  asked: string | readonly string[],
  context: PartitionsContext,
): PartitionSubset {
  const space = spaceOf(node, context);
  const first = nodes.find(({ partitions }) => !isWhole(partitions))!;
  if (isSame(first.partitions, node.partitions)) return parsePartitions(space, asked);
  const upstreams = node.deps.flatMap(({ id, mapping }) => {
    const upstream = subsets.get(id);
    const of = nodes.find((each) => each.id === id);
    if (!upstream || !of || isWhole(of.partitions)) return [];
    return [downstreamPartitions({ mapping, upstream, downstream: node.partitions, context })];
  });
  if (upstreams.length === 0)
    throw new DagbookError(`${first.id} and ${node.id} have different partitions`, {
      name: 'InvalidBackfill',
      remedy: 'Say the partitions of each asset: partitionsByAsset.',
    });
  return upstreams.reduce((sum, each) => sum.union(each));
}

async function keepOnly(
  only: 'missing' | 'failed',
  nodes: readonly BackfillNode[],
  subsets: Map<string, PartitionSubset>,
  partitionsOf: RequestDeps['partitionsOf'],
): Promise<void> {
  for (const { id, partitions } of nodes) {
    if (isWhole(partitions)) continue;
    const status = await partitionsOf(id);
    const text = only === 'missing' ? status?.missing : status?.failed;
    const subset = subsets.get(id)!;
    const kept = text ? parsePartitions(subset.space, text) : PartitionSubset.none(subset.space);
    subsets.set(id, subset.intersection(kept));
  }
}

/** Throws where nothing is left to make. */
export function storedTarget(
  target: BackfillTarget,
  nodes: readonly BackfillNode[],
  subsets: SubsetsByNode,
): BackfillTarget {
  const left = nodes.filter(({ id }) => !subsets.get(id)!.isEmpty);
  if (left.length === 0)
    throw new DagbookError('There is nothing to make: the backfill would have no partitions', {
      name: 'InvalidBackfill',
      remedy: 'Choose other partitions or assets.',
    });
  if (target.type === 'job') return { ...target, partitions: subsets.get(target.jobName)!.store() };
  const assets = left.map(({ id, partitions }) => ({
    key: id,
    ...(!isWhole(partitions) && { partitions: subsets.get(id)!.store() }),
  }));
  return { ...target, assets };
}

const noLocation = (jobName: string) =>
  new DagbookError(`It is not said of which code location the job ${jobName} is`, {
    name: 'InvalidBackfill',
    remedy: 'Give the location.',
  });
