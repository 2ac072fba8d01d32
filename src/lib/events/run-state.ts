import type { SerializedError } from '../base/errors';
import type { NewEvent, RunFailureReason } from './event';
import { isFinished, nextRunStatus, type RunStatus } from './run-status';
import { isStepEnd, nextStepState, waitingStep, type StepState, type StepStatus } from './step-state';

/** What a run's log says so far. Times are ms since the epoch. */
export interface RunState {
  status: RunStatus;
  enqueuedAt?: number;
  /** When the first step could run (RUN_START). */
  startedAt?: number;
  endedAt?: number;
  failure?: { readonly reason: RunFailureReason; readonly error?: SerializedError };
  /** By step key, in the order in which the log first names them. Each is replaced, never changed. */
  readonly steps: Map<string, StepState>;
  readonly counts: Record<StepStatus, number>;
  /** In the order of failing. */
  readonly failedSteps: string[];
}

/**
 * `steps`: keys of the plan's steps, which wait from the first; a log names those of ops only as they start. Mapped
 * steps (`m[?]`) are left out: the log names what becomes of them.
 */
export function emptyRunState(steps: Iterable<string> = []): RunState {
  const state: RunState = {
    status: 'NOT_STARTED',
    steps: new Map(),
    counts: {
      waiting: 0,
      starting: 0,
      running: 0,
      up_for_retry: 0,
      succeeded: 0,
      reused: 0,
      failed: 0,
      skipped: 0,
      abandoned: 0,
      canceled: 0,
    },
    failedSteps: [],
  };
  for (const key of steps) if (!key.includes('[?]')) put(state, waitingStep(key));
  return state;
}

/** The state that a log, or the part of it read so far, describes. */
export function foldRun(events: Iterable<NewEvent>, steps?: Iterable<string>): RunState {
  const state = emptyRunState(steps);
  for (const event of events) applyEvent(state, event);
  return state;
}

/**
 * Takes one more event of the log into `state`, in place and in constant time: logs have thousands of events, and a
 * page applies each as it comes. Answers `state`.
 */
export function applyEvent(state: RunState, event: NewEvent): RunState {
  if (event.stepKey !== undefined) applyToStep(state, event.stepKey, event);
  const before = state.status;
  state.status = nextRunStatus(before, event.type);
  if (state.status === before) return state;
  if (event.type === 'RUN_ENQUEUED') state.enqueuedAt = event.timestamp;
  if (event.type === 'RUN_START') state.startedAt = event.timestamp;
  if (event.type === 'RUN_FAILURE')
    state.failure = { reason: event.data.reason, ...(event.data.error && { error: event.data.error }) };
  if (isFinished(state.status)) {
    state.endedAt = event.timestamp;
    for (const step of state.steps.values()) if (!isStepEnd(step.status)) put(state, canceled(step, event));
  }
  return state;
}

/** A step that had no end when its run ended. */
const canceled = (step: StepState, end: NewEvent): StepState => ({
  ...step,
  status: 'canceled',
  ...(step.startedAt !== undefined && { endedAt: end.timestamp }),
});

function applyToStep(state: RunState, key: string, event: NewEvent): void {
  const before = state.steps.get(key);
  if (before ? isStepEnd(before.status) : isFinished(state.status)) return;
  const after = nextStepState(before ?? waitingStep(key), event);
  if (after !== before) put(state, after);
  if (after.status === 'failed') state.failedSteps.push(key);
}

function put(state: RunState, step: StepState): void {
  const before = state.steps.get(step.key);
  if (before) state.counts[before.status]--;
  state.counts[step.status]++;
  state.steps.set(step.key, step);
}
