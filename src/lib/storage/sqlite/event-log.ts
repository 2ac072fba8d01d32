import type { AssetKeyString } from '../../definitions/snapshot';
import type { EventOf, EventType, NewEvent, RunEvent } from '../../events/event';
import type { Changes } from '../commit-queue';
import type { EventsFilter, NewValue } from '../storage';
import { eventColumns, eventFromRow, eventToRow, writtenColumns } from './event-row';
import type { SqlStatement, SqliteConnection } from './sqlite-connection';

/** The statements that run most, by hand; `tests/unit/storage` prepares each against the schema. */
export const hotStatements = {
  highestId: 'select max(highest, coalesce((select max(id) from events), 0)) from event_ids',
  insertEvent: `insert into events (${writtenColumns}) values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
  insertValue: `insert into "values" (hash, codec, bytes, attached) values (?, ?, ?, ?)
    on conflict (hash) do update set attached = 1 where excluded.attached > attached`,
  getValue: 'select bytes from "values" where hash = ?',
  page: `select ${eventColumns} from events
    where run_id = ?1 and id > ?2 and (?3 is null or type in (select value from json_each(?3)))
      and (?4 is null or step_key = ?4)
    order by id limit ?5`,
  tail: `select ${eventColumns} from events
    where id > ?1 and type in (select value from json_each(?2)) order by id limit ?3`,
  ofAsset: `select ${eventColumns} from events
    where asset_key = ? and type = ? and wiped = 0 order by id desc limit ?`,
  latest: `select ${eventColumns} from events where id in (
    select (select max(id) from events where asset_key = asset.value and type = ?2 and wiped = 0)
    from json_each(?1) as asset)`,
  latestOfPartitions: `select ${eventColumns} from events where id in (
    select (select max(id) from events
      where asset_key = ?1 and type = ?2 and partition = wanted.value and wiped = 0)
    from json_each(?3) as wanted)`,
  latestOfEachPartition: `select ${eventColumns} from events where id in (
    select max(id) from events
    where asset_key = ? and type = ? and partition is not null and wiped = 0 group by partition)`,
  latestOfEachCheck: `select ${eventColumns} from events where id in (
    select max(id) from events
    where asset_key = ? and type = 'ASSET_CHECK_EVALUATION' and check_name is not null and wiped = 0
    group by check_name)`,
  wipe: 'update events set wiped = 1 where asset_key = ? and wiped = 0',
  wipePartitions: `update events set wiped = 1
    where asset_key = ? and wiped = 0 and partition in (select value from json_each(?))`,
  assetsOfRun: 'select distinct asset_key from events where run_id = ? and asset_key is not null',
  valuesOfRun: 'select distinct value_hash from events where run_id = ? and value_hash is not null',
  keepHighestId: 'update event_ids set highest = max(highest, (select coalesce(max(id), 0) from events))',
  deleteEvents: 'delete from events where run_id = ?',
  deleteUnnamedValue: `delete from "values"
    where hash = ?1 and not attached and not exists (select 1 from events where value_hash = ?1)`,
} as const;

type Hot = keyof typeof hotStatements;

/** The events of all runs and the small values they name, on prepared statements. */
export class EventLog {
  readonly #statements: Readonly<Record<Hot, SqlStatement>>;

  constructor(connection: SqliteConnection) {
    this.#statements = Object.fromEntries(
      Object.entries(hotStatements).map(([name, sql]) => [name, connection.prepare(sql)]),
    ) as Record<Hot, SqlStatement>;
  }

  /**
   * To be called within a transaction. Ids are given here rather than by SQLite, which would use those of a deleted
   * run again, so that a reader who goes on `after` an id never misses an event.
   */
  append(events: readonly NewEvent[], values: readonly NewValue[], changes: Changes): readonly RunEvent[] {
    for (const value of values) this.putValue(value, false);
    if (!events.length) return [];
    let id = this.lastId();
    return events.map((event) => {
      id += 1;
      if (event.type === 'ASSET_WIPED') this.#wipe(event);
      this.#statements.insertEvent.run(...eventToRow(id, event));
      if (event.runId) changes.add({ topic: 'run', runId: event.runId, lastEventId: id });
      if (event.assetKey !== undefined) changes.add({ topic: 'asset', assetKey: event.assetKey });
      return { ...event, id };
    });
  }

  /** The highest id ever given. */
  lastId(): number {
    return Number(this.#statements.highestId.all()[0]![0]);
  }

  page(runId: string, { after = 0, limit = 1000, types, stepKey }: EventsFilter): readonly RunEvent[] {
    const wanted = types ? JSON.stringify(types) : null;
    return this.#statements.page.all(runId, after, wanted, stepKey ?? null, limit).map(eventFromRow);
  }

  tail(after: number, types: readonly EventType[], limit: number): readonly RunEvent[] {
    return this.#statements.tail.all(after, JSON.stringify(types), limit).map(eventFromRow);
  }

  /** Newest first. */
  ofAsset<Type extends EventType>(key: AssetKeyString, type: Type, limit: number): readonly EventOf<Type>[] {
    return this.#statements.ofAsset.all(key, type, limit).map(eventFromRow) as EventOf<Type>[];
  }

  /** The newest of each asset that has one. */
  latest<Type extends EventType>(
    type: Type,
    keys: readonly AssetKeyString[],
  ): ReadonlyMap<AssetKeyString, EventOf<Type>> {
    const events = this.#statements.latest.all(JSON.stringify(keys), type).map(eventFromRow);
    return new Map(events.map((event) => [event.assetKey!, event as EventOf<Type>]));
  }

  /** The newest of each partition that has one; without `partitions`, of all. */
  latestPartitions(
    key: AssetKeyString,
    partitions: readonly string[] | undefined,
  ): ReadonlyMap<string, EventOf<'ASSET_MATERIALIZATION'>> {
    const { latestOfPartitions, latestOfEachPartition } = this.#statements;
    const type = 'ASSET_MATERIALIZATION';
    const rows = partitions
      ? latestOfPartitions.all(key, type, JSON.stringify(partitions))
      : latestOfEachPartition.all(key, type);
    const events = rows.map(eventFromRow) as EventOf<typeof type>[];
    return new Map(events.map((event) => [event.data.partition!, event]));
  }

  latestChecks(key: AssetKeyString): ReadonlyMap<string, EventOf<'ASSET_CHECK_EVALUATION'>> {
    const rows = this.#statements.latestOfEachCheck.all(key);
    const events = rows.map(eventFromRow) as EventOf<'ASSET_CHECK_EVALUATION'>[];
    return new Map(events.map((event) => [event.data.check, event]));
  }

  /**
   * To be called within a transaction. Removes a run's events, and the values that only they named. What is newest of
   * an asset is asked of the events each time, so nothing can go on pointing to what is gone.
   */
  deleteRun(runId: string, changes: Changes): void {
    const texts = (rows: readonly (readonly unknown[])[]) => rows.map(([text]) => text as string);
    const assets = texts(this.#statements.assetsOfRun.all(runId));
    const values = texts(this.#statements.valuesOfRun.all(runId));
    this.#statements.keepHighestId.run();
    this.#statements.deleteEvents.run(runId);
    for (const hash of values) this.#statements.deleteUnnamedValue.run(hash);
    for (const assetKey of assets) changes.add({ topic: 'asset', assetKey });
  }

  getValue(hash: string): Uint8Array | undefined {
    return this.#statements.getValue.all(hash)[0]?.[0] as Uint8Array | undefined;
  }

  putValue({ hash, codec, bytes }: NewValue, isAttached: boolean): void {
    this.#statements.insertValue.run(hash, codec, bytes, Number(isAttached));
  }

  close(): void {
    for (const statement of Object.values(this.#statements)) statement.finalize();
  }

  /** A wipe is itself of the asset, and comes after what it forgets. */
  #wipe({ assetKey, data }: Extract<NewEvent, { type: 'ASSET_WIPED' }>): void {
    if (assetKey === undefined) return;
    const { wipe, wipePartitions } = this.#statements;
    if (data.partitions) wipePartitions.run(assetKey, JSON.stringify(data.partitions));
    else wipe.run(assetKey);
  }
}
