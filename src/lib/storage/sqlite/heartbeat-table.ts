import type { Heartbeat } from '../automation-storage';
import { from, type Queries } from './queries';

export function upsertHeartbeat(queries: Queries, { daemon, timestamp, errors }: Heartbeat): void {
  const columns = { timestamp, errors: JSON.stringify(errors) };
  queries.run(
    from
      .insertInto('heartbeats')
      .values({ daemon, ...columns })
      .onConflict((conflict) => conflict.column('daemon').doUpdateSet(columns)),
  );
}

export const selectHeartbeats = (queries: Queries): readonly Heartbeat[] =>
  queries
    .all(from.selectFrom('heartbeats').selectAll().orderBy('daemon'))
    .map(({ daemon, timestamp, errors }) => ({ daemon, timestamp, errors: JSON.parse(errors) }));
