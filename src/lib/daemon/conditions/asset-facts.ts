import type { RunEvent } from '../../events/event';
import type { AssetUpdate, CheckResult, PlannedWork } from '../../storage/facts-storage';
import { entityId, type EntityId } from './entity';
import { wholeKey } from './entity-subset';
import { NewestByPartition } from './newest-by-partition';

/** What is kept of a materialization or an observation. */
export type Update = Pick<AssetUpdate, 'id' | 'runId' | 'timestamp' | 'codeVersion' | 'dataVersion'>;

/** What is known of one asset, and of its checks: a fold of events, begun with what the storage says. */
export class AssetFacts {
  readonly made = new NewestByPartition<Update>();
  readonly seen = new NewestByPartition<Update>();
  /** Newest evaluations, by check. */
  readonly results = new Map<string, NewestByPartition<CheckResult>>();
  /** Partitions whose last run failed, of the asset and of its checks; absent: nobody has asked yet. */
  failed?: Map<EntityId, NewestByPartition<true>>;

  constructor(updates: readonly AssetUpdate[], results: readonly CheckResult[]) {
    for (const update of updates) this.#update(update);
    for (const result of results) this.#result(result);
  }

  /** `id` is of the asset or of one of its checks. */
  failedOf(id: EntityId): NewestByPartition<true> {
    let failed = this.failed?.get(id);
    if (!failed) (this.failed ??= new Map()).set(id, (failed = new NewestByPartition()));
    return failed;
  }

  /** What the last runs did not make because they failed. */
  readPlans(plans: readonly PlannedWork[]): void {
    this.failed = new Map();
    for (const { failureId, runId, assetKey: key, check, partitions = [wholeKey] } of plans) {
      if (failureId === undefined) continue;
      for (const partition of partitions) {
        const made = (check === undefined ? this.made : this.results.get(check))?.get(partition);
        if (made && (made.runId === runId || made.id > failureId)) continue;
        this.failedOf(entityId({ key, ...(check !== undefined && { check }) })).set(partition, true);
      }
    }
  }

  /** What is new of this very asset. */
  apply(event: RunEvent): void {
    const { id, runId, timestamp, assetKey } = event;
    if (assetKey === undefined) return;
    switch (event.type) {
      case 'ASSET_MATERIALIZATION': {
        const { partition, codeVersion, dataVersion } = event.data;
        this.#update({
          type: event.type,
          assetKey,
          partition,
          id,
          runId,
          timestamp,
          codeVersion,
          dataVersion,
        });
        this.failed?.get(assetKey)?.delete([partition ?? wholeKey]);
        break;
      }
      case 'ASSET_OBSERVATION': {
        const { partition, dataVersion } = event.data;
        this.#update({
          type: event.type,
          assetKey,
          partition,
          id,
          runId,
          timestamp,
          codeVersion: '',
          dataVersion,
        });
        break;
      }
      case 'ASSET_CHECK_EVALUATION': {
        const { check, partition, passed, target } = event.data;
        this.#result({ assetKey, check, partition, id, runId, passed, target });
        this.failed?.get(entityId({ key: assetKey, check }))?.delete([partition ?? wholeKey]);
        break;
      }
      case 'ASSET_WIPED': {
        const { partitions } = event.data;
        for (const known of [this.made, this.seen]) known.delete(partitions);
        if (!partitions) this.results.clear();
        for (const failed of this.failed?.values() ?? []) failed.delete(partitions);
        break;
      }
    }
  }

  /** The newest of a partition, materialized or observed. */
  newest(partition: string): Update | undefined {
    const [made, seen] = [this.made.get(partition), this.seen.get(partition)];
    return made && seen ? (made.id > seen.id ? made : seen) : (made ?? seen);
  }

  #update({ type, partition = wholeKey, ...update }: AssetUpdate): void {
    const { id, runId, timestamp, codeVersion, dataVersion } = update;
    const kept = { id, runId, timestamp, codeVersion, ...(dataVersion !== undefined && { dataVersion }) };
    (type === 'ASSET_MATERIALIZATION' ? this.made : this.seen).set(partition, kept);
  }

  #result(result: CheckResult): void {
    const known = this.results.get(result.check) ?? new NewestByPartition<CheckResult>();
    this.results.set(result.check, known);
    known.set(result.partition ?? wholeKey, result);
  }
}
