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
export class RunRequest {
  readonly [kind] = 'RunRequest';
  readonly options: RunRequestOptions;

  constructor(options: RunRequestOptions = {}) {
    this.options = options;
  }
}

/** What a schedule or sensor answers to say why it asks for no run. */
export class SkipReason {
  readonly [kind] = 'SkipReason';
  readonly message: string;

  constructor(message = '') {
    this.message = String(message);
  }
}

/** What to add to, or take out of, dynamic partitions; adding a key that is there does nothing. */
export interface DynamicPartitionsRequest {
  readonly type: 'add' | 'delete';
  /** The name of the `DynamicPartitionsDefinition`. */
  readonly partitionsDefName: string;
  readonly partitionKeys: readonly string[];
}
