import type { SerializedError } from '../base/errors';
import type { AssetKeyString } from '../definitions/snapshot';
import type { EventData, LogLevel, NewEvent } from './event';
import { makeEvent, type Stamp, type StepStamp } from './make-event';

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

export const stepReused = (at: StepStamp, data: EventData['STEP_REUSED']): NewEvent =>
  makeEvent(
    at,
    'STEP_REUSED',
    `Step "${at.stepKey}" was not executed: nothing that it depends on has changed.`,
    data,
  );

/** Where an input, or one member of a list, came from; `stepInput` follows. */
export function inputLoaded(at: StepStamp, data: EventData['LOADED_INPUT']): NewEvent {
  const { input, ioManagerKey, assetKey, upstream } = data;
  const from = upstream
    ? `, from output "${upstream.output}" of step "${upstream.step}"`
    : assetKey === undefined
      ? ''
      : `, from asset ${assetKey}`;
  const message = `Loaded input "${input}" using input manager "${ioManagerKey}"${from}`;
  return makeEvent(at, 'LOADED_INPUT', message, data);
}

export const stepInput = (at: StepStamp, input: string): NewEvent =>
  makeEvent(at, 'STEP_INPUT', `Got input "${input}".`, { input });

/** With `refused`, the type check failed, and the step fails after it. */
export function stepOutput(at: StepStamp, data: EventData['STEP_OUTPUT']): NewEvent {
  const { output, mappingKey, refused } = data;
  const mapping = mappingKey === undefined ? '' : ` mapping key "${mappingKey}"`;
  const warning = refused === undefined ? '' : ` Warning! Type check failed: ${refused}`;
  return makeEvent(at, 'STEP_OUTPUT', `Yielded output "${output}"${mapping}.${warning}`, data);
}

export const handledOutput = (at: StepStamp, data: EventData['HANDLED_OUTPUT']): NewEvent =>
  makeEvent(
    at,
    'HANDLED_OUTPUT',
    `Handled output "${data.output}" using IO manager "${data.ioManagerKey}"`,
    data,
  );

/** Without a step, it was reported by hand. */
export const materialized = (
  at: Stamp & { readonly stepKey?: string },
  assetKey: AssetKeyString,
  data: EventData['ASSET_MATERIALIZATION'],
): NewEvent =>
  makeEvent({ ...at, assetKey }, 'ASSET_MATERIALIZATION', `Materialized value ${assetKey}.`, data);

export const assetObserved = (
  at: Stamp & { readonly stepKey?: string },
  assetKey: AssetKeyString,
  data: EventData['ASSET_OBSERVATION'],
): NewEvent => makeEvent({ ...at, assetKey }, 'ASSET_OBSERVATION', `Observed ${assetKey}.`, data);

export function checkEvaluated(
  at: StepStamp,
  assetKey: AssetKeyString,
  data: EventData['ASSET_CHECK_EVALUATION'],
): NewEvent {
  const message = `Check ${data.check} on asset ${assetKey} ${data.passed ? 'passed' : 'failed'}.`;
  return makeEvent({ ...at, assetKey }, 'ASSET_CHECK_EVALUATION', message, data);
}

export const failedToMaterialize = (
  at: StepStamp,
  assetKey: AssetKeyString,
  data: EventData['ASSET_FAILED_TO_MATERIALIZE'],
): NewEvent =>
  makeEvent(
    { ...at, assetKey },
    'ASSET_FAILED_TO_MATERIALIZE',
    `Asset ${assetKey} failed to materialize`,
    data,
  );

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

export const stepProgress = (at: StepStamp, fraction: number, text?: string): NewEvent =>
  makeEvent(at, 'STEP_PROGRESS', [`${Math.round(fraction * 100)} %`, ...(text ? [text] : [])].join(' · '), {
    fraction,
    ...(text !== undefined && { text }),
  });

/** What came of a hook of a step that has ended. */
export function hookEnded(
  at: StepStamp,
  {
    name,
    outcome,
    error,
  }: {
    readonly name: string;
    readonly outcome: 'completed' | 'skipped' | 'errored';
    readonly error?: SerializedError;
  },
): NewEvent {
  const data = { hook: name };
  switch (outcome) {
    case 'completed':
      return makeEvent(
        at,
        'HOOK_COMPLETED',
        `Finished the execution of hook "${name}" triggered for "${at.stepKey}".`,
        data,
      );
    case 'skipped':
      return makeEvent(
        at,
        'HOOK_SKIPPED',
        `Skipped the execution of hook "${name}". It did not meet its triggering condition during the execution of "${at.stepKey}".`,
        data,
      );
    case 'errored':
      return makeEvent(
        at,
        'HOOK_ERRORED',
        `Error occurred during the execution of hook "${name}" triggered for "${at.stepKey}"`,
        { ...data, ...(error && { error }) },
        'ERROR',
      );
  }
}
