import type { SerializedError } from '../base/errors';
import type { AssetKeyString } from '../definitions/snapshot';
import type { EventData, LogLevel, NewEvent, ValuePointer } from './event';
import { makeEvent, type StepStamp } from './make-event';

// Messages and levels are Dagster's (dagster/_core/events/__init__.py): DEBUG, but ERROR where a step fails.

export const workerStarting = (at: StepStamp): NewEvent =>
  makeEvent(at, 'STEP_WORKER_STARTING', `Launching worker for "${at.stepKey}".`, {});

export const workerStarted = (at: StepStamp): NewEvent =>
  makeEvent(at, 'STEP_WORKER_STARTED', `Executing step "${at.stepKey}" in worker.`, {});

/** `STEP_START` for the first attempt, `STEP_RESTARTED` for every later one. */
export function stepStarted(at: StepStamp, attempt: number): NewEvent {
  return attempt === 1
    ? makeEvent(at, 'STEP_START', `Started execution of step "${at.stepKey}".`, { attempt })
    : makeEvent(
        at,
        'STEP_RESTARTED',
        `Started re-execution (attempt # ${attempt}) of step "${at.stepKey}".`,
        {
          attempt,
        },
      );
}

export function upForRetry(
  at: StepStamp,
  attempt: number,
  secondsToWait: number,
  error?: SerializedError,
): NewEvent {
  const when = secondsToWait > 0 ? ` in ${secondsToWait} seconds` : '';
  const message = `Execution of step "${at.stepKey}" failed and has requested a retry${when}.`;
  return makeEvent(at, 'STEP_UP_FOR_RETRY', message, { attempt, secondsToWait, ...(error && { error }) });
}

/** Where an input came from: `LOADED_INPUT`, then Dagster's type check as `STEP_INPUT`. */
export function inputLoaded(
  at: StepStamp,
  input: string,
  assetKey: AssetKeyString,
  value: ValuePointer,
): readonly NewEvent[] {
  const loaded = `Loaded input "${input}" using input manager "io_manager", from asset ${assetKey}.`;
  return [
    makeEvent(at, 'LOADED_INPUT', loaded, { input, assetKey, value }),
    makeEvent(at, 'STEP_INPUT', `Got input "${input}".`, { input }),
  ];
}

export const stepOutput = (at: StepStamp, output: string): NewEvent =>
  makeEvent(at, 'STEP_OUTPUT', `Yielded output "${output}".`, { output });

export const handledOutput = (at: StepStamp, output: string, value: ValuePointer): NewEvent =>
  makeEvent(at, 'HANDLED_OUTPUT', `Handled output "${output}" using IO manager "io_manager"`, {
    output,
    value,
  });

export const materialized = (
  at: StepStamp,
  assetKey: AssetKeyString,
  data: EventData['ASSET_MATERIALIZATION'],
): NewEvent =>
  makeEvent({ ...at, assetKey }, 'ASSET_MATERIALIZATION', `Materialized value ${assetKey}.`, data);

export const stepSuccess = (at: StepStamp, durationMs: number): NewEvent =>
  makeEvent(
    at,
    'STEP_SUCCESS',
    `Finished execution of step "${at.stepKey}" in ${Math.round(durationMs)}ms.`,
    {
      durationMs,
    },
  );

export const stepFailure = (at: StepStamp, attempt: number, error: SerializedError): NewEvent =>
  makeEvent(
    at,
    'STEP_FAILURE',
    `Execution of step "${at.stepKey}" failed: ${error.message}`,
    { attempt, error },
    'ERROR',
  );

/** The end of a step that ran when its run was canceled. */
export function stepInterrupted(at: StepStamp, attempt: number): NewEvent {
  const error = { name: 'ExecutionInterrupted', message: 'The run was canceled while this step ran.' };
  const message = `Execution of step "${at.stepKey}" was interrupted.`;
  return makeEvent(at, 'STEP_FAILURE', message, { attempt, error, interrupted: true }, 'ERROR');
}

/** `missing` are outputs as `step.output` that were not yielded, or whose step was skipped itself. */
export const stepSkipped = (at: StepStamp, missing: readonly string[]): NewEvent =>
  makeEvent(
    at,
    'STEP_SKIPPED',
    `Skipped execution of step "${at.stepKey}": ${missing.join(', ')} was not yielded.`,
    { missing },
  );

/** `because` are the steps that failed. Dagster stores nothing here (reference/dagster.md §3.3, 2). */
export const stepAbandoned = (at: StepStamp, because: readonly string[]): NewEvent =>
  makeEvent(
    at,
    'STEP_ABANDONED',
    `Step "${at.stepKey}" will not run, because ${because.join(', ')} failed.`,
    {
      because,
    },
  );

export const logMessage = (
  at: StepStamp,
  level: LogLevel,
  message: string,
  data: EventData['LOG_MESSAGE'] = {},
): NewEvent => makeEvent(at, 'LOG_MESSAGE', message, data, level);
