import type { ArtifactStore } from '../artifacts/artifact-store';
import type { Timers } from '../base/clock';
import { DagbookError } from '../base/errors';
import { newRunId } from '../base/ids';
import type { InstanceSettings } from '../daemon/instance-settings';
import type { RunRetriesOptions } from '../daemon/run-retries';
import type { PrepareRun } from '../daemon/wanted-run';
import { runCanceled, runCanceling } from '../events/run-event-makers';
import { isFinished, isInProgress } from '../events/run-status';
import { driveRun } from '../execution/drive-run';
import { isolateExecutors } from '../execution/isolate-executor';
import { launchEvents } from '../plan/launch-events';
import type { PoolSlots } from '../plan/pool-slots';
import type { Storage, StoredRun } from '../storage/storage';
import { resolveVariables } from './environment';
import type { Instance } from './instance';
import { type LaunchDeps, prepareRun, requestIssues } from './prepare-run';
import { prepareReexecution } from './reexecution';
import { checkUserTags } from './run-tags';

type RunCommands = Pick<
  Instance,
  | 'launchRun'
  | 'validateConfig'
  | 'reexecuteRun'
  | 'cancelRun'
  | 'listRuns'
  | 'runSummaries'
  | 'runTags'
  | 'getRun'
  | 'runEvents'
  | 'deleteRun'
  | 'addRunTags'
>;

export interface RunsDeps extends LaunchDeps {
  readonly artifacts: ArtifactStore;
  readonly timers?: Timers;
  readonly pools?: PoolSlots;
  readonly settings?: () => Promise<InstanceSettings>;
  /** Whether runs in progress are driven here. Default true. */
  readonly leads?: boolean;
}

interface RunDrivers {
  readonly prepare: PrepareRun;
  readonly launchRetry: RunRetriesOptions['launchRetry'];
  /** Ends a driver without a word: what becomes of the run is said by who asks. */
  abandon(runId: string): void;
  /** Variables with their values, as each run of that location has them that is driven here. */
  variablesInUse(location: string): readonly Readonly<Record<string, string>>[];
  /** Executes a run, from wherever its log has come, to its end. */
  drive(run: StoredRun): Promise<void>;
  /** Leaves the runs in progress as their logs have them, for the next owner of the store to go on with. */
  handOver(): void;
}

interface UnderWay {
  readonly location: string;
  readonly cancel: AbortController;
  readonly abandon: AbortController;
  /** Variables with their values, once they are resolved. */
  env?: Readonly<Record<string, string>>;
}

/** Runs of this instance: launching puts one into the queue; `drive`, called when its turn has come, executes it. */
export function runCommands(deps: RunsDeps): RunCommands & RunDrivers {
  const { storage, artifacts, locations, environment, trusts, clock, timers, pools, leads = true } = deps;
  /** Runs that are driven here, and the two ways to end a driver: as canceled, or without a word. */
  const underWay = new Map<string, UnderWay>();
  let hasHandedOver = false;

  /** A run of this id that is there already answers a repeated call. */
  async function launch(runId = newRunId(), prepare: (id: string) => ReturnType<typeof prepareRun>) {
    if (!(await storage.getRun(runId))) {
      const run = await prepare(runId);
      await storage.createRun(run, launchEvents(run, run.createdAt));
    }
    return { runId };
  }

  return {
    listRuns: (filter) => storage.listRuns(filter),
    runSummaries: (filter) => storage.runSummaries(filter),
    runTags: (valuesEach) => storage.runTags(valuesEach),
    getRun: (runId) => storage.getRun(runId),
    runEvents: (runId, filter) => storage.runEvents(runId, filter),

    launchRun: (request) =>
      launch(request.runId, (id) => {
        checkUserTags(request.tags ?? {});
        return prepareRun(request, id, deps);
      }),
    validateConfig: (request) => requestIssues(request, deps),
    reexecuteRun: (request) =>
      launch(request.runId, async (id) =>
        prepareReexecution(request, await existing(storage, request.parentRunId), id, deps),
      ),

    async cancelRun(runId) {
      const run = await existing(storage, runId);
      const driven = underWay.get(runId);
      if (driven) return driven.cancel.abort();
      if (isFinished(run.status)) return;
      const at = { runId, timestamp: clock.now() };
      const canceling = run.status === 'CANCELING' ? [] : [runCanceling(at)];
      // Whoever drives it hears of this, or the next leader finds it so: its steps are ended before it is.
      const isDrivenElsewhere = !leads && isInProgress(run.status);
      await storage.append([...canceling, ...(isDrivenElsewhere ? [] : [runCanceled(at, run.jobName)])]);
    },

    async addRunTags(runId, tags) {
      checkUserTags(tags);
      await storage.addRunTags(runId, tags);
    },

    async deleteRun(runId) {
      const run = await existing(storage, runId);
      if (isInProgress(run.status))
        throw new DagbookError('A run in progress cannot be deleted', {
          name: 'RunInProgress',
          remedy: 'Cancel the run first.',
        });
      await storage.deleteRun(runId);
    },

    async prepare({ runId, ...request }, partitionsRequests) {
      const run = await prepareRun(request, runId, { ...deps, partitionsRequests });
      return { run, events: launchEvents(run, run.createdAt) };
    },

    async launchRetry(parent, { steps, retryNumber }, runId) {
      await launch(runId, async (id) => {
        const run = await prepareReexecution({ parentRunId: parent.id, steps }, parent, id, deps);
        return { ...run, tags: { ...run.tags, 'dagster/retry_number': String(retryNumber) } };
      });
    },

    abandon: (runId) => underWay.get(runId)?.abandon.abort(),

    variablesInUse: (location) =>
      [...underWay.values()].filter((run) => run.location === location).map(({ env = {} }) => env),

    handOver() {
      hasHandedOver = true;
      for (const { abandon } of underWay.values()) abandon.abort();
    },

    async drive(run) {
      const cancel = new AbortController();
      const abandon = new AbortController();
      const own: UnderWay = { location: run.location, cancel, abandon };
      underWay.set(run.id, own);
      if (hasHandedOver) abandon.abort();
      const { executor, steps, env = [] } = run.plan;
      const pool = locations.pool(run.location);
      if (executor.type === 'multiprocess' && steps.length > 1) pool.warm(run.bundle);
      try {
        const { maxRuntimeSeconds = 0 } = (await deps.settings?.())?.runMonitoring ?? {};
        const { isOwn } = await trusts.of(run.location);
        own.env = await resolveVariables(trusts.environmentOf(run.location, environment), env);
        const isLimited = maxRuntimeSeconds > 0 && run.plan.timeout === undefined;
        await driveRun({
          run: isLimited ? { ...run, plan: { ...run.plan, timeout: maxRuntimeSeconds } } : run,
          storage,
          clock,
          timers,
          pools,
          env: own.env,
          assertReads: (key, runId) => trusts.assertReads(run.location, key, runId),
          ...(!isOwn && { assertWrites: (key) => trusts.assertWrites(run.location, key) }),
          signal: cancel.signal,
          handOver: abandon.signal,
          executors: isolateExecutors({ pool, bundle: run.bundle, clock, timers }),
          artifacts,
        });
      } finally {
        underWay.delete(run.id);
      }
    },
  };
}

async function existing(storage: Storage, runId: string): Promise<StoredRun> {
  const run = await storage.getRun(runId);
  if (run) return run;
  throw new DagbookError(`There is no run ${runId}`, {
    name: 'RunNotFound',
    remedy: 'It may have been deleted; look at the list of runs.',
  });
}
