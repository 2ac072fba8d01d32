import { applyAssetEvent, emptyAssetStates, type AssetStates } from '../events/asset-state';
import type { EventType, RunEvent } from '../events/event';
import type { RunStatus } from '../events/run-status';
import type { Storage, StoredRun } from '../storage/storage';

const unfinished: readonly RunStatus[] = ['NOT_STARTED', 'QUEUED', 'STARTING', 'STARTED', 'CANCELING'];

/** Runs further back are not searched for an asset's last failure. */
const failedRunsRead = 10;

const told: readonly EventType[] = [
  'ASSET_MATERIALIZATION_PLANNED', 'STEP_START', 'STEP_RESTARTED', 'ASSET_MATERIALIZATION',
  'ASSET_WIPED', 'STEP_REUSED', 'STEP_SUCCESS', 'STEP_FAILURE',
  'STEP_SKIPPED', 'STEP_ABANDONED', 'RUN_SUCCESS', 'RUN_FAILURE', 'RUN_CANCELED',
]; // prettier-ignore

/** Events read at a time. */
const page = 10_000;

/**
 * What unfinished runs are at, and what failed last: the fold of all logs that can tell. It is made once and then led
 * on by what is new, so that looking again costs what has happened since and not what ever happened.
 */
export class AssetWork {
  readonly #storage: Storage;
  #states: AssetStates | undefined;
  /** Id of the last event that is in the states. */
  #last = 0;
  #reading: Promise<unknown> = Promise.resolve();

  constructor(storage: Storage) {
    this.#storage = storage;
    storage.subscribe((changes) => {
      // A run was deleted: what its log said is no longer so.
      if (changes.some((change) => change.topic === 'run' && change.lastEventId === 0))
        this.#states = undefined;
    });
  }

  /** The states as of now; they are led on in place by the next call. */
  read(): Promise<AssetStates['assets']> {
    const reading = this.#reading.then(() => this.#lead());
    this.#reading = reading.catch(() => {});
    return reading;
  }

  async #lead(): Promise<AssetStates['assets']> {
    const states = (this.#states ??= await this.#begin());
    for (;;) {
      const events = await this.#storage.eventsAfter(this.#last, told, page);
      for (const event of events) applyAssetEvent(states, withoutPartition(event));
      this.#last = events.at(-1)?.id ?? this.#last;
      if (events.length < page) return states.assets;
    }
  }

  async #begin(): Promise<AssetStates> {
    this.#last = await this.#storage.lastEventId();
    const runs = [
      ...(await this.#storage.listRuns({ statuses: unfinished, limit: Number.MAX_SAFE_INTEGER })),
      ...(await this.#storage.listRuns({ statuses: ['FAILURE'], limit: failedRunsRead })),
    ];
    const logs = await Promise.all(runs.map((run) => this.#log(run)));
    const states = emptyAssetStates();
    const events = logs.flat().sort((a, b) => a.id - b.id);
    for (const event of events) if (event.id <= this.#last) applyAssetEvent(states, withoutPartition(event));
    return states;
  }

  #log(run: StoredRun): Promise<readonly RunEvent[]> {
    return this.#storage.runEvents(run.id, { types: told, limit: Number.MAX_SAFE_INTEGER });
  }
}

/** Storage knows the newest of each partition: to keep them all here, too, would fill the memory. */
const withoutPartition = (event: RunEvent): RunEvent =>
  event.type === 'ASSET_MATERIALIZATION' && event.data.partition !== undefined
    ? { ...event, data: { ...event.data, partition: undefined } }
    : event;
