import { sql } from 'kysely';
import type { Backfill, BackfillsFilter } from '../automation-storage';
import { from, type Queries } from './queries';

export function upsertBackfill(queries: Queries, backfill: Backfill): void {
  const { id, status, createdAt } = backfill;
  const columns = { status, created_at: createdAt, body: JSON.stringify(backfill) };
  queries.run(
    from
      .insertInto('backfills')
      .values({ id, ...columns })
      .onConflict((conflict) => conflict.column('id').doUpdateSet(columns)),
  );
}

export function selectBackfill(queries: Queries, id: string): Backfill | undefined {
  const row = queries.first(from.selectFrom('backfills').select('body').where('id', '=', id));
  return row && JSON.parse(row.body);
}

/** Newest first. */
export function selectBackfills(
  queries: Queries,
  { statuses, job, before, limit = 100 }: BackfillsFilter,
): readonly Backfill[] {
  let query = from.selectFrom('backfills').select('body');
  if (statuses) query = query.where('status', 'in', statuses);
  if (job)
    query = query
      .where(sql`json_extract(body, '$.target.jobName')`, '=', job.jobName)
      .where(sql`json_extract(body, '$.target.location')`, '=', job.location);
  if (before !== undefined) {
    const createdAt = from.selectFrom('backfills').select('created_at').where('id', '=', before);
    query = query.where(({ eb, refTuple, tuple }) =>
      eb(refTuple('created_at', 'id'), '<', tuple(createdAt, eb.val(before))),
    );
  }
  return queries
    .all(query.orderBy('created_at', 'desc').orderBy('id', 'desc').limit(limit))
    .map(({ body }) => JSON.parse(body));
}
