import type { SerializedError } from '../base/errors';
import type { AssetKeyString } from '../definitions/snapshot';
import type { NewEvent } from './event';

/**
 * `starting`: a worker is being made for it. `reused`: not executed, because nothing it depends on has changed.
 * `canceled`: it ran, or still waited, when its run was canceled or broke. The last six are ends.
 */
export type StepStatus =
  | 'waiting' | 'starting' | 'running' | 'up_for_retry'
  | 'succeeded' | 'reused' | 'failed' | 'skipped' | 'abandoned' | 'canceled'; // prettier-ignore

export const isStepEnd = (status: StepStatus): boolean =>
  status !== 'waiting' && status !== 'starting' && status !== 'running' && status !== 'up_for_retry';

/** A stretch of a step's time that is not its own work: the making of its worker, the wait for a retry. */
export interface StepMarker {
  readonly kind: 'worker' | 'resources' | 'retry';
  readonly startedAt: number;
  readonly endedAt?: number;
}

export interface CheckCounts {
  readonly planned: number;
  readonly passed: number;
  readonly failed: number;
}

const noChecks: CheckCounts = { planned: 0, passed: 0, failed: 0 };

/** What the log says of one step. Times are ms since the epoch. */
export interface StepState {
  readonly key: string;
  readonly status: StepStatus;
  /** Counts from 1; 0 before the first start. */
  readonly attempt: number;
  /** Start of the first attempt. */
  readonly startedAt?: number;
  readonly endedAt?: number;
  /** Of the attempt that succeeded. */
  readonly durationMs?: number;
  /** Of the last attempt that failed. */
  readonly error?: SerializedError;
  /** Assets materialized, each once, in order. */
  readonly materialized: readonly AssetKeyString[];
  /** Of its last attempt; absent where it has none to evaluate. */
  readonly checks?: CheckCounts;
  readonly markers: readonly StepMarker[];
  /** How far it last said it is, from 0 to 1; of a step that runs. */
  readonly progress?: { readonly fraction: number; readonly text?: string };
  /** Why it did not run: the outputs that were missing, or the steps that failed. */
  readonly because?: readonly string[];
}

export const waitingStep = (key: string): StepState => ({
  key,
  status: 'waiting',
  attempt: 0,
  materialized: [],
  markers: [],
});

/** The step after one of its events; the same object where the event changes nothing. */
export function nextStepState(step: StepState, event: NewEvent): StepState {
  const at = event.timestamp;
  switch (event.type) {
    case 'STEP_WORKER_STARTING':
      return { ...step, status: 'starting', markers: opened(step, 'worker', at) };
    case 'STEP_WORKER_STARTED':
      return { ...step, markers: closed(step, at) };
    case 'RESOURCE_INIT_STARTED':
      return { ...step, markers: opened(step, 'resources', at) };
    case 'RESOURCE_INIT_SUCCESS':
    case 'RESOURCE_INIT_FAILURE':
      return { ...step, markers: closed(step, at) };
    case 'STEP_START':
    case 'STEP_RESTARTED':
      return {
        ...step,
        status: 'running',
        attempt: event.data.attempt,
        startedAt: step.startedAt ?? at,
        markers: closed(step, at),
        progress: undefined,
        ...(step.checks && { checks: { ...step.checks, passed: 0, failed: 0 } }),
      };
    case 'STEP_PROGRESS':
      return { ...step, progress: event.data };
    case 'STEP_UP_FOR_RETRY':
      return {
        ...step,
        status: 'up_for_retry',
        error: event.data.error,
        markers: opened(step, 'retry', at),
      };
    case 'ASSET_MATERIALIZATION':
      return event.assetKey === undefined || step.materialized.includes(event.assetKey)
        ? step
        : { ...step, materialized: [...step.materialized, event.assetKey] };
    case 'ASSET_CHECK_EVALUATION_PLANNED':
      return counted(step, 'planned');
    case 'ASSET_CHECK_EVALUATION':
      return counted(step, event.data.passed ? 'passed' : 'failed');
    case 'STEP_REUSED':
      return ended(step, 'reused', at, {});
    case 'STEP_SUCCESS':
      return ended(step, 'succeeded', at, { durationMs: event.data.durationMs, error: undefined });
    case 'STEP_FAILURE':
      return ended(step, event.data.interrupted ? 'canceled' : 'failed', at, { error: event.data.error });
    case 'STEP_SKIPPED':
      return ended(step, 'skipped', at, { because: event.data.missing });
    case 'STEP_ABANDONED':
      return ended(step, 'abandoned', at, { because: event.data.because });
    default:
      return step;
  }
}

const ended = (step: StepState, status: StepStatus, at: number, how: Partial<StepState>): StepState => ({
  ...step,
  ...how,
  status,
  endedAt: at,
  progress: undefined,
  markers: closed(step, at),
});

const counted = (step: StepState, what: keyof CheckCounts): StepState => {
  const { checks = noChecks } = step;
  return { ...step, checks: { ...checks, [what]: checks[what] + 1 } };
};

const opened = (step: StepState, kind: StepMarker['kind'], at: number): readonly StepMarker[] => [
  ...closed(step, at),
  { kind, startedAt: at },
];

/** Only the last marker can be open. */
function closed({ markers }: StepState, at: number): readonly StepMarker[] {
  const last = markers.at(-1);
  return !last || last.endedAt !== undefined ? markers : [...markers.slice(0, -1), { ...last, endedAt: at }];
}
