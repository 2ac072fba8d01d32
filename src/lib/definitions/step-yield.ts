import type { AssetCheckSeverity } from './asset-check-result';
import type { AssetKeyString, MetadataEntries } from './snapshot';

/**
 * A value of an output. `value` is `undefined` where there is none to store. Of a dynamic output there is one for
 * each mapping key, of an asset's output in a step of partitions one for each partition.
 */
export interface OutputYield {
  readonly type: 'output';
  readonly output: string;
  readonly mappingKey?: string;
  readonly partitionKey?: string;
  readonly value: unknown;
  readonly metadata: MetadataEntries;
  readonly dataVersion?: string;
  readonly tags: Readonly<Record<string, string>>;
}

/** A value of the wrong type: it must not be stored. The next thing is an error. */
export interface RefusedYield {
  readonly type: 'refused';
  readonly output: string;
  readonly mappingKey?: string;
  readonly reason: string;
}

export interface CheckYield {
  readonly type: 'check';
  readonly assetKey: AssetKeyString;
  readonly name: string;
  readonly passed: boolean;
  readonly severity: AssetCheckSeverity;
  readonly description?: string;
  readonly metadata: MetadataEntries;
}

/** An observation, or a materialization that is no output of the step. */
export interface AssetEventYield {
  readonly type: 'assetEvent';
  readonly event: 'observation' | 'materialization';
  readonly assetKey: AssetKeyString;
  readonly partitionKey?: string;
  readonly metadata: MetadataEntries;
  readonly dataVersion?: string;
  readonly description?: string;
  readonly tags: Readonly<Record<string, string>>;
}

/** What a step's function said, one thing after another. */
export type StepYield = OutputYield | RefusedYield | CheckYield | AssetEventYield;

/** What is wanted of a step: all of its outputs and checks, or, where it can be subset, some. */
export interface WantedOutputs {
  /** Of an op inside a graph the step knows which asset its output is; that comes before what the op says. */
  readonly outputs: readonly {
    readonly name: string;
    readonly assetKey?: AssetKeyString;
    readonly isRequired?: boolean;
  }[];
  readonly checks?: readonly {
    readonly assetKey: AssetKeyString;
    readonly name: string;
    readonly blocking: boolean;
  }[];
  /** Of a step of partitions. */
  readonly partitionKeys?: readonly string[];
}
