import type { AssetKeyString } from '../../definitions/snapshot';
import type { RunStatus } from '../../events/run-status';
import type {
  AssetRecordsFilter,
  AssetUpdate,
  CheckResult,
  FactsStorage,
  MadeBy,
  PartitionRun,
  PlannedWork,
} from '../facts-storage';
import { selectAssetRecords, selectMaterializedPartitions } from './asset-records';
import type { Queries } from './queries';

/** What is read of events, without the whole of them. */
const updateColumns = `id, asset_key, type, partition, run_id, timestamp,
  json_extract(data, '$.codeVersion') as code_version, json_extract(data, '$.dataVersion') as data_version`;

const workColumns = `events.id as id, events.run_id as run_id, runs.status as status, asset_key, check_name,
  json_extract(events.data, '$.partitions') as partitions`;

const planned = `('ASSET_MATERIALIZATION_PLANNED', 'ASSET_CHECK_EVALUATION_PLANNED')`;

/** `tests/unit/storage` looks at how SQLite executes them. */
export const factQueries = {
  latestUpdates: `select ${updateColumns} from events where id in (
    select (select max(id) from events
      where asset_key = asset.value and type = kind.value and wiped = 0 and id <= ?2)
    from json_each(?1) as asset, json_each('["ASSET_MATERIALIZATION","ASSET_OBSERVATION"]') as kind)`,
  latestPartitionUpdates: `select ${updateColumns} from events where id in (
    select max(id) from events
    where asset_key = ?1 and type in ('ASSET_MATERIALIZATION', 'ASSET_OBSERVATION')
      and partition is not null and wiped = 0 and id <= ?2 group by type, partition)`,
  latestCheckResults: `select id, asset_key, check_name, partition, run_id, data from events where id in (
    select max(id) from events
    where asset_key in (select value from json_each(?1)) and type = 'ASSET_CHECK_EVALUATION'
      and check_name is not null and wiped = 0 and id <= ?2 group by asset_key, check_name, partition)`,
  unfinishedWork: `select ${workColumns}, partition, events.type as type
    from runs join events on events.run_id = runs.id
    where runs.status in ('NOT_STARTED', 'MANAGED', 'QUEUED', 'STARTING', 'STARTED', 'CANCELING')
      and (events.type in ${planned} or events.type in ('ASSET_MATERIALIZATION', 'ASSET_CHECK_EVALUATION'))
      and asset_key is not null order by events.id`,
  lastPlans: `select max(events.id) as id, events.run_id as run_id, runs.status as status, asset_key, check_name,
      json_array(planned.value) as partitions,
      (select max(id) from events as ends where ends.run_id = runs.id and ends.type = 'RUN_FAILURE') as failure_id
    from events join runs on runs.id = events.run_id
      left join json_each(events.data, '$.partitions') as planned
    where asset_key = ?1 and events.type in ${planned} and wiped = 0
    group by check_name, planned.value`,
  workOf: `select ${workColumns} from json_each(?1) as wanted join runs on runs.id = wanted.value
      join events on events.run_id = runs.id
    where events.type in ${planned} and asset_key is not null`,
  partitionRuns: `select runs.id as id, status, max(created_at) as created_at,
      one.value as partition, first.value as first, last.value as last
    from runs
      left join run_tags as one on one.run_id = runs.id and one.key = 'dagster/partition'
      left join run_tags as first on first.run_id = runs.id and first.key = 'dagster/asset_partition_range_start'
      left join run_tags as last on last.run_id = runs.id and last.key = 'dagster/asset_partition_range_end'
    where job_name = ?1 and location = ?2 and status <> 'CANCELED' and coalesce(one.value, first.value) is not null
    group by one.value, first.value, last.value order by created_at desc, runs.id desc`,
  tagsOf: 'select id, tags from runs where id in (select value from json_each(?1))',
} as const;

type Row = Readonly<Record<string, unknown>>;

/** What automation conditions and the code of notebooks look at. */
export abstract class FactRecords implements FactsStorage {
  protected abstract readonly queries: Queries;

  async assetRecords<Type extends AssetRecordsFilter['type']>(
    filter: AssetRecordsFilter & { readonly type: Type },
  ) {
    return selectAssetRecords(this.queries, filter);
  }

  async materializedPartitions(key: AssetKeyString, madeBy?: MadeBy) {
    return selectMaterializedPartitions(this.queries, key, madeBy);
  }

  async latestUpdates(keys: readonly AssetKeyString[], upTo: number) {
    return this.queries.rows(factQueries.latestUpdates, JSON.stringify(keys), upTo).map(updateOf);
  }

  async latestPartitionUpdates(key: AssetKeyString, upTo: number) {
    return this.queries.rows(factQueries.latestPartitionUpdates, key, upTo).map(updateOf);
  }

  async latestCheckResults(keys: readonly AssetKeyString[], upTo: number) {
    return this.queries.rows(factQueries.latestCheckResults, JSON.stringify(keys), upTo).map(resultOf);
  }

  async unfinishedWork() {
    return this.queries.rows(factQueries.unfinishedWork).map((row): PlannedWork => {
      const isDone = row.type === 'ASSET_MATERIALIZATION' || row.type === 'ASSET_CHECK_EVALUATION';
      if (!isDone) return workOf(row);
      const partitions = row.partition === null ? {} : { partitions: [row.partition as string] };
      return { ...workOf(row), ...partitions, isDone };
    });
  }

  async lastPlans(key: AssetKeyString) {
    return this.queries.rows(factQueries.lastPlans, key).map(workOf);
  }

  async workOf(runIds: readonly string[]) {
    return this.queries.rows(factQueries.workOf, JSON.stringify(runIds)).map(workOf);
  }

  async partitionRuns({ location, jobName }: { readonly location: string; readonly jobName: string }) {
    return this.queries
      .rows(factQueries.partitionRuns, jobName, location)
      .map(({ id, status, partition, first, last }): PartitionRun => ({
        runId: id as string,
        status: status as RunStatus,
        ...(partition === null
          ? { range: [first as string, last as string] }
          : { partition: partition as string }),
      }));
  }

  async tagsOf(runIds: readonly string[]) {
    const rows = this.queries.rows(factQueries.tagsOf, JSON.stringify(runIds));
    return new Map(rows.map(({ id, tags }) => [id as string, JSON.parse(tags as string)]));
  }
}

const updateOf = (row: Row): AssetUpdate => ({
  type: row.type as AssetUpdate['type'],
  assetKey: row.asset_key as string,
  ...(row.partition !== null && { partition: row.partition as string }),
  id: row.id as number,
  runId: row.run_id as string,
  timestamp: row.timestamp as number,
  codeVersion: (row.code_version as string | null) ?? '',
  ...(row.data_version !== null && { dataVersion: row.data_version as string }),
});

function resultOf(row: Row): CheckResult {
  const { passed, target } = JSON.parse(row.data as string);
  return {
    assetKey: row.asset_key as string,
    check: row.check_name as string,
    ...(row.partition !== null && { partition: row.partition as string }),
    id: row.id as number,
    runId: row.run_id as string,
    passed,
    ...(target && { target }),
  };
}

function workOf(row: Row): PlannedWork {
  const partitions: readonly (string | null)[] | undefined =
    row.partitions === null ? undefined : JSON.parse(row.partitions as string);
  const named = partitions?.filter((key) => key !== null);
  return {
    id: row.id as number,
    runId: row.run_id as string,
    status: row.status as RunStatus,
    assetKey: row.asset_key as string,
    ...(row.check_name !== null && { check: row.check_name as string }),
    ...(named && named.length > 0 && { partitions: named }),
    ...(typeof row.failure_id === 'number' && { failureId: row.failure_id }),
  };
}
