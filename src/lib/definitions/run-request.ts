import { kind } from './brand';
import type { AssetReference } from './asset-in';
import type { AssetKeyString, RunConfig } from './snapshot';
import { takeOptions } from './unknown-option';

/** What of a job a run is asked to do. */
export interface RunRequestOptions {
  /** A run is launched once for each key that a sensor, or a schedule at one time, has given. Without: always. */
  readonly runKey?: string;
  readonly runConfig?: RunConfig;
  readonly tags?: Readonly<Record<string, string>>;
  readonly partitionKey?: string;
  /** Of the job's assets, only these. */
  readonly assetSelection?: readonly (AssetReference | AssetKeyString)[];
  /** Of the assets, only those that are missing or stale when the tick is evaluated; where none is, no run is launched. */
  readonly staleAssetsOnly?: boolean;
  /** Only these checks, rather than all of the assets; without any asset selected the run evaluates nothing else. */
  readonly assetCheckKeys?: readonly AssetCheckKey[];
  /** Needed where the sensor has several jobs. */
  readonly jobName?: string;
}

/** A check by the asset that it judges and its own name. */
export interface AssetCheckKey {
  readonly assetKey: AssetReference | AssetKeyString;
  readonly name: string;
}

const known = {
  runKey: true, runConfig: true, tags: true, partitionKey: true, assetSelection: true, staleAssetsOnly: true,
  assetCheckKeys: true, jobName: true,
} as const; // prettier-ignore

/** What a schedule or sensor answers to have a run launched. */
export class RunRequest implements RunRequestOptions {
  readonly [kind] = 'RunRequest';
  readonly runKey?: string;
  readonly runConfig?: RunConfig;
  readonly tags: Readonly<Record<string, string>>;
  readonly partitionKey?: string;
  readonly assetSelection?: readonly (AssetReference | AssetKeyString)[];
  readonly staleAssetsOnly: boolean;
  readonly assetCheckKeys?: readonly AssetCheckKey[];
  readonly jobName?: string;

  constructor(options: RunRequestOptions = {}) {
    takeOptions('RunRequest', options, known);
    const { runKey, runConfig, tags = {}, partitionKey, assetSelection, jobName } = options;
    const { staleAssetsOnly = false, assetCheckKeys } = options;
    this.runKey = runKey;
    this.runConfig = runConfig;
    this.tags = tags;
    this.partitionKey = partitionKey;
    this.assetSelection = assetSelection;
    this.staleAssetsOnly = staleAssetsOnly;
    this.assetCheckKeys = assetCheckKeys;
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
