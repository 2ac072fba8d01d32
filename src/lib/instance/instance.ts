import type { SerializedError } from '../base/errors';
import type { InstanceSettings } from '../daemon/settings-types';
import type { FreshnessState } from '../definitions/freshness-policy';
import type { RawMetadata } from '../definitions/metadata-value';
import type {
  AssetCheckSnapshot,
  AssetKeyString,
  AssetSnapshot,
  DefinitionsSnapshot,
} from '../definitions/snapshot';
import type { CheckExecutionStatus } from '../events/check-status';
import type { EventOf, EventType, RunEvent } from '../events/event';
import type { StaleStatus } from '../graph/staleness';
import type { ConfigIssue } from '../location/isolate';
import type { Change, EventsFilter, RunsFilter, RunSummary, StoredRun } from '../storage/storage';
import type { AssetNews } from './asset-news';
import type { AutomationCalls } from './automation-calls';
import type { Backlog, BackfillRequest, BackfillView, InstigatorStatus } from './automation-views';
import type { JobCalls, JobDetail, JobStatus } from './jobs';
import type { LaunchRequest, ReexecutionRequest } from './launch-request';
import type { InstanceInfo, MaintenanceCalls } from './maintenance-calls';
import type { NamedThing } from './named-things';
import type { NotebookCalls, NotebookDocument } from './notebook-calls';
import type { PackageCalls } from './package-calls';
import type { ResourceStatus } from './resources';
import type { StoredValue, ValueCalls } from './value-calls';

export type {
  Backlog,
  BackfillRequest,
  BackfillView,
  ConfigIssue,
  InstanceInfo,
  InstanceSettings,
  InstigatorStatus,
  JobDetail,
  JobStatus,
  LaunchRequest,
  NamedThing,
  NotebookDocument,
  ReexecutionRequest,
  StoredValue,
};

/** What loading a notebook as a code location gave. */
export interface LocationStatus {
  readonly name: string;
  readonly bundle: string;
  readonly snapshot: DefinitionsSnapshot;
  /** Cells that do not compile or throw, and wrong definitions; each names cell, line and remedy. */
  readonly errors: readonly SerializedError[];
}

/** A code location as it was when it was last loaded. */
export interface LocationSummary {
  readonly name: string;
  /** Of its notebook. */
  readonly title: string;
  /** ms since the epoch; absent: it was never loaded. */
  readonly loadedAt?: number;
  readonly counts: Readonly<Record<'assets' | 'jobs' | 'schedules' | 'sensors', number>>;
  /** What was wrong; a notebook that did not load at all defines nothing. */
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

/** A check with its newest evaluation, and how the newest run that was to evaluate it did. */
export interface CheckStatus {
  readonly check: AssetCheckSnapshot;
  /** Absent: no run was ever to evaluate it. */
  readonly status?: CheckExecutionStatus;
  /** The run that the status is of. */
  readonly runId?: string;
  readonly latest?: EventOf<'ASSET_CHECK_EVALUATION'>;
}

/** An environment variable by name. */
export interface VariableStatus {
  readonly name: string;
  readonly isSet: boolean;
  /** Locations whose resources or jobs name it. */
  readonly usedBy: readonly string[];
}

/**
 * The one door: all that pages and the command line can ask for. Every call is answered once even if the leader
 * changes under way; arguments and answers are plain data (and bytes).
 */
export interface Instance
  extends NotebookCalls, JobCalls, AutomationCalls, MaintenanceCalls, PackageCalls, ValueCalls {
  /** Compiles and loads the stored text (again, if it changed) and remembers its definitions. */
  loadLocation(name: string): Promise<LocationStatus>;
  /** Loads it in new isolates; those at work end when their step has ended. */
  restartLocation(name: string): Promise<LocationStatus>;
  /** All code locations, of which nothing is loaded for this. */
  locations(): Promise<readonly LocationSummary[]>;
  /** All that has a name: what a search looks through. */
  namedThings(): Promise<readonly NamedThing[]>;
  /** All assets of one location, or of all, with their state. */
  assets(location?: string): Promise<readonly AssetStatus[]>;
  /** All assets of all locations; with what was told before (`at`), only those that stand otherwise. */
  assetNews(since?: string): Promise<AssetNews>;
  materializations(key: AssetKeyString, limit?: number): Promise<readonly EventOf<'ASSET_MATERIALIZATION'>[]>;
  /** Of one asset, newest first, since it was last wiped. */
  assetEvents<Type extends EventType>(
    key: AssetKeyString,
    type: Type,
    limit?: number,
  ): Promise<readonly EventOf<Type>[]>;

  /** What happened to one partition of an asset, newest first; at most so many of each kind, default 100. */
  partitionEvents(
    key: AssetKeyString,
    partition: string,
    limit?: number,
  ): Promise<
    readonly EventOf<'ASSET_MATERIALIZATION' | 'ASSET_OBSERVATION' | 'ASSET_FAILED_TO_MATERIALIZE'>[]
  >;

  /** All checks of an asset. */
  checks(key: AssetKeyString): Promise<readonly CheckStatus[]>;
  /** The assets that have any. */
  checkedAssets(): Promise<readonly AssetKeyString[]>;
  /** `undefined` where the asset is not partitioned. */
  partitions(key: AssetKeyString): Promise<PartitionsStatus | undefined>;
  dynamicPartitions(name: string): Promise<readonly string[]>;
  addDynamicPartitions(name: string, keys: readonly string[]): Promise<void>;
  deleteDynamicPartitions(name: string, keys: readonly string[]): Promise<void>;

  /**
   * Records that an asset was made outside, as if a run had: with `observation`, that it was looked at. A call with an
   * `id` that was given before does nothing.
   */
  reportAsset(input: {
    readonly id?: string;
    readonly assetKey: AssetKeyString;
    readonly event: 'materialization' | 'observation';
    readonly partition?: string;
    readonly dataVersion?: string;
    readonly description?: string;
    readonly metadata?: RawMetadata;
  }): Promise<void>;
  /** Forgets what was materialized: of some partitions, or all of it; nothing, where `id` was given before. */
  wipeAsset(key: AssetKeyString, partitions?: string, id?: string): Promise<void>;

  /** Rejects with `InvalidRunConfig`, all issues in it, where the config is wrong; nothing is launched then. */
  launchRun(request: LaunchRequest): Promise<{ readonly runId: string }>;
  /** What `launchRun` would say of the config. */
  validateConfig(request: LaunchRequest): Promise<readonly ConfigIssue[]>;
  reexecuteRun(request: ReexecutionRequest): Promise<{ readonly runId: string }>;
  cancelRun(runId: string): Promise<void>;
  listRuns(filter?: RunsFilter): Promise<readonly StoredRun[]>;
  /** As `listRuns`, for lists of many. */
  runSummaries(filter?: RunsFilter): Promise<readonly RunSummary[]>;
  /** Tags that runs have, of each key at most `valuesEach` values. */
  runTags(valuesEach: number): Promise<readonly (readonly [key: string, value: string])[]>;
  getRun(runId: string): Promise<StoredRun | undefined>;
  runEvents(runId: string, filter?: EventsFilter): Promise<readonly RunEvent[]>;
  deleteRun(runId: string): Promise<void>;
  /**
   * Gives a run more tags, whatever has become of it; one of a key that it has takes the place of the old one. Rejects with
   * `InvalidRunTags` where they are the engine's.
   */
  addRunTags(runId: string, tags: Readonly<Record<string, string>>): Promise<void>;

  /** The resources and IO managers of all locations. */
  resources(): Promise<readonly ResourceStatus[]>;
  /** Environment variables that definitions name, or that were set here. Their values are told to nobody. */
  variables(): Promise<readonly VariableStatus[]>;
  /** `undefined` takes the value away. Rejects where variables come from outside, as in Node. */
  setVariable(name: string, value: string | undefined): Promise<void>;

  /** Hears of every durable change; answers the unsubscribe function. */
  subscribe(listener: (changes: readonly Change[]) => void): () => void;
}
