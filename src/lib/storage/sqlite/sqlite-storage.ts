import type { AssetKeyString } from '../../definitions/snapshot';
import { DagbookError } from '../../base/errors';
import type { EventType, NewEvent } from '../../events/event';
import type { CompiledNotebook } from '../../notebook/notebook';
import type { NewRun } from '../automation-storage';
import { ChangeFeed } from '../change-feed';
import { CommitQueue, type Changes } from '../commit-queue';
import type {
  Change,
  EventsFilter,
  NewValue,
  Run,
  Storage,
  StoredLocation,
  StoredNotebook,
} from '../storage';
import { StorageClosed } from '../storage-errors';
import { assertSound, damageOf } from './damage';
import { EventLog } from './event-log';
import { insertBundle, selectBundle, selectLocations, upsertLocation } from './location-table';
import { foldLog } from './fold-log';
import { migrate } from './migrate';
import { migrations } from './migrations';
import {
  nameRevision,
  selectNotebook,
  selectNotebookRevision,
  selectNotebooks,
  selectVersions,
  writeNotebook,
} from './notebook-table';
import { OtherCommits } from './other-commits';
import { Queries } from './queries';
import { RunRecords } from './run-records';
import { deleteRunRow, foldIntoRuns, insertRun, selectRun } from './run-table';
import {
  insertDynamicPartitions,
  removeDynamicPartitions,
  selectDynamicPartitions,
} from './dynamic-partitions-table';
import { selectSetting, selectSettingKeys, writeSetting } from './settings-table';
import { inTransaction, type SqliteConnection } from './sqlite-connection';
import { isFirst, wasAppended } from './once-table';
import type { SpaceReserve } from './space-reserve';
import { storageInfo } from './storage-use';

/**
 * The durable record in one SQLite database. Reads and transactions are synchronous underneath, so no read ever sees
 * half of a transaction. Commits of other processes are announced when somebody asks for them (`hearOthers`).
 */
export class SqliteStorage extends RunRecords implements Storage {
  protected readonly connection: SqliteConnection;
  protected readonly queries: Queries;
  readonly #log: EventLog;
  readonly #commits: CommitQueue;
  readonly #feed = new ChangeFeed();
  #others: OtherCommits | undefined;
  #isClosed = false;

  /** Migrates the database; closes it again where that fails, or where it is damaged (`DatabaseDamaged`). What only deletes may use the reserve. */
  constructor(connection: SqliteConnection, reserve?: SpaceReserve) {
    super(reserve);
    try {
      assertSound(connection);
      migrate(connection, migrations);
      foldLog(connection);
    } catch (error) {
      const damage = damageOf(error, connection.about());
      connection.close();
      throw damage ?? error;
    }
    this.connection = connection;
    this.queries = new Queries(connection);
    this.#log = new EventLog(connection);
    this.#commits = new CommitQueue({
      transaction: (work) =>
        inTransaction(connection, () => {
          this.assertLead();
          return work();
        }),
      announce: (changes) => this.#feed.announce(changes),
    });
  }

  async createRun(run: Run, events: readonly NewEvent[]) {
    await this.write((changes) => this.launch({ run, events }, changes));
  }

  async deleteRun(id: string) {
    await this.writeDeletion((changes) => {
      this.#log.deleteRun(id, changes);
      deleteRunRow(this.queries, id);
      changes.add({ topic: 'run', runId: id, lastEventId: 0 });
    });
  }

  append(events: readonly NewEvent[], values: readonly NewValue[] = [], once?: string) {
    const write = (changes: Changes) =>
      once !== undefined && !isFirst(this.queries, once, events)
        ? []
        : this.appendEvents(events, changes, values);
    return events.some(({ type }) => type === 'ASSET_WIPED') ? this.writeDeletion(write) : this.write(write);
  }

  async wasAppended(once: string) {
    return wasAppended(this.queries, once);
  }

  async runEvents(runId: string, filter: EventsFilter = {}) {
    return this.#log.page(runId, filter);
  }

  async lastEventId() {
    return this.#log.lastId();
  }

  async eventsAfter(after: number, types: readonly EventType[], limit = 1000) {
    return this.#log.tail(after, types, limit);
  }

  async assetEvents<Type extends EventType>(key: AssetKeyString, type: Type, limit = -1) {
    return this.#log.ofAsset(key, type, limit);
  }

  async materializations(key: AssetKeyString, limit = 100) {
    return this.#log.ofAsset(key, 'ASSET_MATERIALIZATION', limit);
  }

  async latestMaterializations(keys: readonly AssetKeyString[]) {
    return this.#log.latest('ASSET_MATERIALIZATION', keys);
  }

  async latestPartitions(key: AssetKeyString, partitions?: readonly string[]) {
    return this.#log.latestPartitions(key, partitions);
  }

  async latestObservations(keys: readonly AssetKeyString[]) {
    return this.#log.latest('ASSET_OBSERVATION', keys);
  }

  async latestChecks(key: AssetKeyString) {
    return this.#log.latestChecks(key);
  }

  async dynamicPartitions(name: string) {
    return selectDynamicPartitions(this.queries, name);
  }

  addDynamicPartitions(name: string, keys: readonly string[]) {
    return this.write((changes) => {
      insertDynamicPartitions(this.queries, name, keys);
      changes.add({ topic: 'partitions', name });
    });
  }

  deleteDynamicPartitions(name: string, keys: readonly string[]) {
    return this.writeDeletion((changes) => {
      removeDynamicPartitions(this.queries, name, keys);
      changes.add({ topic: 'partitions', name });
    });
  }

  async getValue(hash: string) {
    return this.#log.getValue(hash);
  }

  async putValue(value: NewValue) {
    await this.write(() => this.#log.putValue(value, true));
  }

  async putBundle(bundle: CompiledNotebook) {
    await this.write(() => insertBundle(this.queries, bundle));
  }

  async getBundle(hash: string) {
    return selectBundle(this.queries, hash);
  }

  async putLocation(location: StoredLocation) {
    await this.write((changes) => {
      upsertLocation(this.queries, location);
      changes.add({ topic: 'location', name: location.name });
    });
  }

  async locations() {
    return selectLocations(this.queries);
  }

  async listNotebooks(options: { deleted?: boolean } = {}) {
    return selectNotebooks(this.queries, options.deleted ?? false);
  }

  async getNotebook(id: string) {
    return selectNotebook(this.queries, id);
  }

  async notebookVersions(id: string) {
    return selectVersions(this.queries, id);
  }

  async notebookRevision(id: string, revision: number) {
    return selectNotebookRevision(this.queries, id, revision);
  }

  nameNotebookRevision(named: Parameters<Storage['nameNotebookRevision']>[0]) {
    return this.write((changes) => nameRevision(this.queries, named, changes));
  }

  saveNotebook(notebook: StoredNotebook) {
    const write = (changes: Changes) => writeNotebook(this.queries, notebook, changes);
    return notebook.deletedAt === undefined ? this.write(write) : this.writeDeletion(write);
  }

  async getSetting(key: string) {
    return selectSetting(this.queries, key);
  }

  async setSetting(key: string, value: string | undefined) {
    await this.write((changes) => {
      writeSetting(this.queries, key, value);
      changes.add({ topic: 'settings', key });
    });
  }

  async settingKeys(prefix: string) {
    return selectSettingKeys(this.queries, prefix);
  }

  subscribe(listener: Parameters<Storage['subscribe']>[0]) {
    return this.#feed.subscribe(listener);
  }

  /**
   * Announces what other processes have committed since the last call (the first one only begins to look), and answers
   * it: for hosts where several processes have the same database open.
   */
  hearOthers(): readonly Change[] {
    if (this.#isClosed) return [];
    this.#others ??= new OtherCommits(this.connection);
    const changes = this.#others.changes();
    this.#feed.announce(changes);
    return changes;
  }

  async info() {
    return storageInfo(this.connection);
  }

  /** Commits what is waiting first. */
  async close() {
    if (this.#isClosed) return;
    this.giveBackLead();
    this.#commits.flush();
    this.#isClosed = true;
    this.#log.close();
    this.#others?.close();
    this.queries.close();
    this.connection.close();
  }

  protected launch({ run, events }: NewRun, changes: Changes): void {
    if (selectRun(this.queries, run.id)) return;
    insertRun(this.queries, run);
    changes.add({ topic: 'run', runId: run.id, lastEventId: 0 });
    this.appendEvents(events, changes);
  }

  protected appendEvents(events: readonly NewEvent[], changes: Changes, values: readonly NewValue[] = []) {
    foldIntoRuns(this.queries, events);
    return this.#log.append(events, values, changes);
  }

  protected async write<Answer>(work: (changes: Changes) => Answer): Promise<Answer> {
    if (this.#isClosed) throw new StorageClosed();
    try {
      return await this.#commits.write(work);
    } catch (error) {
      throw error instanceof DagbookError ? error : await this.connection.explain(error);
    }
  }
}
