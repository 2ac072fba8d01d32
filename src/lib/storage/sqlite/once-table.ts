import type { NewEvent } from '../../events/event';
import { from, type Queries } from './queries';

/** Milliseconds in which a call may be repeated. */
const kept = 24 * 60 * 60 * 1000;

/** Whether nothing was appended under this id before; from now on something was. To be called within a transaction. */
export function isFirst(queries: Queries, id: string, events: readonly NewEvent[]): boolean {
  if (wasAppended(queries, id)) return false;
  const timestamp = events[0]?.timestamp ?? 0;
  queries.run(from.deleteFrom('appended_once').where('timestamp', '<', timestamp - kept));
  queries.run(from.insertInto('appended_once').values({ id, timestamp }));
  return true;
}

export const wasAppended = (queries: Queries, id: string): boolean =>
  queries.first(from.selectFrom('appended_once').select('id').where('id', '=', id)) !== undefined;
