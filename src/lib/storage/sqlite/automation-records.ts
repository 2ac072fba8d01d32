import type { AssetKeyString } from '../../definitions/snapshot';
import type { NewEvent } from '../../events/event';
import type {
  AutomationStorage,
  Backfill,
  BackfillsFilter,
  Heartbeat,
  InstigatorState,
  NewRun,
  Tick,
  TickCommit,
  TicksFilter,
} from '../automation-storage';
import type { Changes } from '../commit-queue';
import { selectBackfill, selectBackfills, upsertBackfill } from './backfill-table';
import { insertDynamicPartitions, removeDynamicPartitions } from './dynamic-partitions-table';
import { FactRecords } from './fact-records';
import { insertEvaluation, selectEvaluations, selectEvaluationsAt } from './evaluation-table';
import { selectHeartbeats, upsertHeartbeat } from './heartbeat-table';
import { keepProgress, selectInstigators, upsertInstigator } from './instigator-table';
import type { Queries } from './queries';
import { selectRunsByKey, selectTick, selectTicks, upsertTick } from './tick-table';

/** The part of the record that the daemon writes; `SqliteStorage` is the rest. */
export abstract class AutomationRecords extends FactRecords implements AutomationStorage {
  protected abstract override readonly queries: Queries;
  protected abstract write<Answer>(work: (changes: Changes) => Answer): Promise<Answer>;
  /** Within a transaction: a run that exists already is left as it is. */
  protected abstract launch(run: NewRun, changes: Changes): void;
  /** Within a transaction. */
  protected abstract appendEvents(events: readonly NewEvent[], changes: Changes): void;

  async instigators() {
    return selectInstigators(this.queries);
  }

  async putInstigator(state: InstigatorState) {
    await this.write((changes) => {
      upsertInstigator(this.queries, state);
      changes.add({ topic: 'instigator', location: state.location, name: state.name });
    });
  }

  async commitTick({ tick, progress, runs = [], events = [], evaluations = [] }: TickCommit) {
    await this.write((changes) => {
      this.changePartitions(tick, changes);
      for (const run of runs) this.launch(run, changes);
      this.appendEvents(events, changes);
      for (const evaluation of evaluations) {
        insertEvaluation(this.queries, evaluation);
        changes.add({ topic: 'evaluations', assetKey: evaluation.assetKey });
      }
      upsertTick(this.queries, tick);
      changes.add({ topic: 'tick', location: tick.location, name: tick.name });
      if (progress) keepProgress(this.queries, tick, progress);
    });
  }

  async ticks(filter: TicksFilter = {}) {
    return selectTicks(this.queries, filter);
  }

  async getTick(id: string) {
    return selectTick(this.queries, id);
  }

  async runsByKey(location: string, tags: Readonly<Record<string, string>>, runKeys: readonly string[]) {
    return selectRunsByKey(this.queries, location, tags, runKeys);
  }

  async evaluations(key: AssetKeyString, filter: Parameters<AutomationStorage['evaluations']>[1] = {}) {
    return selectEvaluations(this.queries, key, filter);
  }

  async evaluationsAt(evaluationId: number) {
    return selectEvaluationsAt(this.queries, evaluationId);
  }

  async createBackfill(backfill: Backfill) {
    await this.write((changes) => {
      if (selectBackfill(this.queries, backfill.id)) return;
      upsertBackfill(this.queries, backfill);
      changes.add({ topic: 'backfill', id: backfill.id });
    });
  }

  updateBackfill(
    id: string,
    change: (stored: Backfill) => Backfill | undefined,
    runs: readonly NewRun[] = [],
  ): Promise<Backfill | undefined> {
    return this.write((changes) => {
      const stored = selectBackfill(this.queries, id);
      const changed = stored && change(stored);
      if (!changed) return undefined;
      for (const run of runs) this.launch(run, changes);
      upsertBackfill(this.queries, changed);
      changes.add({ topic: 'backfill', id });
      return changed;
    });
  }

  async getBackfill(id: string) {
    return selectBackfill(this.queries, id);
  }

  async listBackfills(filter: BackfillsFilter = {}) {
    return selectBackfills(this.queries, filter);
  }

  async beat(heartbeats: readonly Heartbeat[]) {
    await this.write((changes) => {
      for (const heartbeat of heartbeats) {
        upsertHeartbeat(this.queries, heartbeat);
        changes.add({ topic: 'heartbeat', daemon: heartbeat.daemon });
      }
    });
  }

  async heartbeats() {
    return selectHeartbeats(this.queries);
  }

  private changePartitions({ status, dynamicPartitionsRequests }: Tick, changes: Changes): void {
    if (status !== 'SUCCESS' && status !== 'SKIPPED') return;
    for (const { type, partitionsDefName: name, partitionKeys } of dynamicPartitionsRequests) {
      if (type === 'add') insertDynamicPartitions(this.queries, name, partitionKeys);
      else removeDynamicPartitions(this.queries, name, partitionKeys);
      changes.add({ topic: 'partitions', name });
    }
  }
}
