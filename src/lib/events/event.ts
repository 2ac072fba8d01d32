import type { SerializedError } from '../base/errors';
import type { FreshnessState } from '../definitions/freshness-policy';
import type { AssetKeyString, MetadataEntries } from '../definitions/snapshot';

export type LogLevel = 'DEBUG' | 'INFO' | 'WARNING' | 'ERROR' | 'CRITICAL';

/** Where the value of a materialization is: its content hash names it in the database or in the artifacts. */
export interface ValuePointer {
  readonly hash: string;
  readonly codec: string;
  /** Bytes. */
  readonly size: number;
}

export type RunFailureReason =
  | 'STEP_FAILURE' | 'UNEXPECTED_TERMINATION' | 'RUN_EXCEPTION' | 'JOB_INITIALIZATION_FAILURE'
  | 'START_TIMEOUT' | 'RUN_WORKER_RESTART' | 'UNKNOWN'; // prettier-ignore

type Nothing = Readonly<Record<never, never>>;

/**
 * What each event carries, by its type: Dagster's types with Dagster's spelling, as far as this engine says them.
 * Four are ours: `LOG_MESSAGE` (Dagster keeps user logs as entries without an event), `STEP_ABANDONED`, the explicit
 * word that a step will not run because something it needs failed (Dagster says nothing), `STEP_REUSED`, and `STEP_PROGRESS`. Events
 * of no run (a materialization reported by hand, a wipe) have the run id `""`, as in Dagster.
 */
export interface EventData {
  RUN_ENQUEUED: Nothing;
  RUN_DEQUEUED: Nothing;
  RUN_STARTING: Nothing;
  RUN_START: Nothing;
  RUN_SUCCESS: Nothing;
  RUN_FAILURE: {
    readonly reason: RunFailureReason;
    readonly failedSteps: readonly string[];
    readonly error?: SerializedError;
  };
  RUN_CANCELING: Nothing;
  RUN_CANCELED: Nothing;
  ENGINE_EVENT: {
    readonly error?: SerializedError;
    readonly originalType?: string;
    /** A new leader goes on with the run. */
    readonly resumed?: true;
  };
  RESOURCE_INIT_STARTED: { readonly resources: readonly string[] };
  RESOURCE_INIT_SUCCESS: { readonly resources: readonly string[] };
  RESOURCE_INIT_FAILURE: { readonly resources: readonly string[]; readonly error: SerializedError };
  LOGS_CAPTURED: { readonly fileKey: string };
  STEP_WORKER_STARTING: Nothing;
  STEP_WORKER_STARTED: Nothing;
  STEP_START: { readonly attempt: number };
  STEP_RESTARTED: { readonly attempt: number };
  STEP_UP_FOR_RETRY: {
    readonly attempt: number;
    readonly secondsToWait: number;
    readonly error?: SerializedError;
  };
  /** Not executed, because nothing it depends on has changed: these stored outputs count as its own. */
  STEP_REUSED: {
    readonly outputs: readonly { readonly output: string; readonly dataVersion: string }[];
  };
  LOADED_INPUT: {
    readonly input: string;
    readonly ioManagerKey: string;
    readonly assetKey?: AssetKeyString;
    /** The step of which run made it, for what is no asset. */
    readonly upstream?: { readonly runId: string; readonly step: string; readonly output: string };
    readonly partitions?: readonly string[];
    readonly value?: ValuePointer;
  };
  STEP_INPUT: { readonly input: string };
  /** `refused`: why the value has not the type it should have. */
  STEP_OUTPUT: { readonly output: string; readonly mappingKey?: string; readonly refused?: string };
  HANDLED_OUTPUT: {
    readonly output: string;
    readonly ioManagerKey: string;
    readonly mappingKey?: string;
    readonly partition?: string;
    readonly value?: ValuePointer;
    readonly metadata?: MetadataEntries;
  };
  HOOK_COMPLETED: { readonly hook: string };
  HOOK_SKIPPED: { readonly hook: string };
  HOOK_ERRORED: { readonly hook: string; readonly error?: SerializedError };
  /** How far the step says it is, from 0 to 1. */
  STEP_PROGRESS: { readonly fraction: number; readonly text?: string };
  STEP_SUCCESS: { readonly durationMs: number };
  STEP_FAILURE: { readonly attempt: number; readonly error: SerializedError; readonly interrupted?: boolean };
  STEP_SKIPPED: { readonly missing: readonly string[] };
  STEP_ABANDONED: { readonly because: readonly string[] };
  ASSET_MATERIALIZATION_PLANNED: { readonly partitions?: readonly string[] };
  ASSET_MATERIALIZATION: {
    readonly partition?: string;
    readonly metadata: MetadataEntries;
    readonly tags: Readonly<Record<string, string>>;
    readonly codeVersion: string;
    readonly dataVersion: string;
    /** Asset key → data version of what was read. Of partitioned assets see `inputPartitionVersions`. */
    readonly inputVersions: Readonly<Record<AssetKeyString, string>>;
    /** Asset key → partition → data version; empty for an asset of which 100 partitions or more were read. */
    readonly inputPartitionVersions?: Readonly<Record<AssetKeyString, Readonly<Record<string, string>>>>;
    /** What the run config gave to the computation, as a hash; absent where it gave nothing. */
    readonly configVersion?: string;
    readonly value?: ValuePointer;
    /** Other than the default: the manager that stored the value. */
    readonly ioManagerKey?: string;
    /** Reported by hand, not made by a run. */
    readonly reported?: true;
  };
  ASSET_FAILED_TO_MATERIALIZE: {
    readonly reason:
      | 'COMPUTE_FAILED' | 'UPSTREAM_COMPUTE_FAILED' | 'SKIPPED_OPTIONAL' | 'UPSTREAM_SKIPPED'
      | 'USER_TERMINATION' | 'UNEXPECTED_TERMINATION' | 'UNKNOWN'; // prettier-ignore
    readonly partitions?: readonly string[];
  };
  ASSET_OBSERVATION: {
    readonly partition?: string;
    readonly metadata: MetadataEntries;
    readonly tags: Readonly<Record<string, string>>;
    readonly dataVersion?: string;
  };
  /** What was there before is forgotten: of these partitions, or of the whole asset. */
  ASSET_WIPED: { readonly partitions?: readonly string[] };
  FRESHNESS_STATE_CHANGE: { readonly state: FreshnessState; readonly previous?: FreshnessState };
  ASSET_CHECK_EVALUATION_PLANNED: { readonly check: string };
  ASSET_CHECK_EVALUATION: {
    readonly check: string;
    readonly passed: boolean;
    readonly severity: 'WARN' | 'ERROR';
    readonly blocking: boolean;
    readonly description?: string;
    readonly metadata: MetadataEntries;
    readonly partition?: string;
    /** The materialization that it judged. */
    readonly target?: { readonly runId: string; readonly timestamp: number; readonly dataVersion?: string };
  };
  /** `stream` is set on text that the step wrote to its console rather than to `context.log`. */
  LOG_MESSAGE: { readonly stream?: 'stdout' | 'stderr' };
}

export type EventType = keyof EventData;

/** An event before it is stored. `timestamp` is ms since the epoch. */
export type NewEvent = {
  readonly [Type in EventType]: {
    readonly type: Type;
    readonly runId: string;
    readonly timestamp: number;
    readonly level: LogLevel;
    readonly message: string;
    readonly stepKey?: string;
    readonly assetKey?: AssetKeyString;
    readonly data: EventData[Type];
  };
}[EventType];

/** A stored event; ids rise in the order of storing, over all runs. */
export type RunEvent = NewEvent & { readonly id: number };

export type EventOf<Type extends EventType> = Extract<RunEvent, { type: Type }>;
