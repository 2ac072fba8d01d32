import type { EncodedValue } from '../artifacts/codec';
import type { SerializedError } from '../base/errors';
import type { Json } from '../base/json';
import type { AssetKeyString, MetadataEntries, RunConfig, StepOutputHandle } from '../definitions/snapshot';
import type { LogLevel } from '../events/event';
import type { StepCheck, StepPartitions } from '../plan/execution-plan';

/** The value of an input on its way into an isolate. */
export type InputValue =
  | { readonly type: 'bytes'; readonly value: EncodedValue }
  | { readonly type: 'json'; readonly value: Json }
  | { readonly type: 'list'; readonly items: readonly InputValue[] }
  | { readonly type: 'partitions'; readonly items: Readonly<Record<string, InputValue>> }
  /** Loaded in the isolate by an IO manager of the notebook. */
  | {
      readonly type: 'load';
      readonly ioManagerKey: string;
      readonly path: string;
      readonly assetKey?: AssetKeyString;
      readonly partitionKeys?: readonly string[];
      readonly upstreamOutput?: StepOutputHandle;
      readonly metadata: MetadataEntries;
    };

/** Where resources come from, for a run. `env` holds the environment variables that `config` names, and no others. */
export interface ResourcesRequest {
  readonly runId: string;
  /** In the order of set-up. */
  readonly keys: readonly string[];
  readonly config: RunConfig;
  readonly env: Readonly<Record<string, string>>;
}

/** One step to execute, anywhere (design.md §3.6). Plain data; `inputs` carry the bytes. */
export interface StepRequest {
  /** `run:step:attempt`: a repeat can be told from a result. */
  readonly id: string;
  readonly runId: string;
  readonly stepKey: string;
  /** Counts from 1. */
  readonly attempt: number;
  /** Whether a failure of this attempt, as far as the policy goes, is tried again: then no failure hook is called. */
  readonly hasRetriesLeft: boolean;
  readonly jobName: string;
  readonly tags: Readonly<Record<string, string>>;
  /** Which compiled notebook to execute; the isolate must have loaded it. */
  readonly bundle: string;
  /** The op to call. */
  readonly node: string;
  readonly inputs: readonly { readonly name: string; readonly value: InputValue }[];
  /** The outputs that are wanted. */
  readonly outputs: readonly StepRequestOutput[];
  readonly checks: readonly StepCheck[];
  readonly hooks: readonly string[];
  readonly resources: ResourcesRequest;
  readonly partitions?: StepPartitions;
  /** It has failed elsewhere, in an isolate that is gone: only its failure hooks are called here. */
  readonly failedWith?: SerializedError;
}

export interface StepRequestOutput {
  readonly name: string;
  readonly assetKey?: AssetKeyString;
  readonly isRequired: boolean;
  readonly isDynamic?: boolean;
  /** Stored in the isolate by an IO manager of the notebook at `path` (with the mapping key or the partition after it). */
  readonly ioManagerKey?: string;
  readonly path: string;
}

/** What came of a hook. */
export interface HookOutcome {
  readonly name: string;
  readonly outcome: 'completed' | 'skipped' | 'errored';
  readonly error?: SerializedError;
}

export type CheckSeverity = 'WARN' | 'ERROR';

/** What an isolate says while it executes a step; the last is `succeeded` or `failed`. `time` is ms since the epoch. */
export type StepMessage = { readonly id: string; readonly time: number } &
  /** Before `started`, and only where the step needs resources that this isolate has not set up for the run. */
  (
    | { readonly type: 'resourcesStarting'; readonly resources: readonly string[] }
    | { readonly type: 'resourcesReady'; readonly resources: readonly string[] }
    | {
        readonly type: 'resourcesFailed';
        readonly resources: readonly string[];
        readonly error: SerializedError;
      }
    | { readonly type: 'started' }
    /** An input was decoded, or loaded by an IO manager, and has the right type. */
    | { readonly type: 'input'; readonly name: string }
    | { readonly type: 'log'; readonly level: LogLevel; readonly message: string }
    | { readonly type: 'console'; readonly stream: 'stdout' | 'stderr'; readonly text: string }
    /** How far it is, from 0 to 1. */
    | { readonly type: 'progress'; readonly fraction: number; readonly text?: string }
    /**
     * `value` is absent where the step materialized an asset without handing over a value, or where an IO manager of
     * the notebook has stored it (`handled`). Of a step of several partitions there is one message for each.
     */
    | {
        readonly type: 'output';
        readonly name: string;
        readonly mappingKey?: string;
        readonly partitionKey?: string;
        readonly value?: EncodedValue;
        readonly handled?: boolean;
        readonly metadata: MetadataEntries;
        readonly dataVersion?: string;
        readonly tags?: Readonly<Record<string, string>>;
      }
    /** A value of the wrong type: nothing is stored, and the step fails after it. */
    | {
        readonly type: 'refusedOutput';
        readonly name: string;
        readonly mappingKey?: string;
        readonly reason: string;
      }
    | {
        readonly type: 'check';
        readonly assetKey: AssetKeyString;
        readonly name: string;
        readonly passed: boolean;
        readonly severity: CheckSeverity;
        readonly description?: string;
        readonly metadata: MetadataEntries;
      }
    /** An asset that the step observed, or says it has materialized, besides its outputs. */
    | {
        readonly type: 'assetEvent';
        readonly event: 'observation' | 'materialization';
        readonly assetKey: AssetKeyString;
        readonly partitionKey?: string;
        readonly metadata: MetadataEntries;
        readonly dataVersion?: string;
        readonly description?: string;
        readonly tags?: Readonly<Record<string, string>>;
      }
    | { readonly type: 'succeeded'; readonly hooks?: readonly HookOutcome[] }
    | {
        readonly type: 'failed';
        readonly error: SerializedError;
        /** The function asked for a retry itself, whatever the policy says. */
        readonly retry?: { readonly maxRetries: number; readonly secondsToWait?: number };
        /** `false`: it must not be tried again. */
        readonly allowRetries?: boolean;
        readonly hooks?: readonly HookOutcome[];
      }
  );

/** How a step ended for a reason outside its own code: said by the executor, never by an isolate. */
export type StepLoss = {
  readonly id: string;
  readonly time: number;
  readonly type: 'lost';
  readonly error: SerializedError;
};
