import { serializeError } from '../../base/errors';
import { newRunId } from '../../base/ids';
import type { Json } from '../../base/json';
import type { PartitionsContext, PartitionsSnapshot } from '../../definitions/partitions/partitions-snapshot';
import type { Backfill, NewRun } from '../../storage/automation-storage';
import { isFinished } from '../../events/run-status';
import type { Storage } from '../../storage/storage';
import type { MakeDaemonPart } from '../daemon-part';
import type { InstanceSettings } from '../instance-settings';
import { newestAttempt } from '../run-retries';
import type { PrepareRun } from '../wanted-run';
import type { Workspace } from '../workspace';
import { backfillNodes, targetSubsets } from './backfill-nodes';
import {
  added,
  isDone,
  readProgress,
  storeProgress,
  type BackfillProgress,
  type StoredProgress,
} from './backfill-progress';
import type { BackfillNode, BackfillTarget } from './backfill-target';
import { nextRequests, withDescendants } from './next-requests';
import { runResult } from './run-results';
import { splitRuns, type RequestedBackfillRun } from './split-runs';

export interface BackfillsOptions {
  readonly storage: Pick<
    Storage,
    'getBackfill' | 'getRun' | 'listBackfills' | 'listRuns' | 'updateBackfill' | 'runEvents'
  >;
  readonly workspace: () => Promise<Workspace>;
  readonly partitionsContext: (
    definitions: readonly PartitionsSnapshot[],
    now: number,
  ) => Promise<PartitionsContext>;
  readonly prepareRun: PrepareRun;
  readonly cancelRun: (runId: string) => Promise<void>;
  readonly settings: () => Promise<InstanceSettings>;
  readonly clock: { now(): number };
}

/** Runs that are launched in one transaction at most (Dagster's chunk). */
const chunk = 25;
/** Runs that are canceled in one turn at most (Dagster). */
const mostCanceled = 50;
/** Runs of one backfill that are unfinished at most: more would only wait in the queue. */
const mostUnfinished = 200;

/** Proceeds with backfills: each as far as its runs have come, all of a step in one transaction. */
export const backfills =
  (options: BackfillsOptions): MakeDaemonPart =>
  (wake, onError) => {
    const { storage, clock } = options;
    /** Unfinished runs of backfills, by id. */
    const runs = new Map<string, string>();
    /** Backfills to look at. */
    const wanted = new Set<string>();
    /** Runs of which something was stored. */
    const touched = new Set<string>();
    /** Backfills with a run that failed and will be tried again. */
    const awaitingRetry = new Set<string>();
    let isStopped = false;

    async function proceed(id: string): Promise<void> {
      const backfill = await storage.getBackfill(id);
      if (!backfill || (backfill.status !== 'REQUESTED' && backfill.status !== 'CANCELING')) return;
      try {
        await step(backfill);
      } catch (error) {
        if ((error as Error).name === 'LocationUnreachable') throw error;
        await storage.updateBackfill(id, (stored) => ({
          ...stored,
          status: 'FAILED',
          error: serializeError(error),
          endedAt: clock.now(),
        }));
      }
    }

    async function step(backfill: Backfill): Promise<void> {
      const nodes = backfillNodes(backfill.target as unknown as BackfillTarget, await options.workspace());
      const now = clock.now();
      const context = await options.partitionsContext(
        nodes.map(({ partitions }) => partitions),
        now,
      );
      const target = targetSubsets(backfill.target as unknown as BackfillTarget, nodes, context);
      const before = readProgress(backfill.progress as unknown as StoredProgress, target, nodes, context);
      const progress = await accounted(backfill.id, before, nodes, context);
      for (const runId of progress.runs.keys()) runs.set(runId, backfill.id);
      /** Unless a person has changed it meanwhile: then it is looked at anew. */
      const save = async (more: Partial<Backfill>, current = progress, launched: readonly NewRun[] = []) => {
        if (isStopped) return;
        const isAsRead = ({ status, isPaused }: Backfill) =>
          status === backfill.status && isPaused === backfill.isPaused;
        await storage.updateBackfill(
          backfill.id,
          (stored) =>
            isAsRead(stored) ? { ...stored, progress: storeProgress(current) as Json, ...more } : undefined,
          launched,
        );
      };

      if (backfill.status === 'CANCELING') {
        await cancel(progress);
        if (progress.runs.size === 0) return save({ status: 'CANCELED', endedAt: now });
        return progress === before ? undefined : save({});
      }
      if (isDone(progress)) {
        const hasFailed = [...progress.failed.values()].some((subset) => !subset.isEmpty);
        return save({ status: hasFailed ? 'COMPLETED_FAILED' : 'COMPLETED_SUCCESS', endedAt: now });
      }
      const room = mostUnfinished - progress.runs.size;
      const requests = backfill.isPaused ? [] : splitRuns(nodes, nextRequests(nodes, progress, context), Math.min(chunk, room)); // prettier-ignore
      if (requests.length === 0) return progress === before ? undefined : save({});
      const launched = await Promise.all(requests.map((request) => prepare(request, backfill)));
      const next = withRequested(progress, requests, launched);
      await save({}, next, launched);
      for (const { run } of launched) runs.set(run.id, backfill.id);
      wanted.add(backfill.id);
      wake();
    }

    /** Takes in what has ended. */
    async function accounted(
      backfillId: string,
      before: BackfillProgress,
      nodes: readonly BackfillNode[],
      context: PartitionsContext,
    ): Promise<BackfillProgress> {
      const byId = new Map(nodes.map((node) => [node.id, node]));
      let progress = before;
      for (const [runId, run] of before.runs) {
        const newest = await newestAttempt(runId, await options.settings(), storage);
        if (newest === undefined) {
          awaitingRetry.add(backfillId);
          continue;
        }
        const result = await runResult(newest, run, byId, context, storage);
        if (!result) {
          if (newest !== runId) progress = { ...progress, runs: replaced(progress.runs, runId, newest) };
          continue;
        }
        runs.delete(runId);
        const left = new Map(progress.runs);
        left.delete(runId);
        progress = {
          ...progress,
          runs: left,
          materialized: added(progress.materialized, result.materialized),
        };
        const failed = withDescendants(added(progress.failed, result.failed), nodes, progress, context);
        progress = { ...progress, failed };
      }
      return progress;
    }

    /** The backfills of runs that have ended. */
    async function takeTouched(): Promise<void> {
      for (const runId of [...touched]) {
        touched.delete(runId);
        const run = await storage.getRun(runId);
        const backfill = runs.get(runId);
        if (backfill !== undefined && (!run || isFinished(run.status))) wanted.add(backfill);
      }
    }

    async function cancel({ runs: unfinished }: BackfillProgress): Promise<void> {
      for (const runId of [...unfinished.keys()].slice(0, mostCanceled))
        await options.cancelRun(runId).catch(onError);
    }

    function prepare(request: RequestedBackfillRun, backfill: Backfill): Promise<NewRun> {
      const target = backfill.target as unknown as BackfillTarget;
      return options.prepareRun({
        runId: newRunId(),
        location: request.location,
        ...(target.type === 'job' ? { jobName: target.jobName } : { assetSelection: request.nodes }),
        ...(request.text !== undefined && { partition: request.text }),
        ...(target.config && { config: target.config }),
        tags: { ...backfill.tags, 'dagster/backfill': backfill.id },
      });
    }

    return {
      type: 'BACKFILL',
      async begin() {
        for (const { id } of await storage.listBackfills({
          statuses: ['REQUESTED', 'CANCELING'],
          limit: 1_000,
        }))
          wanted.add(id);
      },
      hear(changes) {
        for (const change of changes) {
          if (change.topic === 'backfill') wanted.add(change.id);
          if (change.topic !== 'run') continue;
          if (runs.has(change.runId)) touched.add(change.runId);
          // It may be the retry that one of them waits for.
          else for (const id of awaitingRetry) wanted.add(id);
        }
        return wanted.size > 0 || touched.size > 0;
      },
      async turn() {
        await takeTouched();
        for (const id of [...wanted]) {
          if (isStopped) return undefined;
          wanted.delete(id);
          awaitingRetry.delete(id);
          await proceed(id);
        }
        return undefined;
      },
      stop() {
        isStopped = true;
      },
    };
  };

function withRequested(
  progress: BackfillProgress,
  requests: readonly RequestedBackfillRun[],
  launched: readonly NewRun[],
): BackfillProgress {
  let { requested } = progress;
  const runs = new Map(progress.runs);
  requests.forEach((request, index) => {
    const { nodes: ids, partitions, text } = request;
    const subsets = ids.map((id) => [id, partitions ?? progress.target.get(id)!] as const);
    requested = added(requested, new Map(subsets));
    runs.set(launched[index]!.run.id, { nodes: ids, ...(text !== undefined && { partitions: text }) });
  });
  return { ...progress, requested, runs };
}

function replaced<Value>(
  map: ReadonlyMap<string, Value>,
  key: string,
  by: string,
): ReadonlyMap<string, Value> {
  return new Map([...map].map(([name, value]) => [name === key ? by : name, value]));
}
