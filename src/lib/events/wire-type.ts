import type { EventData, EventType } from './event';

/** Every type there is; the compiler refuses a list that misses one. */
const known: Readonly<Record<EventType, true>> = {
  RUN_ENQUEUED: true,
  RUN_DEQUEUED: true,
  RUN_STARTING: true,
  RUN_START: true,
  RUN_SUCCESS: true,
  RUN_FAILURE: true,
  RUN_CANCELING: true,
  RUN_CANCELED: true,
  ENGINE_EVENT: true,
  RESOURCE_INIT_STARTED: true,
  RESOURCE_INIT_SUCCESS: true,
  RESOURCE_INIT_FAILURE: true,
  LOGS_CAPTURED: true,
  STEP_WORKER_STARTING: true,
  STEP_WORKER_STARTED: true,
  STEP_START: true,
  STEP_RESTARTED: true,
  STEP_UP_FOR_RETRY: true,
  STEP_REUSED: true,
  LOADED_INPUT: true,
  STEP_INPUT: true,
  STEP_OUTPUT: true,
  HANDLED_OUTPUT: true,
  STEP_PROGRESS: true,
  STEP_SUCCESS: true,
  STEP_FAILURE: true,
  STEP_SKIPPED: true,
  STEP_ABANDONED: true,
  ASSET_MATERIALIZATION_PLANNED: true,
  ASSET_MATERIALIZATION: true,
  ASSET_FAILED_TO_MATERIALIZE: true,
  ASSET_OBSERVATION: true,
  ASSET_WIPED: true,
  FRESHNESS_STATE_CHANGE: true,
  ASSET_CHECK_EVALUATION_PLANNED: true,
  ASSET_CHECK_EVALUATION: true,
  HOOK_COMPLETED: true,
  HOOK_SKIPPED: true,
  HOOK_ERRORED: true,
  LOG_MESSAGE: true,
};

export const eventTypes = Object.keys(known) as readonly EventType[];

/** Whether this version knows the type. */
export const isEventType = (text: string): text is EventType => Object.hasOwn(known, text);

/** A type as Dagster stores and serves it: run events keep their old prefix `PIPELINE_`. */
export const toWireType = (type: EventType): string => type.replace(/^RUN_/, 'PIPELINE_');

/**
 * The type of an event somebody else wrote (Dagster, or a later version of this engine): one not known here is read
 * as `ENGINE_EVENT` that keeps the original type, so that a log never becomes unreadable (Dagster's rule).
 */
export function fromWireType(text: string): { type: EventType; data?: EventData['ENGINE_EVENT'] } {
  const type = text.replace(/^PIPELINE_/, 'RUN_');
  return isEventType(type) ? { type } : { type: 'ENGINE_EVENT', data: { originalType: text } };
}
