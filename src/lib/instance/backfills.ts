import type { Clock } from '../base/clock';
import { DagbookError } from '../base/errors';
import { newRunId } from '../base/ids';
import type { Json } from '../base/json';
import { backfillNodes, targetSubsets } from '../daemon/backfill/backfill-nodes';
import {
  noProgress,
  readProgress,
  spaceOf,
  type StoredProgress,
  type SubsetsByNode,
} from '../daemon/backfill/backfill-progress';
import { isWhole, type BackfillNode, type BackfillTarget } from '../daemon/backfill/backfill-target';
import type { Workspace } from '../daemon/workspace';
import type { PartitionsContext } from '../definitions/partitions/partitions-snapshot';
import { isSame } from '../definitions/partitions/same-definition';
import { downstreamPartitions } from '../graph/partitions/partition-dependencies';
import { PartitionSubset } from '../graph/partitions/partition-subset';
import { parsePartitions, printPartitions } from '../graph/partitions/partition-text';
import { resolveSelection } from '../graph/selection/resolve-selection';
import type { Backfill, BackfillStatus } from '../storage/automation-storage';
import type { Storage } from '../storage/storage';
import type { BackfillRequest, BackfillView, Instance, PartitionsStatus } from './instance';
import { partitionsContext } from './partitions-context';
import { checkUserTags } from './run-tags';

type BackfillCommands = Pick<
  Instance,
  | 'launchBackfill'
  | 'backfills'
  | 'backfill'
  | 'cancelBackfill'
  | 'pauseBackfill'
  | 'resumeBackfill'
  | 'retryBackfill'
>;

interface BackfillDeps {
  readonly storage: Storage;
  readonly workspace: () => Promise<Workspace>;
  readonly partitionsOf: (key: string) => Promise<PartitionsStatus | undefined>;
  readonly clock: Clock;
}

/** Backfills: launched, looked at, and changed by people. */
export function backfillCommands({
  storage,
  workspace,
  partitionsOf,
  clock,
}: BackfillDeps): BackfillCommands {
  const contextOf = (nodes: readonly BackfillNode[]): Promise<PartitionsContext> =>
    partitionsContext(
      nodes.map(({ partitions }) => partitions),
      storage,
      clock.now(),
    );

  async function existing(id: string): Promise<Backfill> {
    const found = await storage.getBackfill(id);
    if (found) return found;
    throw new DagbookError(`There is no backfill ${id}`, {
      name: 'BackfillNotFound',
      remedy: 'Look at the list of backfills.',
    });
  }

  /** Changes one that is under way; does nothing to one that has ended. */
  async function change(id: string, more: Partial<Pick<Backfill, 'status' | 'isPaused'>>): Promise<void> {
    await existing(id);
    await storage.updateBackfill(id, (stored) =>
      isOpen(stored.status) ? { ...stored, ...more } : undefined,
    );
  }

  async function create(target: BackfillTarget, request: BackfillRequest, more: Partial<Backfill> = {}) {
    const { id = newRunId(), title, description, tags = {} } = request;
    checkUserTags(tags);
    await storage.createBackfill({
      id,
      status: 'REQUESTED',
      isPaused: false,
      ...(title !== undefined && { title }),
      ...(description !== undefined && { description }),
      tags,
      createdAt: clock.now(),
      target: target as unknown as Json,
      progress: noProgress as unknown as Json,
      ...more,
    });
    return { id };
  }

  async function view(backfill: Backfill): Promise<BackfillView> {
    const { target: stored, progress: storedProgress, ...about } = backfill;
    const target = stored as unknown as BackfillTarget;
    const of = target.type === 'job' ? { job: { location: target.location, jobName: target.jobName } } : {};
    try {
      const nodes = backfillNodes(target, await workspace());
      const context = await contextOf(nodes);
      const subsets = targetSubsets(target, nodes, context);
      const progress = readProgress(storedProgress as unknown as StoredProgress, subsets, nodes, context);
      const parts = nodes.map((node) => {
        const none = PartitionSubset.none(spaceOf(node, context));
        const [targeted, requested, materialized, failed] = [
          subsets.get(node.id)!,
          progress.requested.get(node.id) ?? none,
          progress.materialized.get(node.id) ?? none,
          progress.failed.get(node.id) ?? none,
        ];
        const inProgress = requested.difference(materialized).difference(failed);
        const each = { targeted, inProgress, materialized, failed };
        return {
          id: node.id,
          isPartitioned: !isWhole(node.partitions),
          counts: mapped(each, ({ size }) => size),
          partitions: mapped(each, printPartitions),
        };
      });
      return { ...about, ...of, parts, runs: [...progress.runs.keys()] };
    } catch (error) {
      // What it is of is gone: the record of it stays.
      if (!(error instanceof DagbookError)) throw error;
      return {
        ...about,
        ...of,
        parts: [],
        runs: Object.keys((storedProgress as never as StoredProgress).runs),
      };
    }
  }

  return {
    async launchBackfill(request) {
      const target =
        request.jobName === undefined
          ? await assetTarget(request, await workspace())
          : await jobTarget(request, request.jobName, await workspace());
      return create(target, request);
    },

    backfills: async (filter) => Promise.all((await storage.listBackfills(filter)).map(view)),
    async backfill(id) {
      const found = await storage.getBackfill(id);
      return found && view(found);
    },
    cancelBackfill: (id) => change(id, { status: 'CANCELING' }),
    pauseBackfill: (id) => change(id, { isPaused: true }),
    resumeBackfill: (id) => change(id, { isPaused: false }),

    async retryBackfill(id, newId) {
      const parent = await existing(id);
      if (isOpen(parent.status))
        throw new DagbookError('The backfill is not finished', {
          name: 'BackfillInProgress',
          remedy: 'Cancel it first, or wait until it has ended.',
        });
      const target = parent.target as unknown as BackfillTarget;
      const nodes = backfillNodes(target, await workspace());
      const context = await contextOf(nodes);
      const subsets = targetSubsets(target, nodes, context);
      const { materialized } = readProgress(
        parent.progress as unknown as StoredProgress,
        subsets,
        nodes,
        context,
      );
      const left = new Map(
        [...subsets].map(([node, subset]) => {
          const made = materialized.get(node);
          return [node, made ? subset.difference(made) : subset] as const;
        }),
      );
      const rest = storedTarget(target, nodes, left);
      const { title, description, tags } = parent;
      return create(rest, { id: newId, title, description, tags }, { parentBackfillId: id });
    },
  };

  async function jobTarget(
    { location, partitions }: BackfillRequest,
    jobName: string,
    space: Workspace,
  ): Promise<BackfillTarget> {
    if (location === undefined) throw noLocation(jobName);
    const all: BackfillTarget = { type: 'job', location, jobName, partitions: { type: 'keys', keys: [] } };
    const [node] = backfillNodes(all, space) as [BackfillNode];
    const keys = spaceOf(node, await contextOf([node]));
    const subset = partitions === undefined ? PartitionSubset.all(keys) : parsePartitions(keys, partitions);
    return { ...all, partitions: subset.store() };
  }

  async function assetTarget(
    request: BackfillRequest,
    { graph, locations }: Workspace,
  ): Promise<BackfillTarget> {
    const { selection = '*', assetSelection, location, partitions, partitionsByAsset = {}, only } = request;
    const chosen = assetSelection ?? resolveSelection(selection, graph);
    const assets = graph.order.flatMap((key) => {
      const asset = chosen.includes(key) ? graph.get(key) : undefined;
      const isOwn = asset && asset.isExecutable && !asset.isObservable;
      return isOwn && (location === undefined || asset.location === location) ? [asset] : [];
    });
    if (assets.length === 0)
      throw new DagbookError(
        `The selection ${assetSelection?.join(', ') ?? selection} has no asset to make`,
        {
          name: 'InvalidBackfill',
          remedy: 'Select at least one asset that a notebook computes.',
        },
      );
    const all: BackfillTarget = {
      type: 'assets',
      assets: assets.map(({ key, partitions }) => ({ key, ...(partitions && { partitions: { type: 'keys', keys: [] } }) })), // prettier-ignore
    };
    const nodes = backfillNodes(all, { graph, locations });
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
    if (only) await keepOnly(only, nodes, subsets);
    return storedTarget(all, nodes, subsets);
  }

  /** Of what nobody said anything: the partitions that are asked for, or those that depend on them. */
  function asAsked(
    node: BackfillNode,
    nodes: readonly BackfillNode[],
    subsets: SubsetsByNode,
    text: string,
    context: PartitionsContext,
  ): PartitionSubset {
    const space = spaceOf(node, context);
    const first = nodes.find(({ partitions }) => !isWhole(partitions))!;
    if (isSame(first.partitions, node.partitions)) return parsePartitions(space, text);
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
}

const isOpen = (status: BackfillStatus): boolean => status === 'REQUESTED' || status === 'CANCELING';

/** Throws where nothing is left to make. */
function storedTarget(
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
  return { type: 'assets', assets };
}

function mapped<Name extends string, Value, To>(
  values: Readonly<Record<Name, Value>>,
  to: (value: Value) => To,
): Readonly<Record<Name, To>> {
  return Object.fromEntries(
    Object.entries(values).map(([name, value]) => [name, to(value as Value)]),
  ) as Record<Name, To>;
}

const noLocation = (jobName: string) =>
  new DagbookError(`It is not said of which code location the job ${jobName} is`, {
    name: 'InvalidBackfill',
    remedy: 'Give the location.',
  });
