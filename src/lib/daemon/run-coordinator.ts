import type { Clock } from '../base/clock';
import { DagbookError, serializeError } from '../base/errors';
import { runDequeued, runFailed } from '../events/run-event-makers';
import { isFinished, type RunStatus } from '../events/run-status';
import type { Storage, StoredRun } from '../storage/storage';
import type { MakeDaemonPart } from './daemon-part';
import type { PoolSlots } from '../plan/pool-slots';
import type { InstanceSettings } from './instance-settings';
import { reconcile } from './reconcile';
import { rootPools } from './root-pools';
import { runsToLaunch, type RunQueueLimits } from './run-queue';
import { oneAfterAnother } from './ticks/tick-runs';

export interface RunCoordinatorOptions {
  readonly storage: Pick<Storage, 'append' | 'getBundle' | 'getRun' | 'listRuns' | 'runEvents'>;
  /** Drives a run, from wherever its log has come, and resolves when it has ended. */
  readonly launch: (run: StoredRun) => Promise<unknown>;
  readonly clock: Clock;
  readonly limits?: RunQueueLimits;
  /** Read before each turn; what it says counts more than `limits`. */
  readonly settings?: () => Promise<InstanceSettings>;
  readonly pools?: PoolSlots;
}

const queueBehind = { key: oneAfterAnother, value: { applyLimitPerUniqueValue: true }, limit: 1 } as const;

const inProgress: readonly RunStatus[] = ['STARTING', 'STARTED', 'CANCELING'];
const all = Number.MAX_SAFE_INTEGER;

/**
 * Launches queued runs as far as the limits allow, after taking up the runs that the last leader left. While it lives
 * it launches no run twice.
 */
export const runCoordinator =
  (options: RunCoordinatorOptions): MakeDaemonPart =>
  (wake, onError) => {
    const { storage, launch, clock, pools } = options;
    const launched = new Set<string>();
    const active = new Map<string, StoredRun>();
    /** Of those that were launched here, the pools that they begin with. */
    const dequeued = new Map<string, readonly string[]>();
    /** Failures that storage did not take, such as for want of space: they are said again until it does. */
    const unsaid = new Map<StoredRun, unknown>();
    let isStopped = false;
    pools?.subscribe(wake);

    async function takeUp(): Promise<void> {
      const runs = await storage.listRuns({ statuses: inProgress, limit: all });
      const bundles = new Set<string>();
      for (const bundle of new Set(runs.map((run) => run.bundle)))
        if (await storage.getBundle(bundle)) bundles.add(bundle);
      for (const found of reconcile(runs, (bundle) => bundles.has(bundle)))
        if (found.type === 'resume' && (await mayResume(found.run))) start(found.run);
        else if (found.type === 'fail') await fail(found.run, new DagbookError(found.reason));
    }

    /** The limits as they are now. Those of `overlap: queue` are always there. */
    async function currentLimits(): Promise<RunQueueLimits> {
      const { runs } = (await options.settings?.())?.concurrency ?? {};
      const given: RunQueueLimits = { ...options.limits, ...runs };
      return {
        ...given,
        tagConcurrencyLimits: [...(given.tagConcurrencyLimits ?? []), queueBehind],
        rootPools: (run) => rootPools((run as StoredRun).plan),
        hasRoom: (pool, more) => pools?.hasRoom(pool, more + aboutToTake(pool)) ?? true,
      };
    }

    /** Runs that were launched and have not come to ask for their first slot. */
    const aboutToTake = (pool: string): number =>
      [...dequeued].filter(([runId, roots]) => roots.includes(pool) && !pools?.hasAsked(runId)).length;

    /** A run that kills whoever drives it is not taken up for ever. */
    async function mayResume(run: StoredRun): Promise<boolean> {
      const most = (await options.settings?.())?.runMonitoring.maxResumeRunAttempts ?? Infinity;
      const events = await storage.runEvents(run.id, { types: ['ENGINE_EVENT'], limit: all });
      const resumed = events.filter((event) => event.type === 'ENGINE_EVENT' && event.data.resumed).length;
      if (resumed < most) return true;
      const error = new DagbookError(`The run was taken up ${resumed} times and did not come to its end`, {
        name: 'TooManyResumes',
        remedy:
          'Look for a step that ends the whole process, such as one that uses up its memory; then launch it anew.',
      });
      const at = { runId: run.id, timestamp: clock.now() };
      await storage.append([runFailed(at, run.jobName, 'RUN_WORKER_RESTART', serializeError(error))]);
      return false;
    }

    async function launchQueued(): Promise<void> {
      const queued = await storage.listRuns({ statuses: ['QUEUED'], limit: all });
      const fresh = queued.filter((run) => !launched.has(run.id));
      if (fresh.length === 0) return;
      for (const run of runsToLaunch(fresh, [...active.values()], await currentLimits())) {
        if (isStopped) return;
        await dequeue(run).catch(onError);
      }
    }

    async function dequeue(run: StoredRun): Promise<void> {
      await storage.append([runDequeued({ runId: run.id, timestamp: clock.now() }, run.jobName)]);
      dequeued.set(run.id, rootPools(run.plan));
      start(run);
    }

    function start(run: StoredRun): void {
      launched.add(run.id);
      active.set(run.id, run);
      launch(run)
        .catch((error: unknown) => unsaid.set(run, error))
        .finally(() => {
          active.delete(run.id);
          dequeued.delete(run.id);
          wake();
        });
    }

    async function sayFailures(): Promise<void> {
      for (const [run, error] of unsaid) {
        await fail(run, error);
        unsaid.delete(run);
      }
    }

    /** A launch that failed must not leave its run in progress for ever. After `stop` the next leader finds it so. */
    async function fail(run: StoredRun, error: unknown): Promise<void> {
      if (isStopped) return;
      const now = await storage.getRun(run.id);
      if (!now || isFinished(now.status)) return;
      const at = { runId: run.id, timestamp: clock.now() };
      const reason = now.status === 'QUEUED' ? 'JOB_INITIALIZATION_FAILURE' : 'RUN_EXCEPTION';
      await storage.append([runFailed(at, run.jobName, reason, serializeError(error))]);
    }

    return {
      type: 'QUEUED_RUN_COORDINATOR',
      begin: takeUp,
      hear: (changes) =>
        changes.some(
          (change) => (change.topic === 'run' && !launched.has(change.runId)) || change.topic === 'settings',
        ),
      async turn() {
        // What throws here is tried again by the loop.
        await launchQueued();
        await sayFailures();
        return undefined;
      },
      stop() {
        isStopped = true;
      },
    };
  };
