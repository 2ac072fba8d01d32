import type { Changes } from '../commit-queue';
import type { Prunable, Pruned } from '../maintenance-storage';
import { rowsOf, type SqliteConnection, type SqlValue } from './sqlite-connection';

/** Event `event` is what the newest of its asset, partition or check is read from. */
const isNewest = `(event.asset_key is not null and event.wiped = 0 and coalesce(event.id in (
  (select max(id) from events where asset_key = event.asset_key and type = event.type and wiped = 0),
  (select max(id) from events
    where asset_key = event.asset_key and type = event.type and partition = event.partition and wiped = 0),
  (select max(id) from events
    where asset_key = event.asset_key and type = event.type and check_name = event.check_name and wiped = 0)), 0))`;

const finished = `('SUCCESS', 'FAILURE', 'CANCELED')`;

/** Each id of the event log below which values are looked for in one batch. */
const idsAtOnce = 4_000;

/** To be called within a transaction. One batch: removes at most about `limit` rows of what comes after `after`. */
export function prune(
  connection: SqliteConnection,
  what: Prunable,
  after: string | undefined,
  limit: number,
  changes: Changes,
): Pruned {
  const run: Run = (sql, ...values) => rowsOf(connection, sql, ...values);
  /** Where fewer are left than a batch has room for, that was the last. */
  const batch = (rows: number): Pruned => ({ rows, ...(rows >= limit && { next: '' }) });

  switch (what.kind) {
    case 'ticks': {
      // The newest of each says what is due next.
      const gone = run(
        `delete from ticks where id in (select id from ticks as tick
          where status = ?1 and type = ?2 and timestamp < ?3 and exists (select 1 from ticks as later
            where later.location = tick.location and later.name = tick.name and later.timestamp > tick.timestamp)
          order by timestamp limit ?4) returning 1`,
        what.status,
        what.type,
        what.before,
        limit,
      );
      return batch(gone.length);
    }
    case 'evaluations': {
      const gone = run(
        `delete from automation_evaluations where (asset_key, check_name, evaluation_id) in (
          select asset_key, check_name, evaluation_id from automation_evaluations as evaluation
          where timestamp < ?1 and exists (select 1 from automation_evaluations as later
            where later.asset_key = evaluation.asset_key and later.check_name = evaluation.check_name
              and later.evaluation_id > evaluation.evaluation_id)
          order by timestamp limit ?2) returning 1`,
        what.before,
        limit,
      );
      return batch(gone.length);
    }
    case 'runs': {
      const gone = run(
        what.by === 'age'
          ? `select id from runs where status in ${finished} and created_at < ?1 and ended_at < ?1
            order by created_at limit ?2`
          : `with job as (select distinct job_name, location from runs), kept as (
              select job_name, location, (select created_at from runs
                where job_name = job.job_name and location = job.location
                order by created_at desc limit 1 offset ?1 - 1) as since from job)
            select runs.id from kept join runs using (job_name, location)
            where runs.created_at < kept.since and runs.status in ${finished} limit ?2`,
        what.by === 'age' ? what.endedBefore : what.newest,
        limit,
      );
      for (const [id] of gone) {
        run('insert into pruned_runs values (?)', id!);
        run('delete from run_tags where run_id = ?', id!);
        run('delete from runs where id = ?', id!);
        changes.add({ topic: 'run', runId: id as string, lastEventId: 0 });
      }
      return batch(gone.length);
    }
    case 'eventsOfPrunedRuns': {
      const [found] = run('select id from pruned_runs where id > ? order by id limit 1', after ?? '');
      if (!found) return { rows: 0 };
      const [id] = found as [string];
      run('update event_ids set highest = max(highest, (select coalesce(max(id), 0) from events))');
      const gone = run(
        `delete from events where id in (
          select id from events as event where run_id = ?1 and not ${isNewest} limit ?2) returning value_hash`,
        id,
        limit,
      );
      const isDone = gone.length < limit;
      if (isDone)
        run(
          'delete from pruned_runs where id = ?1 and not exists (select 1 from events where run_id = ?1)',
          id,
        );
      for (const [hash] of gone) dropUnnamed(run, hash!);
      return { rows: gone.length, next: isDone ? id : (after ?? '') };
    }
    case 'values': {
      const from = Number(after ?? 0);
      const [[last]] = run('select max(id) from events') as [[number | null]];
      const old = run(
        `select run_id, step_key, value_hash, id, asset_key from events as event
          where id > ?1 and id <= ?1 + ?2 and type = 'ASSET_MATERIALIZATION' and value_hash is not null
          and (wiped = 1 or (select count(*) from (select 1 from events as later
            where later.asset_key = event.asset_key and later.type = event.type and later.wiped = 0
              and later.partition is event.partition and later.id > event.id limit ?3)) >= ?3)
          order by id limit ?4`,
        from,
        idsAtOnce,
        what.newest,
        limit,
      );
      for (const [runId, stepKey, hash, id, assetKey] of old) {
        // The outputs of the step name the value too.
        run(
          `update events set value_hash = null, data = json_remove(data, '$.value')
            where value_hash = ?1 and run_id = ?2 and step_key is ?3 and (type <> 'ASSET_MATERIALIZATION' or id = ?4)`,
          hash!,
          runId!,
          stepKey!,
          id!,
        );
        dropUnnamed(run, hash!);
        changes.add({ topic: 'asset', assetKey: assetKey as string });
      }
      const next = old.length < limit ? from + idsAtOnce : Number(old.at(-1)![3]);
      return { rows: old.length, ...(next < (last ?? 0) && { next: String(next) }) };
    }
  }
}

type Run = (sql: string, ...values: readonly SqlValue[]) => readonly (readonly SqlValue[])[];

/** Removes a value that no event names any more, where it is here. */
function dropUnnamed(run: Run, hash: SqlValue): void {
  if (hash !== null)
    run(
      `delete from "values" where hash = ?1 and not attached
        and not exists (select 1 from events where value_hash = ?1)`,
      hash,
    );
}
