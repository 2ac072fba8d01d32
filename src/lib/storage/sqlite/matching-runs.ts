import type { RunsFilter } from '../storage';
import { from } from './queries';

/** Tags that say who launched a run (reference/dagster.md §1.4). */
const launcherTags = {
  schedule: 'dagster/schedule_name',
  sensor: 'dagster/sensor_name',
  backfill: 'dagster/backfill',
} as const;

/** The rows of runs that pass a filter, newest first; what is to be read of them is for the caller to say. */
export function matchingRuns(filter: RunsFilter) {
  const { statuses, location, before, jobName, tags = {}, rootRunId, limit = 100 } = filter;
  let query = from.selectFrom('runs');
  if (statuses) query = query.where('status', 'in', statuses);
  if (location !== undefined) query = query.where('location', '=', location);
  if (jobName !== undefined) query = query.where('job_name', '=', jobName);
  if (rootRunId !== undefined)
    query = query.where((where) =>
      where.or([where('id', '=', rootRunId), where('root_run_id', '=', rootRunId)]),
    );
  for (const [key, value] of Object.entries(tags)) query = query.where('id', 'in', tagged(key, value));
  if (filter.ids) query = query.where('id', 'in', filter.ids);
  if (filter.idEnd !== undefined) {
    const { idEnd } = filter;
    query = query.where((where) =>
      where(where.fn<string>('substr', ['id', where.val(-idEnd.length)]), '=', idEnd),
    );
  }
  if (filter.assetKey !== undefined) {
    const planned = from.selectFrom('events').select('run_id').where('asset_key', '=', filter.assetKey);
    query = query.where('id', 'in', planned.where('type', '=', 'ASSET_MATERIALIZATION_PLANNED'));
  }
  if (filter.createdFrom !== undefined) query = query.where('created_at', '>=', filter.createdFrom);
  if (filter.createdBefore !== undefined) query = query.where('created_at', '<', filter.createdBefore);
  if (filter.during) {
    const { from: begin, to } = filter.during;
    query = query
      .where('created_at', '<', to)
      .where((where) => where.or([where('ended_at', 'is', null), where('ended_at', '>', begin)]));
  }
  if (filter.launchedBy?.type === 'person') {
    const launchers = Object.values(launcherTags);
    query = query.where(({ not, exists, selectFrom }) => {
      const tags = selectFrom('run_tags').select('key').whereRef('run_id', '=', 'runs.id');
      return not(exists(tags.where('key', 'in', launchers)));
    });
  } else if (filter.launchedBy) {
    const { type, name } = filter.launchedBy;
    query = query.where('id', 'in', tagged(launcherTags[type], name));
  }
  if (before !== undefined) {
    const createdAt = from.selectFrom('runs').select('created_at').where('id', '=', before);
    query = query.where(({ eb, refTuple, tuple }) =>
      eb(refTuple('created_at', 'id'), '<', tuple(createdAt, eb.val(before))),
    );
  }
  return query.orderBy('created_at', 'desc').orderBy('id', 'desc').limit(limit);
}

/** Ids of the runs that have a tag, of this value or of any. */
function tagged(key: string, value?: string) {
  const query = from.selectFrom('run_tags').select('run_id').where('key', '=', key);
  return value === undefined ? query : query.where('value', '=', value);
}
