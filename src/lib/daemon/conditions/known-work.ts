import type { RunEvent } from '../../events/event';
import type { PlannedWork } from '../../storage/facts-storage';
import { entityId, type EntityId } from './entity';
import { wholeKey } from './entity-subset';

/** What unfinished runs have still to make and to evaluate: a fold of events, begun with what the storage says. */
export class KnownWork {
  /** Of each asset and check: by run, the partitions that it has not made yet. */
  readonly #byEntity = new Map<EntityId, Map<string, Set<string>>>();
  readonly #byRun = new Map<string, Set<EntityId>>();

  constructor(work: readonly PlannedWork[]) {
    for (const each of work) {
      if (!each.isDone) {
        this.#plan(each);
        continue;
      }
      const { assetKey: key, check, runId, partitions = [wholeKey] } = each;
      const id = entityId({ key, ...(check !== undefined && { check }) });
      for (const partition of check === undefined ? partitions : [wholeKey]) this.#done(id, runId, partition);
    }
  }

  /** Takes away what a run has made already. */
  #done(id: EntityId, runId: string, partition: string): void {
    const runs = this.#byEntity.get(id);
    const left = runs?.get(runId);
    if (!left?.delete(partition) || left.size > 0) return;
    runs!.delete(runId);
    if (runs!.size === 0) this.#byEntity.delete(id);
  }

  /** The assets and checks whose work has changed, and where a run has failed, what it has not made. */
  apply(event: RunEvent): readonly LeftUndone[] {
    const { type, runId, assetKey } = event;
    switch (type) {
      case 'ASSET_MATERIALIZATION_PLANNED':
        if (assetKey === undefined) return none;
        return [this.#plan({ runId, assetKey, ...event.data })];
      case 'ASSET_CHECK_EVALUATION_PLANNED':
        if (assetKey === undefined) return none;
        return [this.#plan({ runId, assetKey, check: event.data.check })];
      case 'ASSET_MATERIALIZATION':
        if (assetKey !== undefined) this.#done(assetKey, runId, event.data.partition ?? wholeKey);
        return none;
      case 'ASSET_CHECK_EVALUATION':
        if (assetKey !== undefined)
          this.#done(entityId({ key: assetKey, check: event.data.check }), runId, wholeKey);
        return none;
      case 'RUN_SUCCESS':
      case 'RUN_FAILURE':
      case 'RUN_CANCELED':
        return this.#end(runId, type === 'RUN_FAILURE');
      default:
        return none;
    }
  }

  /** Partitions of an asset, or `wholeKey`, that some run is to make. */
  *partitions(id: EntityId): Generator<string> {
    for (const left of this.#byEntity.get(id)?.values() ?? none) yield* left;
  }

  #plan(work: Pick<PlannedWork, 'runId' | 'assetKey' | 'check' | 'partitions'>): LeftUndone {
    const { runId, assetKey: key, check, partitions = [wholeKey] } = work;
    const id = entityId({ key, ...(check !== undefined && { check }) });
    const runs = this.#byEntity.get(id) ?? new Map<string, Set<string>>();
    this.#byEntity.set(id, runs);
    runs.set(runId, new Set(partitions));
    const ofRun = this.#byRun.get(runId);
    if (ofRun) ofRun.add(id);
    else this.#byRun.set(runId, new Set([id]));
    return { id, partitions, isFailed: false };
  }

  #end(runId: string, isFailed: boolean): readonly LeftUndone[] {
    const ids = this.#byRun.get(runId) ?? none;
    this.#byRun.delete(runId);
    return Array.from(ids, (id) => {
      const runs = this.#byEntity.get(id);
      const partitions = [...(runs?.get(runId) ?? none)];
      runs?.delete(runId);
      if (runs?.size === 0) this.#byEntity.delete(id);
      return { id, partitions, isFailed };
    });
  }
}

/** Partitions of an asset or check that a run has taken up, or has ended without making. */
export interface LeftUndone {
  readonly id: EntityId;
  readonly partitions: readonly string[];
  readonly isFailed: boolean;
}

const none: readonly never[] = [];
