import type { NewEvent, RunEvent } from '../../events/event';
import { isEventType } from '../../events/wire-type';
import type { SqlRow, SqlValue } from './sqlite-connection';

/** Columns of `events` in the order in which both functions below have them. */
export const eventColumns =
  'id, run_id, type, timestamp, level, message, step_key, asset_key, value_hash, data';

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
  const isKnown = isEventType(type as string);
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
