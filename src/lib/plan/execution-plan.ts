import type { Json } from '../base/json';
import type {
  AssetKeyString,
  ExecutorChoice,
  InputSource,
  RunConfig,
  StepOutputHandle,
} from '../definitions/snapshot';
import type { RetryPolicySnapshot } from '../definitions/retry-policy';

/** Where a planned input comes from: as `InputSource`, with what only the plan knows. */
export type PlannedSource =
  | {
      readonly type: 'asset';
      readonly key: AssetKeyString;
      /** The step of this plan that makes it; absent, it is loaded from storage. */
      readonly madeBy?: StepOutputHandle;
      /** Of a partitioned asset, the partitions to load: one is loaded as its value, several as an object by key. */
      readonly partitions?: readonly string[];
      /** Always an object by key. */
      readonly byPartition?: boolean;
      /** Partitions that have no value are left out instead of failing the step. */
      readonly allowMissing?: boolean;
      /** Other than `io_manager`: the manager that stored it. */
      readonly ioManagerKey?: string;
      /** The manager that loads it, instead of the one that stored it. */
      readonly inputManagerKey?: string;
    }
  | ({
      readonly type: 'step';
      /** One value of a dynamic output. */
      readonly mappingKey?: string;
      /** Made by an earlier run, whose stored output is loaded: re-execution. */
      readonly runId?: string;
      readonly ioManagerKey?: string;
      readonly inputManagerKey?: string;
    } & StepOutputHandle)
  | { readonly type: 'fanIn'; readonly sources: readonly PlannedSource[] }
  | ({
      readonly type: 'collect';
      readonly runId?: string;
      readonly ioManagerKey?: string;
      readonly inputManagerKey?: string;
    } & StepOutputHandle)
  /** Of an input that is connected to nothing: its manager gives the value, at a path of its own. */
  | { readonly type: 'managed'; readonly inputManagerKey: string; readonly path: string }
  | { readonly type: 'value'; readonly value: Json };

export type { InputSource };

export interface StepInput {
  readonly name: string;
  readonly source: PlannedSource;
}

export interface StepOutput {
  readonly name: string;
  readonly isRequired: boolean;
  readonly isDynamic?: boolean;
  /** Absent for an output that is no asset. */
  readonly assetKey?: AssetKeyString;
  /** With `assetKey`. */
  readonly codeVersion?: string;
  /** The user gave the code version: the same one means the same code. */
  readonly hasOwnCodeVersion?: boolean;
  /** The output is an observation: a data version, and nothing to store. */
  readonly isObservation?: boolean;
  /** Absent: the default, `io_manager`. */
  readonly ioManagerKey?: string;
}

export interface StepCheck {
  readonly assetKey: AssetKeyString;
  readonly name: string;
  readonly blocking: boolean;
}

/** The partitions that a step makes. */
export interface StepPartitions {
  readonly keys: readonly string[];
  /** From the first key's start to the last key's end, ms since the epoch; of time windows only. */
  readonly timeWindow?: { readonly start: number; readonly end: number };
  /** Of a multi-partition: dimension → key, where there is one key. */
  readonly dimensions?: Readonly<Record<string, string>>;
}

export interface ExecutionStep {
  /** Of a step that is mapped and not yet resolved it ends in `[?]` for each level. */
  readonly key: string;
  /** The computation it is part of. */
  readonly node: string;
  /** The op that the isolate calls. */
  readonly op: string;
  readonly inputs: readonly StepInput[];
  /** Upstream assets whose values it does not load: they order it, and their data versions are recorded. */
  readonly after?: readonly AssetKeyString[];
  /** Of those of `after` that other steps of its graph load: the partitions that they load. */
  readonly afterPartitions?: Readonly<Record<AssetKeyString, readonly string[]>>;
  readonly outputs: readonly StepOutput[];
  readonly checks?: readonly StepCheck[];
  /** Outputs of this plan's steps that must come first, whether their value is read or not. */
  readonly deps: readonly StepOutputHandle[];
  /** Steps with blocking checks of what it depends on: they must come first, and not fail. */
  readonly blockedBy?: readonly string[];
  /** Dynamic outputs not resolved yet, outermost first: there will be a copy of it for each value. */
  readonly mappedOver?: readonly StepOutputHandle[];
  /** Higher first; ties by key (Dagster's `dagster/priority`). */
  readonly priority: number;
  readonly tags?: Readonly<Record<string, string>>;
  readonly retryPolicy?: RetryPolicySnapshot;
  /** Seconds an attempt may take. */
  readonly timeout?: number;
  /** Keys of resources that it requires. */
  readonly resources?: readonly string[];
  readonly hooks?: readonly string[];
  readonly pool?: string;
  readonly executor?: ExecutorChoice['type'];
  readonly partitions?: StepPartitions;
}

/** What a run will do: plain data, stored with the run. Steps stand in topological order. */
export interface ExecutionPlan {
  readonly steps: readonly ExecutionStep[];
  readonly executor: ExecutorChoice;
  /** As the launch gave it over the job's: environment variables stand by name. */
  readonly config?: RunConfig;
  /** Keys of all resources that its steps need, in the order in which they are set up. */
  readonly resources?: readonly string[];
  /** Names of the environment variables that the config and the resources of the run take values from. */
  readonly env?: readonly string[];
  /** Steps whose code and input data versions are unchanged are not executed again; those of a graph as a whole. */
  readonly reuse?: boolean;
  /** Seconds the run may take. */
  readonly timeout?: number;
}
