import { kind } from './brand';
import type { AssetReference } from './asset-in';
import type { AssetKeyString, RunConfig } from './snapshot';

/** What of a job a run is asked to do. */
export interface RunRequestOptions {
  /** A run is launched once for each key that a sensor, or a schedule at one time, has given. Without: always. */
  readonly runKey?: string;
  readonly runConfig?: RunConfig;
  readonly tags?: Readonly<Record<string, string>>;
  readonly partitionKey?: string;
  /** Of the job's assets, only these. */
  readonly assetSelection?: readonly (AssetReference | AssetKeyString)[];
  /** Needed where the sensor has several jobs. */
  readonly jobName?: string;
}

/** What a schedule or sensor answers to have a run launched. */
export class RunRequest implements RunRequestOptions {
  readonly [kind] = 'RunRequest';
  readonly runKey?: string;
  readonly runConfig?: RunConfig;
  readonly tags: Readonly<Record<string, string>>;
  readonly partitionKey?: string;
  readonly assetSelection?: readonly (AssetReference | AssetKeyString)[];
  readonly jobName?: string;

  constructor(options: RunRequestOptions = {}) {
    const { runKey, runConfig, tags = {}, partitionKey, assetSelection, jobName } = options;
    this.runKey = runKey;
    this.runConfig = runConfig;
    this.tags = tags;
    this.partitionKey = partitionKey;
    this.assetSelection = assetSelection;
    this.jobName = jobName;
  }
}

/** What a schedule or sensor answers to say why it asks for no run. */
export class SkipReason {
  readonly [kind] = 'SkipReason';
  readonly skipMessage: string;

  constructor(skipMessage = '') {
    this.skipMessage = String(skipMessage);
  }
}

/** What to add to, or take out of, dynamic partitions; adding a key that is there does nothing. */
export interface DynamicPartitionsRequest {
  readonly type: 'add' | 'delete';
  /** The name of the `DynamicPartitionsDefinition`. */
  readonly partitionsDefName: string;
  readonly partitionKeys: readonly string[];
}
