import type { EncodedValue } from '../artifacts/codec';
import type { SerializedError } from '../base/errors';
import type { AssetKeyString, MetadataEntries } from '../definitions/snapshot';
import type { LogLevel } from '../events/event';

/** One step to execute, anywhere (design.md §3.6). Plain data; `inputs` carry the bytes. */
export interface StepRequest {
  /** `run:step:attempt`: a repeat can be told from a result. */
  readonly id: string;
  readonly runId: string;
  readonly stepKey: string;
  /** Counts from 1. */
  readonly attempt: number;
  readonly jobName: string;
  readonly tags: Readonly<Record<string, string>>;
  /** Which compiled notebook to execute; the isolate must have loaded it. */
  readonly bundle: string;
  readonly node: string;
  readonly inputs: readonly {
    readonly name: string;
    readonly assetKey: AssetKeyString;
    readonly value: EncodedValue;
  }[];
  /** The outputs that are wanted. */
  readonly outputs: readonly {
    readonly name: string;
    readonly assetKey: AssetKeyString;
    readonly isRequired: boolean;
  }[];
}

/** What an isolate says while it executes a step; the last is `succeeded` or `failed`. `time` is ms since the epoch. */
export type StepMessage = { readonly id: string; readonly time: number } & (
  | { readonly type: 'started' }
  /** An input was decoded. */
  | { readonly type: 'input'; readonly name: string }
  | { readonly type: 'log'; readonly level: LogLevel; readonly message: string }
  | { readonly type: 'console'; readonly stream: 'stdout' | 'stderr'; readonly text: string }
  /** `value` is absent where the step materialized an asset without handing over a value. */
  | {
      readonly type: 'output';
      readonly name: string;
      readonly value?: EncodedValue;
      readonly metadata: MetadataEntries;
      readonly dataVersion?: string;
      readonly tags?: Readonly<Record<string, string>>;
    }
  | { readonly type: 'succeeded' }
  | { readonly type: 'failed'; readonly error: SerializedError }
);

/** How a step ended for a reason outside its own code: said by the executor, never by an isolate. */
export type StepLoss = {
  readonly id: string;
  readonly time: number;
  readonly type: 'lost';
  readonly error: SerializedError;
};
