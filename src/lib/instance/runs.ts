import type { ArtifactStore } from '../artifacts/artifact-store';
import type { Clock } from '../base/clock';
import { DagbookError } from '../base/errors';
import { newRunId } from '../base/ids';
import { runCanceled, runCanceling } from '../events/run-event-makers';
import { isFinished, isInProgress } from '../events/run-status';
import { driveRun } from '../execution/drive-run';
import { executorFor } from '../execution/isolate-executor';
import { AssetGraph } from '../graph/asset-graph';
import { resolveSelection } from '../graph/selection/resolve-selection';
import { createPlan } from '../plan/create-plan';
import { launchEvents } from '../plan/launch-events';
import type { Run, Storage, StoredRun } from '../storage/storage';
import type { Instance, LaunchRequest } from './instance';
import type { Locations } from './locations';

type RunCommands = Pick<
  Instance,
  'launchRun' | 'cancelRun' | 'listRuns' | 'getRun' | 'runEvents' | 'deleteRun'
>;

export interface RunsDeps {
  readonly storage: Storage;
  readonly artifacts: ArtifactStore;
  readonly locations: Locations;
  readonly clock: Clock;
}

/** Dagster's name for a run that was not launched as a job. */
const implicitJob = '__ASSET_JOB';

interface RunDrivers {
  /** Executes a run, from wherever its log has come, to its end. */
  drive(run: StoredRun): Promise<void>;
  /** Leaves the runs in progress as their logs have them, for the next owner of the store to go on with. */
  handOver(): void;
}

/** Runs of this instance: launching puts one into the queue; `drive`, called when its turn has come, executes it. */
export function runCommands(deps: RunsDeps): RunCommands & RunDrivers {
  const { storage, artifacts, locations, clock } = deps;
  const leaving = new AbortController();
  const underWay = new Map<string, AbortController>();

  return {
    listRuns: (filter) => storage.listRuns(filter),
    getRun: (runId) => storage.getRun(runId),
    runEvents: (runId, filter) => storage.runEvents(runId, filter),

    async launchRun(request) {
      const runId = request.runId ?? newRunId();
      if (await storage.getRun(runId)) return { runId };
      const run = await planRun(request, runId, deps);
      await storage.createRun(run, launchEvents(run, run.createdAt));
      return { runId };
    },

    async cancelRun(runId) {
      const run = await existing(storage, runId);
      const driven = underWay.get(runId);
      if (driven) return driven.abort();
      if (isFinished(run.status)) return;
      const at = { runId, timestamp: clock.now() };
      await storage.append([runCanceling(at), runCanceled(at, run.jobName)]);
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

    handOver: () => leaving.abort(),

    async drive(run) {
      const abort = new AbortController();
      underWay.set(run.id, abort);
      const { executor, steps } = run.plan;
      const pool = locations.pool(run.location);
      if (executor.type === 'multiprocess' && steps.length > 1) pool.warm(run.bundle);
      try {
        await driveRun({
          run,
          storage,
          clock,
          signal: abort.signal,
          handOver: leaving.signal,
          executor: executorFor(executor, { pool, bundle: run.bundle, clock }),
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

async function planRun(
  request: LaunchRequest,
  id: string,
  { storage, locations, clock }: RunsDeps,
): Promise<Run> {
  const { location, jobName, tags = {} } = request;
  const { snapshot, bundle } = await locations.load(location);
  const job = jobName === undefined ? undefined : snapshot.jobs.find(({ name }) => name === jobName);
  if (jobName !== undefined && !job)
    throw new DagbookError(`There is no job ${jobName} in this notebook`, {
      name: 'JobNotFound',
      remedy: `Its jobs are: ${snapshot.jobs.map(({ name }) => name).join(', ') || 'none'}.`,
    });

  const others = (await storage.locations()).filter(({ name }) => name !== location);
  const known = others.map(({ name, snapshot }) => ({ location: name, snapshot }));
  const graph = new AssetGraph([{ location, snapshot }, ...known]);
  const selection = request.selection ?? job?.selection ?? '*';
  const selected = resolveSelection(selection, graph).filter((key) => graph.locationOf(key) === location);
  const executor = request.executor ?? job?.executor ?? { type: 'multiprocess' };
  return {
    id,
    jobName: jobName ?? implicitJob,
    location,
    bundle,
    plan: createPlan({ assets: snapshot.assets, selected, executor }),
    tags: { ...job?.tags, ...tags },
    createdAt: clock.now(),
  };
}
