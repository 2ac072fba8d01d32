import type { RunsFilter, RunSummary } from '../storage';
import { matchingRuns } from './matching-runs';
import type { Queries } from './queries';
import { factsFromRow } from './run-table';

const summarized = [
  'id', 'job_name', 'location', 'tags', 'created_at', 'status', 'started_at', 'ended_at', 'parent_run_id',
  'root_run_id', 'outline',
] as const; // prettier-ignore

export const summarizeRuns = (queries: Queries, filter: RunsFilter): readonly RunSummary[] =>
  queries.all(matchingRuns(filter).select(summarized)).map((row) => ({
    ...factsFromRow(row),
    outline: JSON.parse(row.outline),
  }));

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
