import { eventTypes } from '../events/wire-type';
import type { Storage } from '../storage/storage';

const pageSize = 1_000;

/** The event log of all runs and of none, oldest first: a piece of JSON lines for each page that was read. */
export async function* exportEvents(storage: Pick<Storage, 'eventsAfter'>): AsyncGenerator<string> {
  for (let after = 0; ;) {
    const events = await storage.eventsAfter(after, eventTypes, pageSize);
    const last = events.at(-1);
    if (!last) return;
    yield events.map((event) => `${JSON.stringify(event)}\n`).join('');
    after = last.id;
  }
}
