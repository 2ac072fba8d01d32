import type { Clock } from '../base/clock';
import { DagbookError, serializeError } from '../base/errors';
import { runDequeued, runFailed } from '../events/run-event-makers';
import { isFinished, type RunStatus } from '../events/run-status';
import type { Storage, StoredRun } from '../storage/storage';
import { reconcile } from './reconcile';
import { runsToLaunch, type RunQueueLimits } from './run-queue';

export interface DaemonOptions {
  readonly storage: Pick<Storage, 'append' | 'getBundle' | 'getRun' | 'listRuns' | 'subscribe'>;
  /** Drives a run, from wherever its log has come, and resolves when it has ended. */
  readonly launch: (run: StoredRun) => Promise<unknown>;
  readonly clock: Clock;
  readonly limits?: RunQueueLimits;
  /** Hears of what the daemon itself could not do, such as reading from a storage that failed. */
  readonly onError: (error: unknown) => void;
}

export interface Daemon {
  /** Launches nothing more; runs in progress go on. Resolves when the daemon is at rest. */
  stop(): Promise<void>;
}

const inProgress: readonly RunStatus[] = ['STARTING', 'STARTED', 'CANCELING'];
const all = Number.MAX_SAFE_INTEGER;

/**
 * The daemon of a new leader: takes up the runs that the last one left, then launches queued runs as far as the
 * limits allow. It never polls: a change of a run that it did not launch, or the end of one that it did, wakes it.
 * While it lives it launches no run twice.
 */
export function startDaemon({ storage, launch, clock, limits, onError }: DaemonOptions): Daemon {
  const launched = new Set<string>();
  const active = new Map<string, StoredRun>();
  let isStopped = false;
  let isWanted = false;
  let working: Promise<void> | undefined;

  /** Looks at the queue until nobody asked again meanwhile. */
  function wake(): void {
    isWanted = true;
    working ??= work();
  }

  async function work(): Promise<void> {
    while (isWanted && !isStopped) {
      isWanted = false;
      await launchQueued().catch(onError);
    }
    working = undefined;
  }

  async function launchQueued(): Promise<void> {
    const queued = await storage.listRuns({ statuses: ['QUEUED'], limit: all });
    const fresh = queued.filter((run) => !launched.has(run.id));
    for (const run of runsToLaunch(fresh, [...active.values()], limits)) {
      if (isStopped) return;
      await dequeue(run).catch(onError);
    }
  }

  async function dequeue(run: StoredRun): Promise<void> {
    await storage.append([runDequeued({ runId: run.id, timestamp: clock.now() }, run.jobName)]);
    start(run);
  }

  async function takeUp(): Promise<void> {
    const runs = await storage.listRuns({ statuses: inProgress, limit: all });
    const bundles = new Set<string>();
    for (const bundle of new Set(runs.map((run) => run.bundle)))
      if (await storage.getBundle(bundle)) bundles.add(bundle);
    for (const found of reconcile(runs, (bundle) => bundles.has(bundle)))
      if (found.type === 'resume') start(found.run);
      else await fail(found.run, new DagbookError(found.reason));
  }

  function start(run: StoredRun): void {
    launched.add(run.id);
    active.set(run.id, run);
    launch(run)
      .catch((error: unknown) => fail(run, error))
      .catch(onError)
      .finally(() => {
        active.delete(run.id);
        wake();
      });
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

  const unsubscribe = storage.subscribe((changes) => {
    if (changes.some((change) => change.topic === 'run' && !launched.has(change.runId))) wake();
  });
  working = takeUp()
    .catch(onError)
    .then(() => {
      isWanted = true;
      return work();
    });

  return {
    async stop() {
      isStopped = true;
      unsubscribe();
      await working;
    },
  };
}
