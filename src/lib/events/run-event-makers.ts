import type { SerializedError } from '../base/errors';
import type { FreshnessState } from '../definitions/freshness-policy';
import type { AssetKeyString } from '../definitions/snapshot';
import type { EventData, NewEvent, RunFailureReason } from './event';
import { makeEvent, type Stamp, type StepStamp } from './make-event';

// Messages and levels are Dagster's (dagster/_core/events/__init__.py): DEBUG, but ERROR where a run ends badly.

export const runEnqueued = (at: Stamp, job: string): NewEvent =>
  makeEvent(at, 'RUN_ENQUEUED', `Enqueued run for "${job}".`, {});

export const runDequeued = (at: Stamp, job: string): NewEvent =>
  makeEvent(at, 'RUN_DEQUEUED', `Dequeued run for "${job}".`, {});

export const runStarting = (at: Stamp, job: string): NewEvent =>
  makeEvent(at, 'RUN_STARTING', `Starting run for "${job}".`, {});

export const runStart = (at: Stamp, job: string): NewEvent =>
  makeEvent(at, 'RUN_START', `Started execution of run for "${job}".`, {});

export const runSuccess = (at: Stamp, job: string): NewEvent =>
  makeEvent(at, 'RUN_SUCCESS', `Finished execution of run for "${job}".`, {});

export const runCanceling = (at: Stamp): NewEvent =>
  makeEvent(at, 'RUN_CANCELING', 'Sending run termination request.', {});

export const runCanceled = (at: Stamp, job: string): NewEvent =>
  makeEvent(at, 'RUN_CANCELED', `Execution of run for "${job}" canceled.`, {}, 'ERROR');

/** A run that ended because steps failed, in Dagster's words: `Steps failed: ['a', 'b'].` */
export function runFailedBySteps(at: Stamp, job: string, failedSteps: readonly string[]): NewEvent {
  const names = failedSteps.map((step) => `'${step}'`).join(', ');
  const message = `Execution of run for "${job}" failed. Steps failed: [${names}].`;
  return makeEvent(at, 'RUN_FAILURE', message, { reason: 'STEP_FAILURE', failedSteps }, 'ERROR');
}

/** A run that ended for a reason outside its steps. */
export function runFailed(
  at: Stamp,
  job: string,
  reason: RunFailureReason,
  error: SerializedError,
  failedSteps: readonly string[] = [],
): NewEvent {
  const message = `Execution of run for "${job}" failed. ${error.message}`;
  return makeEvent(at, 'RUN_FAILURE', message, { reason, failedSteps, error }, 'ERROR');
}

export const engineEvent = (
  at: Stamp & { readonly stepKey?: string },
  message: string,
  data: EventData['ENGINE_EVENT'] = {},
): NewEvent => makeEvent(at, 'ENGINE_EVENT', message, data);

/** `partitions`: those that the run intends to make; absent where the asset is not partitioned. */
export const materializationPlanned = (
  at: StepStamp,
  assetKey: AssetKeyString,
  partitions?: readonly string[],
): NewEvent =>
  makeEvent(
    { ...at, assetKey },
    'ASSET_MATERIALIZATION_PLANNED',
    `Intends to materialize asset ${assetKey}`,
    partitions ? { partitions } : {},
  );

export const checkPlanned = (at: StepStamp, assetKey: AssetKeyString, check: string): NewEvent =>
  makeEvent(
    { ...at, assetKey },
    'ASSET_CHECK_EVALUATION_PLANNED',
    `Intends to execute asset check ${check} on asset ${assetKey}`,
    { check },
  );

/** Of a whole asset, or of some of its partitions. It belongs to no run: `at.runId` is `""`. */
export const assetWiped = (at: Stamp, assetKey: AssetKeyString, partitions?: readonly string[]): NewEvent =>
  makeEvent(
    { ...at, assetKey },
    'ASSET_WIPED',
    partitions ? `Wiped partitions ${partitions.join(', ')} of ${assetKey}.` : `Wiped ${assetKey}.`,
    partitions ? { partitions } : {},
  );

/** It belongs to no run. */
export const freshnessChanged = (
  at: Stamp,
  assetKey: AssetKeyString,
  state: FreshnessState,
  previous: FreshnessState | undefined,
): NewEvent =>
  makeEvent(
    { ...at, assetKey },
    'FRESHNESS_STATE_CHANGE',
    `Freshness of ${assetKey}: ${state}${previous ? `, before ${previous}` : ''}.`,
    { state, ...(previous && { previous }) },
    state === 'FAIL' ? 'ERROR' : state === 'WARN' ? 'WARNING' : 'INFO',
  );

type WorkerStamp = Stamp & { readonly stepKey?: string };

/** With a `stepKey`, the worker of that step does it; without, the run does it once for all its steps. */
export const resourcesStarting = (at: WorkerStamp, resources: readonly string[]): NewEvent =>
  makeEvent(at, 'RESOURCE_INIT_STARTED', `Starting initialization of resources ${list(resources)}.`, {
    resources,
  });

export const resourcesReady = (at: WorkerStamp, resources: readonly string[]): NewEvent =>
  makeEvent(at, 'RESOURCE_INIT_SUCCESS', `Finished initialization of resources ${list(resources)}.`, {
    resources,
  });

export const resourcesFailed = (
  at: WorkerStamp,
  resources: readonly string[],
  error: SerializedError,
): NewEvent =>
  makeEvent(
    at,
    'RESOURCE_INIT_FAILURE',
    `Initialization of resources ${list(resources)} failed.`,
    { resources, error },
    'ERROR',
  );

const list = (resources: readonly string[]): string => `[${[...resources].sort().join(', ')}]`;

export const logsCaptured = (at: WorkerStamp): NewEvent =>
  makeEvent(at, 'LOGS_CAPTURED', 'Started capturing logs.', { fileKey: at.stepKey ?? at.runId });
