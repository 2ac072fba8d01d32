import type { Clock } from '../base/clock';
import { DagbookError } from '../base/errors';
import { newRunId } from '../base/ids';
import type { Json } from '../base/json';
import { backfillNodes, targetSubsets } from '../daemon/backfill/backfill-nodes';
import { noProgress, readProgress, spaceOf, type StoredProgress } from '../daemon/backfill/backfill-progress';
import { isWhole, type BackfillNode, type BackfillTarget } from '../daemon/backfill/backfill-target';
import type { Workspace } from '../daemon/workspace';
import type { PartitionsContext } from '../definitions/partitions/partitions-snapshot';
import { ranksWithin } from '../graph/partitions/index-ranges';
import { PartitionSubset } from '../graph/partitions/partition-subset';
import { printPartitions } from '../graph/partitions/partition-text';
import type { Backfill, BackfillStatus } from '../storage/automation-storage';
import type { Storage } from '../storage/storage';
import type { BackfillRequest, BackfillView } from './automation-views';
import { requestedTarget, storedTarget } from './backfill-request';
import type { Instance, PartitionsStatus } from './instance';
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
  | 'backfillPartitions'
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
          places: mapped(each, ({ ranges }) => ranksWithin(ranges, targeted.ranges)),
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
      return create(
        await requestedTarget(request, { workspace: await workspace(), contextOf, partitionsOf }),
        request,
      );
    },

    backfills: async (filter) => Promise.all((await storage.listBackfills(filter)).map(view)),
    async backfill(id) {
      const found = await storage.getBackfill(id);
      return found && view(found);
    },
    async backfillPartitions(id, part) {
      const target = (await existing(id)).target as unknown as BackfillTarget;
      const nodes = backfillNodes(target, await workspace());
      return [
        ...(targetSubsets(target, nodes, await contextOf(nodes))
          .get(part)
          ?.keys() ?? []),
      ];
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
}

const isOpen = (status: BackfillStatus): boolean => status === 'REQUESTED' || status === 'CANCELING';

function mapped<Name extends string, Value, To>(
  values: Readonly<Record<Name, Value>>,
  to: (value: Value) => To,
): Readonly<Record<Name, To>> {
  return Object.fromEntries(
    Object.entries(values).map(([name, value]) => [name, to(value as Value)]),
  ) as Record<Name, To>;
}
