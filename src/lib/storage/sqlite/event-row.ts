import type { EventType, NewEvent, RunEvent } from '../../events/event';
import type { SqlRow, SqlValue } from './sqlite-connection';

/** Columns of `events` in the order in which both functions below have them. */
export const eventColumns =
  'id, run_id, type, timestamp, level, message, step_key, asset_key, value_hash, data';

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
  LOADED_INPUT: true,
  STEP_INPUT: true,
  STEP_OUTPUT: true,
  HANDLED_OUTPUT: true,
  STEP_SUCCESS: true,
  STEP_FAILURE: true,
  STEP_SKIPPED: true,
  STEP_ABANDONED: true,
  ASSET_MATERIALIZATION_PLANNED: true,
  ASSET_MATERIALIZATION: true,
  LOG_MESSAGE: true,
};

export function eventToRow(id: number, event: NewEvent): SqlValue[] {
  const valueHash = 'value' in event.data ? event.data.value?.hash : undefined;
  return [
    id,
    event.runId,
    event.type,
    event.timestamp,
    event.level,
    event.message,
    event.stepKey ?? null,
    event.assetKey ?? null,
    valueHash ?? null,
    JSON.stringify(event.data),
  ];
}

/** An event of a type this version does not know reads as `ENGINE_EVENT` that names the type, as in Dagster. */
export function eventFromRow(row: SqlRow): RunEvent {
  const [id, runId, type, timestamp, level, message, stepKey, assetKey, , data] = row;
  const isKnown = Object.hasOwn(known, type as string);
  return {
    id,
    runId,
    type: isKnown ? type : 'ENGINE_EVENT',
    timestamp,
    level,
    message,
    ...(stepKey !== null && { stepKey }),
    ...(assetKey !== null && { assetKey }),
    data: isKnown ? JSON.parse(data as string) : { originalType: type },
  } as RunEvent;
}
