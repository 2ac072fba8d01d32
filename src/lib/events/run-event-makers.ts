import type { SerializedError } from '../base/errors';
import type { AssetKeyString } from '../definitions/snapshot';
import type { NewEvent, RunFailureReason } from './event';
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

export const engineEvent = (at: Stamp, message: string): NewEvent =>
  makeEvent(at, 'ENGINE_EVENT', message, {});

export const materializationPlanned = (at: StepStamp, assetKey: AssetKeyString): NewEvent =>
  makeEvent({ ...at, assetKey }, 'ASSET_MATERIALIZATION_PLANNED', `Intends to materialize ${assetKey}.`, {});

/** With a `stepKey`, the worker of that step does it; without, the run does it once for all its steps. */
export function resourcesInitialized(
  at: Stamp & { readonly stepKey?: string },
  resources: readonly string[],
): readonly NewEvent[] {
  const names = resources.join(', ');
  return [
    makeEvent(at, 'RESOURCE_INIT_STARTED', `Starting initialization of resources [${names}].`, { resources }),
    makeEvent(at, 'RESOURCE_INIT_SUCCESS', `Finished initialization of resources [${names}].`, { resources }),
  ];
}

export const logsCaptured = (at: Stamp & { readonly stepKey?: string }): NewEvent =>
  makeEvent(at, 'LOGS_CAPTURED', 'Started capturing logs.', { fileKey: at.stepKey ?? at.runId });
