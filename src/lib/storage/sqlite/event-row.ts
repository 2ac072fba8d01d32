import type { NewEvent, RunEvent } from '../../events/event';
import { isEventType } from '../../events/wire-type';
import type { SqlRow, SqlValue } from './sqlite-connection';

/** What an event is read from, in the order in which both functions below have it. */
export const eventColumns =
  'id, run_id, type, timestamp, level, message, step_key, asset_key, value_hash, data';

/** `eventColumns`, and those by which events are found. */
export const writtenColumns = `${eventColumns}, partition, check_name`;

export function eventToRow(id: number, event: NewEvent): SqlValue[] {
  const { data } = event;
  const valueHash = 'value' in data ? data.value?.hash : undefined;
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
    JSON.stringify(data),
    (event.assetKey !== undefined && 'partition' in data ? data.partition : undefined) ?? null,
    ('check' in data ? data.check : undefined) ?? null,
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
