import { endedRun } from '../ended-run';
import { DagbookError } from '../../base/errors';
import { newRunId } from '../../base/ids';
import type { ExecutorChoice, RunConfig } from '../../definitions/snapshot';
import type { RunEvent } from '../../events/event';
import type { StoredRun } from '../../storage/storage';
import type { Instance, LaunchRequest } from '../instance';
import type { TestedDefinitions } from './definition-entries';
import {
  ephemeralInstance,
  insideOf,
  type EphemeralInstance,
  type InstanceInside,
} from './ephemeral-instance';
import { executionResult, type ExecutionResult } from './execution-result';
import type { TestFiles } from './tested-notebook';

/** How a test executes definitions; all of it is optional. */
export interface ExecutionOptions {
  readonly partitionKey?: string;
  /** `ops`, `resources`, `execution`, `loggers`, as a launch in the app takes it. */
  readonly runConfig?: RunConfig;
  /** Instead of the definitions' resources and IO managers, by key: definitions, or values that steps get as they are. */
  readonly resources?: Readonly<Record<string, unknown>>;
  readonly tags?: Readonly<Record<string, string>>;
  /** Where it is executed: what earlier runs there have stored can be loaded. Default: a new one each time. */
  readonly instance?: EphemeralInstance;
  /** Environment variables over those of the process; with `instance`, that has them. */
  readonly env?: Readonly<Record<string, string>>;
  /** What `context.file(path)` reads; default: the files that lie beside the `.nb.ts` file and are attached to it. */
  readonly files?: TestFiles;
  /** `true`: rejects with what a step threw. `false`: the result tells of it. Default `true`. */
  readonly raiseOnError?: boolean;
  /** Default `in_process`. */
  readonly executor?: ExecutorChoice;
}

/** Launches one run in the instance and answers what came of it when it has ended. */
export async function execute(
  definitions: TestedDefinitions,
  options: ExecutionOptions,
  target: Pick<LaunchRequest, 'selection' | 'jobName'>,
): Promise<ExecutionResult> {
  const { partitionKey, runConfig, resources, tags, env, files, raiseOnError = true } = options;
  const instance = options.instance ?? ephemeralInstance({ ...(env && { env }) });
  const inside = insideOf(instance);
  try {
    const { name: location } = await instance.load(definitions, { resources, files });
    const runId = newRunId();
    const launching = instance.launchRun({
      ...target,
      runId,
      location,
      executor: options.executor ?? { type: 'in_process' },
      ...(tags && { tags }),
      ...(runConfig && { config: runConfig }),
      ...(partitionKey !== undefined && { partition: partitionKey }),
    });
    await inside.time.skipWaits(launching);
    await launching;
    const ending = endedRun(instance, runId);
    await inside.time.skipWaits(ending);
    const run = await ending;
    const events = await instance.runEvents(runId, { limit: Number.MAX_SAFE_INTEGER });
    if (raiseOnError && run.status !== 'SUCCESS') throw raised(run, events, inside);
    return executionResult(run, events, {
      stored: await storedValues(instance, events),
      captured: (stepKey, output) => inside.captured.of(runId, stepKey, output),
      modules: await inside.notebook(run.bundle).loaded.codecModules(),
    });
  } finally {
    if (!options.instance) await instance.close();
  }
}

/** What the run failed of: the very thing that a step threw, where one did, with cell and line as `at`. */
function raised(run: StoredRun, events: readonly RunEvent[], inside: InstanceInside): unknown {
  const failures = events.filter((event) => event.type === 'STEP_FAILURE' || event.type === 'RUN_FAILURE');
  const error = failures.find(({ data }) => data.error)?.data.error;
  if (!error) return new DagbookError(`The run ended as ${run.status}`, { name: 'RunFailed' });
  const { thrown } = inside.notebook(run.bundle);
  const { message, name, remedy, at, cause } = error;
  const original = thrown(error);
  if (original === undefined)
    return new DagbookError(message, { name, remedy, at, cause: (cause && thrown(cause)) ?? cause });
  if (at && original instanceof Error && !('at' in original) && Object.isExtensible(original))
    Object.assign(original, { at });
  return original;
}

async function storedValues(
  instance: Instance,
  events: readonly RunEvent[],
): Promise<ReadonlyMap<string, Uint8Array>> {
  const stored = new Map<string, Uint8Array>();
  for (const { type, data } of events) {
    if (type !== 'HANDLED_OUTPUT' || !data.value || stored.has(data.value.hash)) continue;
    const value = await instance.value(data.value);
    if (value) stored.set(data.value.hash, value.bytes);
  }
  return stored;
}
