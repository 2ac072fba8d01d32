import type { EventType } from './event';

/** Dagster's run statuses (MANAGED left out: nothing here has it). */
export const runStatuses = [
  'NOT_STARTED', 'QUEUED', 'STARTING', 'STARTED', 'SUCCESS', 'FAILURE', 'CANCELING', 'CANCELED',
] as const; // prettier-ignore
export type RunStatus = (typeof runStatuses)[number];

const statusAfter: Partial<Record<EventType, RunStatus>> = {
  RUN_ENQUEUED: 'QUEUED',
  RUN_STARTING: 'STARTING',
  RUN_START: 'STARTED',
  RUN_CANCELING: 'CANCELING',
  RUN_CANCELED: 'CANCELED',
  RUN_SUCCESS: 'SUCCESS',
  RUN_FAILURE: 'FAILURE',
};

/** The status a run has after an event, given the one before. A finished run stays as it finished. */
export function nextRunStatus(before: RunStatus, type: EventType): RunStatus {
  return isFinished(before) ? before : (statusAfter[type] ?? before);
}

export const isFinished = (status: RunStatus): boolean =>
  status === 'SUCCESS' || status === 'FAILURE' || status === 'CANCELED';

export const isInProgress = (status: RunStatus): boolean =>
  status === 'STARTING' || status === 'STARTED' || status === 'CANCELING';

/** Dagster's CANCELABLE is {STARTED, QUEUED}; STARTING is ours, so that nobody must wait to press the button. */
export const isCancelable = (status: RunStatus): boolean =>
  status === 'QUEUED' || status === 'STARTING' || status === 'STARTED';
