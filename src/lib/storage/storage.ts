import type { AssetKeyString, DefinitionsSnapshot } from '../definitions/snapshot';
import type { EventOf, EventType, NewEvent, RunEvent } from '../events/event';
import type { RunStatus } from '../events/run-status';
import type { CompiledNotebook } from '../notebook/notebook';
import type { ExecutionPlan } from '../plan/execution-plan';
import type { PlanOutline } from '../plan/plan-outline';
import type { AutomationStorage, JobId } from './automation-storage';
import type { MaintenanceStorage } from './maintenance-storage';
import type { FactsStorage } from './facts-storage';
import type { NotebookVersion } from './thin-versions';

/** A run as launched. What happened to it is in its events; only `status` is kept beside, set by the same transaction. */
export interface Run {
  readonly id: string;
  readonly jobName: string;
  /** Name of the code location (in the browser the notebook's id). */
  readonly location: string;
  /** Hash of the compiled notebook the run executes. */
  readonly bundle: string;
  readonly plan: ExecutionPlan;
  readonly tags: Readonly<Record<string, string>>;
  /** The run that it executes again; both or neither. `rootRunId` is the first of the chain. */
  readonly parentRunId?: string;
  readonly rootRunId?: string;
  /** ms since the epoch. */
  readonly createdAt: number;
}

export interface StoredRun extends Run {
  readonly status: RunStatus;
  readonly startedAt?: number;
  readonly endedAt?: number;
}

/** A run as a list shows it, without its plan. */
export interface RunSummary extends Omit<StoredRun, 'plan' | 'bundle'> {
  readonly outline: PlanOutline;
}

/** A value small enough to live in the database, stored in the transaction of the event that names it. */
export interface NewValue {
  readonly hash: string;
  readonly codec: string;
  readonly bytes: Uint8Array;
}

export interface StoredNotebook {
  readonly id: string;
  readonly title: string;
  /** The `.nb.ts` text. */
  readonly source: string;
  /** Counts saves, from 1. */
  readonly revision: number;
  readonly createdAt: number;
  readonly updatedAt: number;
  readonly deletedAt?: number;
}

/** What was last known of a code location. */
export interface StoredLocation {
  readonly name: string;
  readonly bundle: string;
  readonly snapshot: DefinitionsSnapshot;
  readonly loadedAt: number;
}

/** What a committed transaction touched; subscribers query again what they show. */
export type Change =
  | { readonly topic: 'run'; readonly runId: string; readonly lastEventId: number }
  | { readonly topic: 'asset'; readonly assetKey: AssetKeyString }
  | { readonly topic: 'partitions'; readonly name: string }
  | { readonly topic: 'notebook'; readonly id: string }
  | { readonly topic: 'location'; readonly name: string }
  | { readonly topic: 'settings'; readonly key: string }
  | { readonly topic: 'instigator' | 'tick'; readonly location: string; readonly name: string }
  | { readonly topic: 'evaluations'; readonly assetKey: AssetKeyString }
  | { readonly topic: 'backfill'; readonly id: string }
  | { readonly topic: 'heartbeat'; readonly daemon: string };

/** Who launched a run: any of that kind, or one by its name; of a backfill by its id. */
export interface LaunchedBy {
  readonly type: 'schedule' | 'sensor' | 'backfill' | 'person';
  readonly name?: string;
}

export interface RunsFilter {
  readonly statuses?: readonly RunStatus[];
  readonly location?: string;
  /** Runs created before this run, for paging. */
  readonly before?: string;
  readonly jobName?: string;
  /** Runs that were to make this asset. */
  readonly assetKey?: AssetKeyString;
  readonly ids?: readonly string[];
  /** The end of an id, at least: what people see of it. */
  readonly idEnd?: string;
  /** ms since the epoch: created at that time or later, and before that time. */
  readonly createdFrom?: number;
  readonly createdBefore?: number;
  /** Runs that were there at any time of a stretch: not created after it, not ended before it (ms since the epoch). */
  readonly during?: { readonly from: number; readonly to: number };
  readonly launchedBy?: LaunchedBy;
  /** Runs that have all of these tags. */
  readonly tags?: Readonly<Record<string, string>>;
  /** The run itself, and all that execute it again. */
  readonly rootRunId?: string;
  /** Default 100. */
  readonly limit?: number;
}

export interface EventsFilter {
  readonly after?: number;
  /** Default 1,000. */
  readonly limit?: number;
  readonly types?: readonly EventType[];
  /** Only of this step. */
  readonly stepKey?: string;
}

/**
 * The durable record. Every write is one transaction, durable when its promise resolves, and announced to
 * subscribers after that. Concurrent `append`s are committed together (group commit), in the order of the calls.
 */
export interface Storage extends AutomationStorage, FactsStorage, MaintenanceStorage {
  /** Creates the run and its first events in one transaction. Does nothing where the run exists: a repeated call. */
  createRun(run: Run, events: readonly NewEvent[]): Promise<void>;
  getRun(id: string): Promise<StoredRun | undefined>;
  /** Newest first. */
  listRuns(filter?: RunsFilter): Promise<readonly StoredRun[]>;
  /** As `listRuns`, for lists of many. */
  runSummaries(filter?: RunsFilter): Promise<readonly RunSummary[]>;
  /** The newest run of each of these jobs that has one. */
  newestRuns(jobs: readonly JobId[]): Promise<readonly RunSummary[]>;
  /** Tags that runs have, in the order of keys and values; of each key at most `valuesEach` values. */
  runTags(valuesEach: number): Promise<readonly (readonly [key: string, value: string])[]>;
  /** Gives a run more tags; one of a key that it has takes the place of the old one. Rejects with `RunNotFound`. */
  addRunTags(id: string, tags: Readonly<Record<string, string>>): Promise<void>;
  /** Removes the run, its events and what pointed to them. */
  deleteRun(id: string): Promise<void>;

  /** With `once`, an id that the caller chose, it does nothing where that id was given before: a repeated call. */
  append(
    events: readonly NewEvent[],
    values?: readonly NewValue[],
    once?: string,
  ): Promise<readonly RunEvent[]>;
  /** Whether events were appended `once` under this id, within the last day. */
  wasAppended(once: string): Promise<boolean>;
  runEvents(runId: string, filter?: EventsFilter): Promise<readonly RunEvent[]>;
  /** Id of the newest event of all; 0 where there is none. */
  lastEventId(): Promise<number>;
  /** Events of all runs and of none, in the order of storing; at most `limit`, default 1,000. */
  eventsAfter(after: number, types: readonly EventType[], limit?: number): Promise<readonly RunEvent[]>;
  /** Of one asset, newest first, since it was last wiped; default all. */
  assetEvents<Type extends EventType>(
    key: AssetKeyString,
    type: Type,
    limit?: number,
  ): Promise<readonly EventOf<Type>[]>;
  /** Newest first; as everything below that is said of an asset, only what came after it was last wiped. */
  materializations(key: AssetKeyString, limit?: number): Promise<readonly EventOf<'ASSET_MATERIALIZATION'>[]>;
  /** The newest of each key that has one. */
  latestMaterializations(
    keys: readonly AssetKeyString[],
  ): Promise<ReadonlyMap<AssetKeyString, EventOf<'ASSET_MATERIALIZATION'>>>;

  /** The newest materialization of each partition of an asset that has one; of all, or only of some. */
  latestPartitions(
    key: AssetKeyString,
    partitions?: readonly string[],
  ): Promise<ReadonlyMap<string, EventOf<'ASSET_MATERIALIZATION'>>>;
  /** The newest observation of each key that has one. */
  latestObservations(
    keys: readonly AssetKeyString[],
  ): Promise<ReadonlyMap<AssetKeyString, EventOf<'ASSET_OBSERVATION'>>>;
  /** The newest evaluation of each check of an asset, by the check's name. */
  latestChecks(key: AssetKeyString): Promise<ReadonlyMap<string, EventOf<'ASSET_CHECK_EVALUATION'>>>;

  /** Keys of a dynamic partitions definition, in the order of adding. */
  dynamicPartitions(name: string): Promise<readonly string[]>;
  /** Keys that are there already are left as they are. */
  addDynamicPartitions(name: string, keys: readonly string[]): Promise<void>;
  deleteDynamicPartitions(name: string, keys: readonly string[]): Promise<void>;

  getValue(hash: string): Promise<Uint8Array | undefined>;
  /** A value that belongs to no event, such as an attached file. */
  putValue(value: NewValue): Promise<void>;

  putBundle(bundle: CompiledNotebook): Promise<void>;
  getBundle(hash: string): Promise<CompiledNotebook | undefined>;
  putLocation(location: StoredLocation): Promise<void>;
  /** Those whose notebook is not deleted. */
  locations(): Promise<readonly StoredLocation[]>;

  /** Not deleted ones, last changed first; `deleted: true` gives the deleted ones. */
  listNotebooks(options?: { deleted?: boolean }): Promise<readonly StoredNotebook[]>;
  getNotebook(id: string): Promise<StoredNotebook | undefined>;
  /** Its earlier texts that are kept (`thin-versions.ts`), newest first; the present one only if it is named. */
  notebookVersions(id: string): Promise<readonly NotebookVersion[]>;
  /** The text of a revision; `undefined` where it is no longer kept. */
  notebookRevision(id: string, revision: number): Promise<string | undefined>;
  /**
   * Names a revision, which may be the present one, so that it is kept whatever its age; without a name it is like any
   * other again. Answers whether it is still there.
   */
  nameNotebookRevision(named: {
    readonly id: string;
    readonly revision: number;
    readonly name?: string;
  }): Promise<boolean>;
  /**
   * Writes where `revision` is the stored revision plus one (1 creates); answers what is stored then, which is
   * another's text where somebody was faster.
   */
  saveNotebook(notebook: StoredNotebook): Promise<StoredNotebook>;

  getSetting(key: string): Promise<string | undefined>;
  /** Without a value it is removed. */
  setSetting(key: string, value: string | undefined): Promise<void>;
  /** Keys that begin with `prefix`, in ascending order. */
  settingKeys(prefix: string): Promise<readonly string[]>;

  /** Hears of every commit; answers the unsubscribe function. */
  subscribe(listener: (changes: readonly Change[]) => void): () => void;
  /** Row counts, bytes and the schema's version. */
  info(): Promise<StorageInfo>;
  close(): Promise<void>;
}

export interface StorageInfo {
  readonly kind: string;
  readonly schemaVersion: number;
  readonly bytes: number;
  readonly runs: number;
  readonly events: number;
}
