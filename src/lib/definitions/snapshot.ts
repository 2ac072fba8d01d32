import type { ViewSpec } from './view';
import type { ViewCellSnapshot } from './view-cell-snapshot';
import type { SerializedError, SourceLocation } from '../base/errors';
import type { Json } from '../base/json';
import type { ConditionSnapshot } from './automation/condition-snapshot';
import type { FreshnessPolicySnapshot } from './freshness-policy';
import type { InputSource, StepOutputHandle } from './input-source';
import type { PartitionMappingSnapshot } from './partitions/partition-mapping-snapshot';
import type { PartitionsSnapshot } from './partitions/partitions-snapshot';
import type { RetryPolicySnapshot } from './retry-policy';
import type { OverlapPolicy } from './schedule';
import type { WatchSnapshot } from './watch-snapshot';

export type { InputSource, StepOutputHandle };

/**
 * An asset key as text: its parts joined by `/`, with `\/` for a slash inside a part and `\\` for a backslash
 * (Dagster's user string). Everything outside `definitions` speaks of assets by this text.
 */
export type AssetKeyString = string;

/** A metadata value as data. `type` is Dagster's kind; `value` is what that kind holds. */
export interface MetadataEntry {
  readonly type: MetadataType;
  readonly value: Json;
}

/** Dagster's kinds of metadata (reference: `MetadataValue`). */
export type MetadataType =
  | 'text' | 'url' | 'path' | 'notebook' | 'json' | 'md' | 'python_artifact' | 'float' | 'int' | 'bool'
  | 'timestamp' | 'dagster_run' | 'asset' | 'job' | 'table' | 'table_schema' | 'table_column_lineage'
  | 'code_references' | 'null' | 'pool'; // prettier-ignore

export type MetadataEntries = Readonly<Record<string, MetadataEntry>>;

/** One upstream of an asset. With `input` its value is loaded under that argument name; without, it only orders. */
export interface AssetDepSnapshot {
  readonly key: AssetKeyString;
  readonly input?: string;
  /** What the user says of this input. */
  readonly metadata?: MetadataEntries;
  /** Which upstream partitions a partition needs; absent: Dagster's default for the two definitions. */
  readonly mapping?: PartitionMappingSnapshot;
}

export interface AssetSnapshot {
  readonly key: AssetKeyString;
  /** The computation that makes it; the assets of one `multiAsset` or `graphMultiAsset` share it. */
  readonly node: string;
  /** The step that yields it; absent where that is `node` itself. Of a graph it is the step inside, `node.op`. */
  readonly step?: string;
  /** The output of that step that is this asset (`result` for a plain `asset`). */
  readonly output: string;
  /** `false`: the step may end without yielding it. */
  readonly isRequired: boolean;
  /** `false` for an asset that is only named as a dependency or declared, and is computed elsewhere. */
  readonly isExecutable: boolean;
  /** Its step observes the data (a data version) instead of making it. Such an asset is never STALE or MISSING. */
  readonly isObservable?: boolean;
  /** The assets of its computation can be made one without the others. */
  readonly canSubset?: boolean;
  readonly deps: readonly AssetDepSnapshot[];
  readonly partitions?: PartitionsSnapshot;
  /** Partitions in one run at most; absent: one. `null`: all of a backfill in a single run. */
  readonly maxPartitionsPerRun?: number | null;
  readonly freshnessPolicy?: FreshnessPolicySnapshot;
  readonly description?: string;
  readonly group: string;
  readonly tags: Readonly<Record<string, string>>;
  readonly owners: readonly string[];
  readonly kinds: readonly string[];
  readonly metadata: MetadataEntries;
  /** Set by the user, or a hash of the cell and of what the cell uses. */
  readonly codeVersion: string;
  /** The user set it. Without one each materialization without a value counts as new (Dagster). */
  readonly hasOwnCodeVersion?: boolean;
  /** When it is made without anybody asking. */
  readonly automationCondition?: ConditionSnapshot;
  /** Id of the cell that defines it; absent for a stub. */
  readonly cell?: string;
}

/** A check of an asset. Its step is its own, or that of the asset where the asset's function answers for it. */
export interface AssetCheckSnapshot {
  readonly assetKey: AssetKeyString;
  readonly name: string;
  /** The computation it belongs to: its own, or the one of the asset. */
  readonly node: string;
  /** A failed check of severity ERROR fails its step, and what is downstream of the asset does not run. */
  readonly blocking: boolean;
  /** The checks of its computation can be evaluated one without the others. */
  readonly canSubset?: boolean;
  /** What its own step reads (with `input`) or only follows, besides the asset. */
  readonly deps: readonly AssetDepSnapshot[];
  readonly partitions?: PartitionsSnapshot;
  readonly description?: string;
  readonly metadata: MetadataEntries;
  readonly automationCondition?: ConditionSnapshot;
  readonly cell?: string;
}

export interface StepInputSnapshot {
  readonly name: string;
  readonly source: InputSource;
}

export interface StepOutputSnapshot {
  readonly name: string;
  readonly isRequired: boolean;
  /** Yields `DynamicOutput`s: what is mapped over it is executed once for each. */
  readonly isDynamic?: boolean;
  /** Default `io_manager`. */
  readonly ioManagerKey?: string;
}

/** One op in its place, flattened out of the graphs around it: all that the host must know to plan it. */
export interface StepSnapshot {
  /** The names or aliases of the graphs around it and its own, joined by `.`: `recipes.clean`. */
  readonly key: string;
  /** The computation it is part of: an asset's, a check's, or a job's graph. */
  readonly node: string;
  /** The op that the isolate calls. */
  readonly op: string;
  readonly inputs: readonly StepInputSnapshot[];
  /** Must come first without handing over a value: Nothing edges. */
  readonly after: readonly StepOutputHandle[];
  readonly outputs: readonly StepOutputSnapshot[];
  /** The dynamic outputs over which it is mapped, outermost first; absent: it is executed once. */
  readonly mappedOver?: readonly StepOutputHandle[];
  readonly tags: Readonly<Record<string, string>>;
  readonly retryPolicy?: RetryPolicySnapshot;
  /** Seconds an attempt may take. */
  readonly timeout?: number;
  /** Keys of resources, IO managers other than the default included. */
  readonly resources: readonly string[];
  /** Names of hooks. */
  readonly hooks?: readonly string[];
  readonly pool?: string;
  /** Overrides the executor of the run for this step. */
  readonly executor?: ExecutorChoice['type'];
  readonly description?: string;
  /** JSON Schema of its config where its schema can say it. */
  readonly configSchema?: Json;
  readonly cell?: string;
}

/** A run config: Dagster's tree of `ops`, `resources`, `execution` and `loggers`. */
export type RunConfig = { readonly [section: string]: Json };

export interface JobSnapshot {
  readonly name: string;
  /** An asset selection; `*` is every asset of the location. Of a job of ops it is empty. */
  readonly selection: string;
  /** The steps of a job of ops; absent for a job of assets. */
  readonly steps?: readonly StepSnapshot[];
  readonly description?: string;
  readonly tags: Readonly<Record<string, string>>;
  readonly executor?: ExecutorChoice;
  /** What its runs get where the launch gives none. */
  readonly config?: RunConfig;
  readonly hooks?: readonly string[];
  /** For each of its steps that has no policy of its own. */
  readonly retryPolicy?: RetryPolicySnapshot;
  readonly partitions?: PartitionsSnapshot;
  /** Seconds a run of it may take. */
  readonly timeout?: number;
  readonly owners?: readonly string[];
  readonly metadata?: MetadataEntries;
  /** Of a job of assets. */
  readonly automationCondition?: ConditionSnapshot;
  readonly cell?: string;
  /** Where an asset job stands: what is wrong with its selection is found without its definition. */
  readonly at?: SourceLocation;
}

export interface ResourceSnapshot {
  readonly key: string;
  readonly type: 'resource' | 'ioManager';
  /** Keys of the resources that must be there before it. */
  readonly requires: readonly string[];
  readonly description?: string;
  readonly configSchema?: Json;
  /** Config given with the definition; environment variables stand by name. */
  readonly config?: Json;
  /** It is an input of the page. */
  readonly view?: ViewSpec;
  readonly cell?: string;
}

export interface ScheduleSnapshot {
  readonly name: string;
  readonly job: string;
  /** Cron strings: it fires at each time of any of them. */
  readonly cronSchedule: readonly string[];
  readonly timezone: string;
  readonly description?: string;
  readonly tags: Readonly<Record<string, string>>;
  /** Whether it runs before anybody has switched it. */
  readonly isRunning: boolean;
  readonly overlap: OverlapPolicy;
  readonly evaluationTimeoutSeconds: number;
  /** Keys of the resources that its function needs. */
  readonly resources: readonly string[];
  readonly cell?: string;
}

export interface SensorSnapshot {
  readonly name: string;
  /** Jobs that it may request; the first is the default. */
  readonly jobs: readonly string[];
  readonly minimumIntervalSeconds: number;
  readonly evaluationTimeoutSeconds: number;
  readonly watch?: WatchSnapshot;
  readonly description?: string;
  readonly tags: Readonly<Record<string, string>>;
  readonly isRunning: boolean;
  readonly resources: readonly string[];
  readonly cell?: string;
}

/** What evaluates the automation conditions of some assets and of their checks. */
export interface AutomationConditionSensorSnapshot {
  readonly name: string;
  /** An asset selection. */
  readonly selection: string;
  readonly minimumIntervalSeconds: number;
  readonly runTags: Readonly<Record<string, string>>;
  readonly description?: string;
  readonly tags: Readonly<Record<string, string>>;
  /** Whether it runs before anybody has switched it. */
  readonly isRunning: boolean;
  readonly cell?: string;
}

/** How the steps of a run are executed. `maxConcurrent` 0 or absent: as many as there are cores. */
export interface ExecutorChoice {
  readonly type: 'in_process' | 'multiprocess';
  readonly maxConcurrent?: number;
  /** How many steps with a tag may run at the same time; without `value`, all values of `key` together. */
  readonly tagConcurrencyLimits?: readonly TagConcurrencyLimit[];
}

export interface TagConcurrencyLimit {
  readonly key: string;
  /** `applyLimitPerUniqueValue`: each value of the key has the limit to itself. */
  readonly value?: string | { readonly applyLimitPerUniqueValue: true };
  readonly limit: number;
}

/** All that a code location says about itself: plain data, the only thing of user code that the host sees. */
export interface DefinitionsSnapshot {
  readonly assets: readonly AssetSnapshot[];
  readonly checks: readonly AssetCheckSnapshot[];
  /** The steps of all computations of assets and checks; those of a job of ops stand in the job. */
  readonly steps: readonly StepSnapshot[];
  readonly jobs: readonly JobSnapshot[];
  readonly resources: readonly ResourceSnapshot[];
  readonly schedules: readonly ScheduleSnapshot[];
  readonly sensors: readonly SensorSnapshot[];
  /** Absent where there are none: `default_automation_condition_sensor` is everywhere. */
  readonly automationConditionSensors?: readonly AutomationConditionSensorSnapshot[];
  /** Absent where there are none. */
  readonly viewCells?: readonly ViewCellSnapshot[];
  /** For runs whose job and launch choose none. */
  readonly executor?: ExecutorChoice;
  /** Everything that is wrong with the definitions, all at once; what is named here is left out above. */
  readonly errors: readonly SerializedError[];
}

export const emptySnapshot: DefinitionsSnapshot = {
  assets: [],
  checks: [],
  steps: [],
  jobs: [],
  resources: [],
  schedules: [],
  sensors: [],
  errors: [],
};
