import type { SerializedError } from '../base/errors';
import type { GivenSettings, InstanceSettings } from '../daemon/instance-settings';
import type { ConfigIssue } from '../location/isolate';
import type { Backlog, BackfillRequest, BackfillView, InstigatorStatus } from './automation-views';
import type { AutomationPreview, ConditionPreview, ConditionTarget } from './condition-answers';
import type { LaunchRequest, ReexecutionRequest } from './launch-request';
import type { FreshnessState } from '../definitions/freshness-policy';
import type { RawMetadata } from '../definitions/metadata-value';
import type {
  AssetCheckSnapshot,
  AssetKeyString,
  AssetSnapshot,
  DefinitionsSnapshot,
} from '../definitions/snapshot';
import type { TickAnswer } from '../definitions/tick-request';
import type { EventOf, EventType, RunEvent, ValuePointer } from '../events/event';
import type { PoolState } from '../plan/pool-slots';
import type { StaleStatus } from '../graph/staleness';
import type {
  AutomationEvaluation,
  BackfillsFilter,
  Heartbeat,
  InstigatorId,
  Tick,
  TicksFilter,
} from '../storage/automation-storage';
import type { Removed, StorageUse } from '../storage/maintenance-storage';
import type {
  Change,
  EventsFilter,
  RunsFilter,
  StorageInfo,
  StoredNotebook,
  StoredRun,
} from '../storage/storage';

export type { Backlog, BackfillRequest, BackfillView, ConfigIssue, InstigatorStatus };
export type { LaunchRequest, ReexecutionRequest };

/** A notebook with the files attached to it (relative path → content hash and bytes). */
export interface NotebookDocument extends StoredNotebook {
  readonly attachments: readonly { readonly path: string; readonly hash: string; readonly size: number }[];
}

/** What loading a notebook as a code location gave. */
export interface LocationStatus {
  readonly name: string;
  readonly bundle: string;
  readonly snapshot: DefinitionsSnapshot;
  /** Cells that do not compile or throw, and wrong definitions; each names cell, line and remedy. */
  readonly errors: readonly SerializedError[];
}

/** An asset as a page shows it: what it is, and how it stands. */
export interface AssetStatus {
  readonly asset: AssetSnapshot;
  readonly location: string;
  readonly latest?: EventOf<'ASSET_MATERIALIZATION'>;
  /** Unfinished runs whose plan has this asset. */
  readonly inProgress: readonly {
    readonly runId: string;
    readonly stepKey: string;
    readonly started: boolean;
  }[];
  /** The newest observation. */
  readonly observation?: EventOf<'ASSET_OBSERVATION'>;
  /** The newest failure, where it is newer than `latest`. */
  readonly lastFailure?: EventOf<'STEP_FAILURE'>;
  /** A partitioned asset as a whole is FRESH, as in Dagster: `partitions` tells of its partitions. */
  readonly stale: StaleStatus;
  /** Absent: it has no freshness policy. */
  readonly freshness?: FreshnessState;
}

/** How the partitions of an asset stand: keys as ranges, such as `2024-01-01...2024-02-03, 2024-03-01`. */
export interface PartitionsStatus {
  readonly total: number;
  readonly counts: {
    readonly materialized: number;
    readonly failed: number;
    readonly inProgress: number;
    readonly stale: number;
    readonly missing: number;
  };
  readonly materialized: string;
  readonly failed: string;
  readonly inProgress: string;
  readonly stale: string;
  readonly missing: string;
}

/** A check with its newest evaluation. */
export interface CheckStatus {
  readonly check: AssetCheckSnapshot;
  readonly latest?: EventOf<'ASSET_CHECK_EVALUATION'>;
}

export interface InstanceInfo {
  readonly storage: StorageInfo;
  /** Where values go: `opfs`, `indexeddb` or a folder. */
  readonly artifacts: string;
  readonly cores: number;
  readonly version: string;
  /** What the user must know of this store, e.g. that nothing survives a private window. */
  readonly warnings: readonly string[];
}

/** An environment variable by name. */
export interface VariableStatus {
  readonly name: string;
  readonly isSet: boolean;
  /** Locations whose resources or jobs name it. */
  readonly usedBy: readonly string[];
}

/** A value as stored; the caller decodes it with `artifacts/codecs`. */
export interface StoredValue extends ValuePointer {
  readonly bytes: Uint8Array;
}

/**
 * The one door: all that pages and the command line can ask for. Every call is answered once even if the leader
 * changes under way; arguments and answers are plain data (and bytes).
 */
export interface Instance {
  listNotebooks(options?: { readonly deleted?: boolean }): Promise<readonly StoredNotebook[]>;
  openNotebook(id: string): Promise<NotebookDocument | undefined>;
  createNotebook(input: {
    readonly id?: string;
    readonly source: string;
    readonly files?: readonly { readonly path: string; readonly bytes: Uint8Array }[];
  }): Promise<NotebookDocument>;
  /**
   * Saves over revision `base`. Where another tab has saved since, cells that only one side changed are merged;
   * the answer's `source` is what is stored now.
   */
  saveNotebook(input: {
    readonly id: string;
    readonly source: string;
    readonly base: number;
  }): Promise<StoredNotebook>;
  /** Keeps the file's bytes and names it in the notebook's header. */
  attachFile(input: {
    readonly notebookId: string;
    readonly path: string;
    readonly bytes: Uint8Array;
  }): Promise<NotebookDocument>;
  deleteNotebook(id: string): Promise<void>;
  restoreNotebook(id: string): Promise<void>;

  /** Compiles and loads the stored text (again, if it changed) and remembers its definitions. */
  loadLocation(name: string): Promise<LocationStatus>;
  /** All assets of one location, or of all, with their state. */
  assets(location?: string): Promise<readonly AssetStatus[]>;
  materializations(key: AssetKeyString, limit?: number): Promise<readonly EventOf<'ASSET_MATERIALIZATION'>[]>;
  /** Of one asset, newest first, since it was last wiped. */
  assetEvents<Type extends EventType>(
    key: AssetKeyString,
    type: Type,
    limit?: number,
  ): Promise<readonly EventOf<Type>[]>;
  /** `undefined` where the value is lost or was never stored. */
  value(pointer: ValuePointer): Promise<StoredValue | undefined>;

  /** All checks of an asset. */
  checks(key: AssetKeyString): Promise<readonly CheckStatus[]>;
  /** `undefined` where the asset is not partitioned. */
  partitions(key: AssetKeyString): Promise<PartitionsStatus | undefined>;
  dynamicPartitions(name: string): Promise<readonly string[]>;
  addDynamicPartitions(name: string, keys: readonly string[]): Promise<void>;
  deleteDynamicPartitions(name: string, keys: readonly string[]): Promise<void>;

  /** Records that an asset was made outside, as if a run had: with `observation`, that it was looked at. */
  reportAsset(input: {
    readonly assetKey: AssetKeyString;
    readonly event: 'materialization' | 'observation';
    readonly partition?: string;
    readonly dataVersion?: string;
    readonly description?: string;
    readonly metadata?: RawMetadata;
  }): Promise<void>;
  /** Forgets what was materialized: of some partitions, or all of it. */
  wipeAsset(key: AssetKeyString, partitions?: string): Promise<void>;

  /** Rejects with `InvalidRunConfig`, all issues in it, where the config is wrong; nothing is launched then. */
  launchRun(request: LaunchRequest): Promise<{ readonly runId: string }>;
  /** What `launchRun` would say of the config. */
  validateConfig(request: LaunchRequest): Promise<readonly ConfigIssue[]>;
  reexecuteRun(request: ReexecutionRequest): Promise<{ readonly runId: string }>;
  cancelRun(runId: string): Promise<void>;
  listRuns(filter?: RunsFilter): Promise<readonly StoredRun[]>;
  getRun(runId: string): Promise<StoredRun | undefined>;
  runEvents(runId: string, filter?: EventsFilter): Promise<readonly RunEvent[]>;
  deleteRun(runId: string): Promise<void>;

  /** All schedules and sensors. */
  instigators(): Promise<readonly InstigatorStatus[]>;
  /** `DEFAULT`: as its definition says. What came due before it is switched on is not made up for. */
  switchInstigator(id: InstigatorId, to: 'RUNNING' | 'STOPPED' | 'DEFAULT'): Promise<void>;
  /** `undefined`: as if it had never been evaluated. */
  setCursor(id: InstigatorId, cursor: string | undefined): Promise<void>;
  /** Newest first. */
  ticks(filter?: TicksFilter): Promise<readonly Tick[]>;
  /** Evaluates without storing or launching anything: a schedule for any time, a sensor from any cursor. */
  previewTick(id: InstigatorId, as?: { readonly at?: number; readonly cursor?: string }): Promise<TickAnswer>;
  /** Events that a sensor has not seen yet, and ticks that a schedule owes. */
  backlog(id: InstigatorId): Promise<Backlog>;

  /**
   * What came of the condition of an asset, or of a check of it, newest first: where it requested something, or
   * something else was true than before.
   */
  evaluations(
    key: AssetKeyString,
    filter?: { readonly check?: string; readonly before?: number; readonly limit?: number },
  ): Promise<readonly AutomationEvaluation[]>;
  /** Of all assets and checks at one evaluation. */
  evaluationsAt(evaluationId: number): Promise<readonly AutomationEvaluation[]>;
  /** What an automation condition sensor evaluates, upstream first; nothing where there is no such sensor. */
  automationTargets(id: InstigatorId): Promise<readonly ConditionTarget[]>;
  /**
   * What would be requested if the sensor was switched on now: all that has happened since its last evaluation counts.
   * To start from now instead, take its cursor away by `setCursor(id, undefined)` before it is switched on.
   */
  previewAutomation(id: InstigatorId): Promise<AutomationPreview>;
  /** `undefined` where it has no condition. */
  previewCondition(key: AssetKeyString, check?: string): Promise<ConditionPreview | undefined>;

  launchBackfill(request: BackfillRequest): Promise<{ readonly id: string }>;
  /** Newest first. */
  backfills(filter?: BackfillsFilter): Promise<readonly BackfillView[]>;
  backfill(id: string): Promise<BackfillView | undefined>;
  /** Launches nothing more and cancels its runs. */
  cancelBackfill(id: string): Promise<void>;
  /** Launches nothing more until it is resumed; its runs go on. */
  pauseBackfill(id: string): Promise<void>;
  resumeBackfill(id: string): Promise<void>;
  /** Launches another one for what an ended one has not made. */
  retryBackfill(id: string, newId?: string): Promise<{ readonly id: string }>;

  /** All of them, defaults filled in. */
  settings(): Promise<InstanceSettings>;
  /** Replaces them; what is left out has its default. Rejects with `InvalidSettings`, or where a file says them. */
  setSettings(given: GivenSettings): Promise<void>;
  /** Pools with a limit, or in use since this leader is here. */
  pools(): Promise<readonly PoolState[]>;
  /** `undefined`: the default limit. */
  setPoolLimit(pool: string, limit: number | undefined): Promise<void>;

  /** Environment variables that definitions name, or that were set here. Their values are told to nobody. */
  variables(): Promise<readonly VariableStatus[]>;
  /** `undefined` takes the value away. Rejects where variables come from outside, as in Node. */
  setVariable(name: string, value: string | undefined): Promise<void>;

  info(): Promise<InstanceInfo>;
  /** The daemons of the leader: when each was last at work, and what went wrong there. */
  daemons(): Promise<readonly Heartbeat[]>;
  /** What takes space in the database. */
  storageUse(): Promise<readonly StorageUse[]>;
  /** Removes at once what the retention settings let go; files of large values go later, by the leader. */
  prune(): Promise<Removed>;
  /** All of the instance as one file, and a name for it. */
  backUp(): Promise<{ readonly name: string; readonly bytes: Uint8Array }>;
  /** Hears of every durable change; answers the unsubscribe function. */
  subscribe(listener: (changes: readonly Change[]) => void): () => void;
}
