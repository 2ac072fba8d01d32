import type { Changes } from '../commit-queue';
import type { Lead, MaintenanceStorage, Prunable } from '../maintenance-storage';
import { LeaderFenced } from '../storage-errors';
import { AutomationRecords } from './automation-records';
import { selectLead, writeLead } from './lead-table';
import { prune } from './prune';
import { deleteOnReserve, type SpaceReserve } from './space-reserve';
import type { SqliteConnection } from './sqlite-connection';
import { notebookHoldings } from './notebook-holdings';
import { bytesUsed, storageUse } from './storage-use';
import { unnamed } from './unnamed';

/** A larger database is not backed up by itself. */
const mostBackedUp = 50_000_000;

/** What keeps the record in order; `SqliteStorage` is the rest. */
export abstract class MaintenanceRecords extends AutomationRecords implements MaintenanceStorage {
  protected abstract readonly connection: SqliteConnection;
  /** Of the lead that this storage has taken. */
  #epoch: number | undefined;
  readonly #reserve: SpaceReserve | undefined;

  constructor(reserve: SpaceReserve | undefined) {
    super();
    this.#reserve = reserve;
  }

  async lead() {
    return selectLead(this.queries);
  }

  async takeLead({ holder, isLocked, after }: Parameters<MaintenanceStorage['takeLead']>[0]) {
    // Who leads is who deletes.
    const epoch = await this.writeDeletion(() => {
      const last = selectLead(this.queries);
      if (after !== undefined && last.epoch !== after) return undefined;
      writeLead(this.queries, { epoch: last.epoch + 1, holder, renewals: 0, isLocked });
      return last.epoch + 1;
    });
    this.#epoch = epoch ?? this.#epoch;
    return epoch;
  }

  async renewLead({ isLocked }: Pick<Lead, 'isLocked'>) {
    await this.write(() => {
      const lead = selectLead(this.queries);
      writeLead(this.queries, { ...lead, renewals: lead.renewals + 1, isLocked });
    });
  }

  prune(what: Prunable, after?: string, limit = 500) {
    return this.writeDeletion((changes) => prune(this.connection, what, after, limit, changes));
  }

  async unnamed(hashes: readonly string[]) {
    return unnamed(this.connection, hashes);
  }

  async bytesUsed() {
    return bytesUsed(this.connection);
  }

  async storageUse() {
    return storageUse(this.connection);
  }

  async notebookHoldings() {
    return notebookHoldings(this.connection);
  }

  async backUpDaily(now: number) {
    const day = new Date(now).toISOString().slice(0, 10);
    const { backups } = this.connection.about();
    if (backups.some((name) => name.endsWith(day)) || bytesUsed(this.connection) > mostBackedUp) return false;
    try {
      this.connection.backUp(day);
      return true;
    } catch (error) {
      throw await this.connection.explain(error);
    }
  }

  async snapshot() {
    try {
      return this.connection.snapshot();
    } catch (error) {
      throw await this.connection.explain(error);
    }
  }

  /** A write that only deletes, or that has to come before: it may use the reserve. */
  protected writeDeletion<Answer>(work: (changes: Changes) => Answer): Promise<Answer> {
    return deleteOnReserve(() => this.write(work), this.connection, this.#reserve);
  }

  /** Where this storage has the lead; to be committed with what is waiting. */
  protected giveBackLead(): void {
    if (this.#epoch === undefined) return;
    this.write(() => writeLead(this.queries, { ...selectLead(this.queries), holder: '' })).catch(() => {});
  }

  /** To be called first within each transaction. */
  protected assertLead(): void {
    if (this.#epoch === undefined) return;
    const { epoch, holder } = selectLead(this.queries);
    if (epoch !== this.#epoch) throw new LeaderFenced(holder);
  }
}
