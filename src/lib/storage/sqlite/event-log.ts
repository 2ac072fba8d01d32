import type { AssetKeyString } from '../../definitions/snapshot';
import type { EventOf, NewEvent, RunEvent } from '../../events/event';
import type { Changes } from '../commit-queue';
import type { EventsFilter, NewValue } from '../storage';
import { eventColumns, eventFromRow, eventToRow } from './event-row';
import type { SqlStatement, SqliteConnection } from './sqlite-connection';

type Materialization = EventOf<'ASSET_MATERIALIZATION'>;

/** The statements that run most, by hand; `tests/unit/storage` prepares each against the schema. */
export const hotStatements = {
  highestId: 'select max(highest, coalesce((select max(id) from events), 0)) from event_ids',
  insertEvent: `insert into events (${eventColumns}) values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
  insertValue: `insert into "values" (hash, codec, bytes, attached) values (?, ?, ?, ?)
    on conflict (hash) do update set attached = max(attached, excluded.attached)`,
  getValue: 'select bytes from "values" where hash = ?',
  page: `select ${eventColumns} from events
    where run_id = ?1 and id > ?2 and (?3 is null or type in (select value from json_each(?3)))
    order by id limit ?4`,
  materializations: `select ${eventColumns} from events
    where asset_key = ? and type = 'ASSET_MATERIALIZATION' order by id desc limit ?`,
  latest: `select ${eventColumns} from events where id in (
    select (select max(id) from events where asset_key = asset.value and type = 'ASSET_MATERIALIZATION')
    from json_each(?) as asset)`,
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
    let id = Number(this.#statements.highestId.all()[0]![0]);
    return events.map((event) => {
      id += 1;
      this.#statements.insertEvent.run(...eventToRow(id, event));
      changes.add({ topic: 'run', runId: event.runId, lastEventId: id });
      if (event.assetKey !== undefined) changes.add({ topic: 'asset', assetKey: event.assetKey });
      return { ...event, id };
    });
  }

  page(runId: string, { after = 0, limit = 1000, types }: EventsFilter): readonly RunEvent[] {
    const wanted = types ? JSON.stringify(types) : null;
    return this.#statements.page.all(runId, after, wanted, limit).map(eventFromRow);
  }

  materializations(key: AssetKeyString, limit: number): readonly Materialization[] {
    return this.#statements.materializations.all(key, limit).map(eventFromRow) as Materialization[];
  }

  latest(keys: readonly AssetKeyString[]): ReadonlyMap<AssetKeyString, Materialization> {
    const events = this.#statements.latest.all(JSON.stringify(keys)).map(eventFromRow) as Materialization[];
    return new Map(events.map((event) => [event.assetKey!, event]));
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
}
