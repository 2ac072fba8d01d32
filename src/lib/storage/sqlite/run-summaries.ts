import type { Selectable } from 'kysely';
import type { JobId } from '../automation-storage';
import type { RunsFilter, RunSummary } from '../storage';
import { matchingRuns } from './matching-runs';
import type { Queries } from './queries';
import { factsFromRow } from './run-table';
import type { Tables } from './tables';

const summarized = [
  'id', 'job_name', 'location', 'tags', 'created_at', 'status', 'started_at', 'ended_at', 'parent_run_id',
  'root_run_id', 'outline',
] as const; // prettier-ignore

type SummaryRow = Pick<Selectable<Tables['runs']>, (typeof summarized)[number]>;

export const summarizeRuns = (queries: Queries, filter: RunsFilter): readonly RunSummary[] =>
  queries.all(matchingRuns(filter).select(summarized)).map(summaryOf);

/** `tests/unit/storage` looks at how SQLite executes it. */
export const newestOfJobs = `select ${summarized.join()} from runs where id in (
  select (select id from runs
    where job_name = job.value ->> 'name' and location = job.value ->> 'location'
    order by created_at desc, id desc limit 1)
  from json_each(?) as job)`;

export const newestRuns = (queries: Queries, jobs: readonly JobId[]): readonly RunSummary[] =>
  (queries.rows(newestOfJobs, JSON.stringify(jobs)) as SummaryRow[]).map(summaryOf);

const summaryOf = (row: SummaryRow): RunSummary => ({
  ...factsFromRow(row),
  outline: JSON.parse(row.outline),
});

export function tagsOfRuns(queries: Queries, valuesEach: number): readonly (readonly [string, string])[] {
  const rows = queries.rows(
    `select key, value from (
      select key, value, row_number() over (partition by key order by value) as place
      from (select distinct key, value from run_tags))
    where place <= ? order by key, value`,
    valuesEach,
  );
  return rows.map(({ key, value }) => [key as string, value as string]);
}
