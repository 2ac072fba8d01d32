import type { Tick, TicksFilter } from '../automation-storage';
import { from, type Queries } from './queries';

export function upsertTick(queries: Queries, tick: Tick): void {
  const { id, location, name, type, timestamp, status } = tick;
  const columns = { location, name, type, timestamp, status, body: JSON.stringify(tick) };
  queries.run(
    from
      .insertInto('ticks')
      .values({ id, ...columns })
      .onConflict((conflict) => conflict.column('id').doUpdateSet(columns)),
  );
}

export function selectTick(queries: Queries, id: string): Tick | undefined {
  const row = queries.first(from.selectFrom('ticks').select('body').where('id', '=', id));
  return row && JSON.parse(row.body);
}

/** Newest first. */
export function selectTicks(queries: Queries, filter: TicksFilter): readonly Tick[] {
  const { location, name, type, statuses, before, from: since, limit = 100 } = filter;
  let query = from.selectFrom('ticks').select('body');
  if (location !== undefined) query = query.where('location', '=', location);
  if (name !== undefined) query = query.where('name', '=', name);
  if (type !== undefined) query = query.where('type', '=', type);
  if (statuses) query = query.where('status', 'in', statuses);
  if (before !== undefined) query = query.where('timestamp', '<', before);
  if (since !== undefined) query = query.where('timestamp', '>=', since);
  return queries
    .all(query.orderBy('timestamp', 'desc').orderBy('id', 'desc').limit(limit))
    .map(({ body }) => JSON.parse(body));
}

/** Of run keys, those with a run of this location that has all the tags, each with its newest run. */
export function selectRunsByKey(
  queries: Queries,
  location: string,
  tags: Readonly<Record<string, string>>,
  runKeys: readonly string[],
): ReadonlyMap<string, string> {
  const found = new Map<string, string>();
  for (const runKey of new Set(runKeys)) {
    let query = from
      .selectFrom('run_tags')
      .innerJoin('runs', 'runs.id', 'run_tags.run_id')
      .select('runs.id')
      .where('run_tags.key', '=', 'dagster/run_key')
      .where('run_tags.value', '=', runKey)
      .where('runs.location', '=', location)
      .orderBy('runs.id', 'desc')
      .limit(1);
    // By its whole primary key, run by run: the runs of a sensor may be many.
    for (const [key, value] of Object.entries(tags))
      query = query.where(({ exists, selectFrom, ref }) =>
        exists(
          selectFrom('run_tags as owner')
            .select('owner.run_id')
            .where('owner.key', '=', key)
            .where('owner.value', '=', value)
            .where('owner.run_id', '=', ref('runs.id')),
        ),
      );
    const row = queries.first(query);
    if (row) found.set(runKey, row.id);
  }
  return found;
}
