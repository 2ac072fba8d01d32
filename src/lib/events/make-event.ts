import type { AssetKeyString } from '../definitions/snapshot';
import type { EventData, EventType, LogLevel, NewEvent } from './event';

/** Of which run an event tells, and when it happened (ms since the epoch). */
export interface Stamp {
  readonly runId: string;
  readonly timestamp: number;
}

export interface StepStamp extends Stamp {
  readonly stepKey: string;
}

/** One event of any type; `run-event-makers` and `step-event-makers` give the words and levels of each. */
export function makeEvent<Type extends EventType>(
  at: Stamp & { readonly stepKey?: string; readonly assetKey?: AssetKeyString },
  type: Type,
  message: string,
  data: EventData[Type],
  level: LogLevel = 'DEBUG',
): NewEvent {
  return { ...at, type, level, message, data } as NewEvent;
}
