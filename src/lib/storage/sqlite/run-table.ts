import type { Selectable } from 'kysely';
import type { NewEvent } from '../../events/event';
import { isFinished, nextRunStatus, type RunStatus } from '../../events/run-status';
import { planOutline } from '../../plan/plan-outline';
import type { Run, RunsFilter, StoredRun } from '../storage';
import { RunNotFound } from '../storage-errors';
import { matchingRuns } from './matching-runs';
import { from, type Queries } from './queries';
import type { Tables } from './tables';

function insertTags(queries: Queries, runId: string, tags: Run['tags']): void {
  const rows = Object.entries(tags).map(([key, value]) => ({ key, value, run_id: runId }));
  if (rows.length) queries.run(from.insertInto('run_tags').values(rows));
}

/** Answers the id of the run's last event. Throws `RunNotFound`. */
export function addTags(queries: Queries, runId: string, more: Run['tags']): number {
  const row = queries.first(from.selectFrom('runs').select('tags').where('id', '=', runId));
  if (!row) throw new RunNotFound(runId);
  const tags: Run['tags'] = { ...JSON.parse(row.tags), ...more };
  queries.run(
    from
      .updateTable('runs')
      .set({ tags: JSON.stringify(tags) })
      .where('id', '=', runId),
  );
  queries.run(from.deleteFrom('run_tags').where('run_id', '=', runId));
  insertTags(queries, runId, tags);
  const last = from.selectFrom('events').select(({ fn }) => fn.max('id').as('id'));
  return queries.first(last.where('run_id', '=', runId))?.id ?? 0;
}

export function insertRun(queries: Queries, run: Run): void {
  insertTags(queries, run.id, run.tags);
  queries.run(
    from.insertInto('runs').values({
      id: run.id,
      job_name: run.jobName,
      location: run.location,
      bundle: run.bundle,
      plan: JSON.stringify(run.plan),
      tags: JSON.stringify(run.tags),
      created_at: run.createdAt,
      status: 'NOT_STARTED' satisfies RunStatus,
      parent_run_id: run.parentRunId ?? null,
      root_run_id: run.rootRunId ?? null,
      outline: JSON.stringify(planOutline(run.plan)),
    }),
  );
}

export function selectRun(queries: Queries, id: string): StoredRun | undefined {
  const row = queries.first(from.selectFrom('runs').selectAll().where('id', '=', id));
  return row && runFromRow(row);
}

export const selectRuns = (queries: Queries, filter: RunsFilter): readonly StoredRun[] =>
  queries.all(matchingRuns(filter).selectAll()).map(runFromRow);

export function deleteRunRow(queries: Queries, id: string): void {
  queries.run(from.deleteFrom('run_tags').where('run_id', '=', id));
  queries.run(from.deleteFrom('runs').where('id', '=', id));
}

/** Whether an event of this type says anything about its run's status. */
const movesRun = ({ type }: NewEvent): boolean => nextRunStatus('NOT_STARTED', type) !== 'NOT_STARTED';

/**
 * Folds events into the status kept beside their runs, in the transaction that stores them. Throws `RunNotFound`
 * where there is no such run; events of no run (id `""`) move none.
 */
export function foldIntoRuns(queries: Queries, events: readonly NewEvent[]): void {
  for (const runId of new Set(events.map((event) => event.runId))) {
    if (!runId) continue;
    const row = queries.first(
      from.selectFrom('runs').select(['status', 'started_at', 'ended_at']).where('id', '=', runId),
    );
    if (!row) throw new RunNotFound(runId);
    const moving = events.filter((event) => event.runId === runId && movesRun(event));
    if (!moving.length) continue;
    const after = moving.reduce(foldEvent, row);
    queries.run(from.updateTable('runs').set(after).where('id', '=', runId));
  }
}

type RunState = Pick<Selectable<Tables['runs']>, 'status' | 'started_at' | 'ended_at'>;

function foldEvent(before: RunState, event: NewEvent): RunState {
  const wasFinished = isFinished(before.status as RunStatus);
  const status = nextRunStatus(before.status as RunStatus, event.type);
  return {
    status,
    started_at: before.started_at ?? (status === 'STARTED' ? event.timestamp : null),
    ended_at: before.ended_at ?? (isFinished(status) && !wasFinished ? event.timestamp : null),
  };
}

function runFromRow(row: Selectable<Tables['runs']>): StoredRun {
  return { ...factsFromRow(row), bundle: row.bundle, plan: JSON.parse(row.plan) };
}

/** What a row says but for the plan. */
export function factsFromRow(row: Omit<Selectable<Tables['runs']>, 'plan' | 'bundle'>) {
  return {
    id: row.id,
    jobName: row.job_name,
    location: row.location,
    tags: JSON.parse(row.tags),
    ...(row.parent_run_id !== null && { parentRunId: row.parent_run_id }),
    ...(row.root_run_id !== null && { rootRunId: row.root_run_id }),
    createdAt: row.created_at,
    status: row.status as RunStatus,
    ...(row.started_at !== null && { startedAt: row.started_at }),
    ...(row.ended_at !== null && { endedAt: row.ended_at }),
  } satisfies Omit<StoredRun, 'plan' | 'bundle'>;
}
