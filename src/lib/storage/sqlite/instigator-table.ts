import type { Selectable } from 'kysely';
import type { InstigatorState, InstigatorType } from '../automation-storage';
import { from, type Queries } from './queries';
import type { Tables } from './tables';

export function selectInstigators(queries: Queries): readonly InstigatorState[] {
  return queries
    .all(from.selectFrom('instigators').selectAll().orderBy('location').orderBy('name'))
    .map(fromRow);
}

export function upsertInstigator(queries: Queries, state: InstigatorState): void {
  const { location, name, type, status, runningSince, cursor, lastRunKey } = state;
  const columns = {
    type,
    status: status ?? null,
    running_since: runningSince ?? null,
    cursor: cursor ?? null,
    last_run_key: lastRunKey ?? null,
  };
  queries.run(
    from
      .insertInto('instigators')
      .values({ location, name, ...columns })
      .onConflict((conflict) => conflict.columns(['location', 'name']).doUpdateSet(columns)),
  );
}

/** What a tick leaves for the next; whether it runs stays as a person has it now. */
export function keepProgress(
  queries: Queries,
  { location, name, type }: Pick<InstigatorState, 'location' | 'name' | 'type'>,
  { cursor, lastRunKey }: Pick<InstigatorState, 'cursor' | 'lastRunKey'>,
): void {
  const columns = {
    ...(cursor !== undefined && { cursor }),
    ...(lastRunKey !== undefined && { last_run_key: lastRunKey }),
  };
  queries.run(
    from
      .insertInto('instigators')
      .values({ location, name, type, ...columns })
      .onConflict((conflict) => conflict.columns(['location', 'name']).doUpdateSet({ type, ...columns })),
  );
}

const fromRow = (row: Selectable<Tables['instigators']>): InstigatorState => ({
  location: row.location,
  name: row.name,
  type: row.type as InstigatorType,
  ...(row.status !== null && { status: row.status as 'RUNNING' | 'STOPPED' }),
  ...(row.running_since !== null && { runningSince: row.running_since }),
  ...(row.cursor !== null && { cursor: row.cursor }),
  ...(row.last_run_key !== null && { lastRunKey: row.last_run_key }),
});
