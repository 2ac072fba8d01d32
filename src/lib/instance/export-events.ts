import { eventTypes } from '../events/wire-type';
import type { Storage } from '../storage/storage';

/** Some of the event log as JSON lines. */
export interface EventLines {
  readonly lines: string;
  /** The id of the last of these events. */
  readonly last: number;
}

const pageSize = 1_000;

/** The events of all runs and of none after the one with that id, oldest first; `undefined` where there are no more. */
export async function exportEvents(
  storage: Pick<Storage, 'eventsAfter'>,
  after: number,
): Promise<EventLines | undefined> {
  const events = await storage.eventsAfter(after, eventTypes, pageSize);
  const last = events.at(-1);
  return last && { lines: events.map((event) => `${JSON.stringify(event)}\n`).join(''), last: last.id };
}
