import type { SerializedError } from '../base/errors';
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
 * Two are ours: `LOG_MESSAGE` (Dagster keeps user logs as entries without an event) and `STEP_ABANDONED`, the
 * explicit word that a step will not run because something it needs failed (Dagster says nothing).
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
  ENGINE_EVENT: { readonly error?: SerializedError; readonly originalType?: string };
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
  LOADED_INPUT: { readonly input: string; readonly assetKey: AssetKeyString; readonly value: ValuePointer };
  STEP_INPUT: { readonly input: string };
  STEP_OUTPUT: { readonly output: string };
  HANDLED_OUTPUT: { readonly output: string; readonly value?: ValuePointer };
  STEP_SUCCESS: { readonly durationMs: number };
  STEP_FAILURE: { readonly attempt: number; readonly error: SerializedError; readonly interrupted?: boolean };
  STEP_SKIPPED: { readonly missing: readonly string[] };
  STEP_ABANDONED: { readonly because: readonly string[] };
  ASSET_MATERIALIZATION_PLANNED: Nothing;
  ASSET_MATERIALIZATION: {
    readonly metadata: MetadataEntries;
    readonly tags: Readonly<Record<string, string>>;
    readonly codeVersion: string;
    readonly dataVersion: string;
    /** Asset key → data version of what was read. */
    readonly inputVersions: Readonly<Record<AssetKeyString, string>>;
    readonly value?: ValuePointer;
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
