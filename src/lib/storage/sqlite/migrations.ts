/**
 * The schema, as the steps that led to it: step n takes a database from version n - 1 to n. A step that was
 * released is never changed; a change is a new step. Times are ms since the epoch, structured data is JSON text.
 */
export const migrations: readonly string[] = [
  `
  create table runs (
    id text primary key,
    job_name text not null,
    location text not null,
    bundle text not null,
    plan text not null,
    tags text not null,
    created_at real not null,
    status text not null,
    started_at real,
    ended_at real
  ) strict;
  create index runs_by_time on runs (created_at, id);
  create index runs_by_status on runs (status, created_at, id);

  create table events (
    id integer primary key,
    run_id text not null,
    type text not null,
    timestamp real not null,
    level text not null,
    message text not null,
    step_key text,
    asset_key text,
    value_hash text,
    data text not null
  ) strict;
  create index events_by_run on events (run_id, id);
  create index events_by_asset on events (asset_key, type, id) where asset_key is not null;
  create index events_by_value on events (value_hash) where value_hash is not null;

  -- The highest event id ever given; kept here only when a deletion takes it from the events.
  create table event_ids (highest integer not null) strict;
  insert into event_ids values (0);

  -- attached: put by itself, so it stays when no event names it.
  create table "values" (
    hash text primary key,
    codec text not null,
    bytes blob not null,
    attached integer not null
  ) strict;

  create table bundles (hash text primary key, body text not null) strict;
  create table locations (
    name text primary key,
    bundle text not null,
    snapshot text not null,
    loaded_at real not null
  ) strict;

  create table notebooks (
    id text primary key,
    title text not null,
    source text not null,
    revision integer not null,
    created_at real not null,
    updated_at real not null,
    deleted_at real
  ) strict;
  create table notebook_history (
    id text not null,
    revision integer not null,
    source text not null,
    primary key (id, revision)
  ) strict;

  create table settings (key text primary key, value text not null) strict;
  `,
  `
  alter table runs add column parent_run_id text;
  alter table runs add column root_run_id text;
  create index runs_by_root on runs (root_run_id) where root_run_id is not null;
  create index runs_by_job on runs (job_name, created_at, id);

  -- The tags of runs once more, to find runs by them.
  create table run_tags (
    key text not null,
    value text not null,
    run_id text not null,
    primary key (key, value, run_id)
  ) strict, without rowid;
  create index run_tags_by_run on run_tags (run_id);
  insert into run_tags select tag.key, tag.value, runs.id from runs, json_each(runs.tags) as tag;

  -- wiped: an asset was wiped after it; it stays in the log of its run and counts no more as the asset's.
  alter table events add column partition text;
  alter table events add column check_name text;
  alter table events add column wiped integer not null default 0;
  drop index events_by_asset;
  create index events_by_asset on events (asset_key, type, id) where asset_key is not null and wiped = 0;
  create index events_by_partition on events (asset_key, type, partition, id)
    where partition is not null and wiped = 0;
  create index events_by_check on events (asset_key, type, check_name, id)
    where check_name is not null and wiped = 0;

  create table dynamic_partitions (
    position integer primary key,
    name text not null,
    key text not null,
    unique (name, key)
  ) strict;
  `,
  `
  -- What is kept of a schedule, sensor or automation from tick to tick.
  create table instigators (
    location text not null,
    name text not null,
    type text not null,
    status text,
    running_since real,
    cursor text,
    last_run_key text,
    primary key (location, name)
  ) strict, without rowid;

  -- timestamp: the time that the tick stands for. body: what came of it.
  create table ticks (
    id text primary key,
    location text not null,
    name text not null,
    type text not null,
    timestamp real not null,
    status text not null,
    body text not null
  ) strict;
  create index ticks_by_instigator on ticks (location, name, timestamp);
  create index ticks_by_time on ticks (timestamp);
  create index ticks_by_status on ticks (status, timestamp);

  create table automation_evaluations (
    evaluation_id integer not null,
    asset_key text not null,
    check_name text not null,
    location text not null,
    instigator text not null,
    timestamp real not null,
    requested integer not null,
    run_ids text not null,
    tree text not null,
    primary key (asset_key, check_name, evaluation_id)
  ) strict, without rowid;
  create index evaluations_by_id on automation_evaluations (evaluation_id);
  create index evaluations_by_time on automation_evaluations (timestamp);

  create table backfills (
    id text primary key,
    status text not null,
    created_at real not null,
    body text not null
  ) strict;
  create index backfills_by_time on backfills (created_at, id);
  create index backfills_by_status on backfills (status, created_at);

  create table heartbeats (
    daemon text primary key,
    timestamp real not null,
    errors text not null
  ) strict, without rowid;
  `,
  `
  -- Who leads: one row. locked: the leader holds its host's own lock too.
  create table lead (
    epoch integer not null,
    holder text not null,
    renewals integer not null,
    locked integer not null
  ) strict;
  insert into lead values (0, '', 0, 0);

  -- Runs that retention has removed, as long as events of theirs are left.
  create table pruned_runs (id text primary key) strict, without rowid;
  `,
  `
  -- Ids of what was appended once; they are kept for a day, in which the call may be repeated.
  create table appended_once (
    id text primary key,
    timestamp real not null
  ) strict, without rowid;
  create index appended_once_by_time on appended_once (timestamp);
  `,
  `
  -- outline: what lists say of the plan.
  alter table runs add column outline text not null default '{"steps":0,"assets":0,"firstAssets":[]}';
  with made as (
    select runs.id as run, json_extract(output.value, '$.assetKey') as key, min(step.key) as place
    from runs, json_each(runs.plan, '$.steps') as step, json_each(step.value, '$.outputs') as output
    where json_extract(output.value, '$.assetKey') is not null group by 1, 2)
  update runs set outline = json_object(
    'steps', coalesce(json_array_length(plan, '$.steps'), 0),
    'assets', (select count(*) from made where run = id),
    'firstAssets', json((select json_group_array(key) from
      (select key from made where run = id order by place limit 2))));
  create index runs_by_end on runs (ended_at);
  -- Wiping an asset takes nothing from the runs that made it.
  create index events_by_planned_asset on events (asset_key, run_id)
    where type = 'ASSET_MATERIALIZATION_PLANNED';
  `,
  `
  -- saved_at: of texts from before, when their notebook was last saved. bytes: for lists, which do not read the text.
  create table dated_history (
    id text not null,
    revision integer not null,
    saved_at real not null,
    bytes integer not null,
    source text not null,
    primary key (id, revision)
  ) strict;
  insert into dated_history
    select history.id, revision, coalesce((select updated_at from notebooks where id = history.id), 0), length(source), source
    from notebook_history as history;
  drop table notebook_history;
  alter table dated_history rename to notebook_history;
  `,
  `
  -- name: given by somebody, which keeps the text; of the present text, too, which is then here before it is replaced.
  alter table notebook_history add column name text;
  `,
];
