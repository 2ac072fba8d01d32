import type { AssetCheckResult } from './asset-check-result';
import type { AssetMaterialization, AssetObservation } from './asset-events';
import { kind } from './brand';
import type { DataVersion } from './data-version';
import type { RawMetadata } from './metadata-value';
import type { DynamicOutput, Output } from './output';
import type { AssetKeyString } from './snapshot';
import { takeOptions } from './unknown-option';

interface AssetResultOptions {
  /** May be left out where the step makes, or observes, one asset only. */
  readonly assetKey?: AssetKeyString;
  readonly metadata?: RawMetadata;
  readonly checkResults?: readonly AssetCheckResult[];
  readonly dataVersion?: DataVersion | string;
  readonly tags?: Readonly<Record<string, string>>;
}

const known = { assetKey: true, metadata: true, checkResults: true, dataVersion: true, tags: true } as const;

/**
 * What a step says of one asset that it made. Without a `value` nothing is stored: the function has put the data
 * somewhere itself. `assetKey` may be left out where the step makes one asset only.
 */
export class MaterializeResult<Value = undefined> {
  readonly [kind] = 'MaterializeResult';
  readonly assetKey?: AssetKeyString;
  readonly value?: Value;
  readonly metadata: RawMetadata;
  /** Results of checks that the asset announces; without an `assetKey` they are of this asset. */
  readonly checkResults: readonly AssetCheckResult[];
  /** Default: a hash of the code version and of the inputs' data versions. */
  readonly dataVersion?: DataVersion | string;
  readonly tags: Readonly<Record<string, string>>;

  constructor(options: AssetResultOptions & { readonly value?: Value } = {}) {
    takeOptions('MaterializeResult', options, { ...known, value: true });
    this.assetKey = options.assetKey;
    this.value = options.value;
    this.metadata = options.metadata ?? {};
    this.checkResults = options.checkResults ?? [];
    this.dataVersion = options.dataVersion;
    this.tags = options.tags ?? {};
  }
}

/** What an observation found of one asset; it makes nothing. */
export class ObserveResult {
  readonly [kind] = 'ObserveResult';
  readonly assetKey?: AssetKeyString;
  readonly metadata: RawMetadata;
  readonly checkResults: readonly AssetCheckResult[];
  readonly dataVersion?: DataVersion | string;
  readonly tags: Readonly<Record<string, string>>;

  constructor(options: AssetResultOptions = {}) {
    takeOptions('ObserveResult', options, known);
    this.assetKey = options.assetKey;
    this.metadata = options.metadata ?? {};
    this.checkResults = options.checkResults ?? [];
    this.dataVersion = options.dataVersion;
    this.tags = options.tags ?? {};
  }
}

type Aside = AssetCheckResult | AssetMaterialization | AssetObservation | ObserveResult;

type Said<Result> = Result extends
  MaterializeResult<infer Value> | Output<infer Value> | DynamicOutput<infer Value>
  ? Value
  : Result extends AsyncGenerator<infer Yielded, infer Returned> | Generator<infer Yielded, infer Returned>
    ? Said<Yielded | Exclude<Returned, void>>
    : Result extends Aside
      ? never
      : Result;

/** The value of an asset or op whose function returns `Result`: promises, generators and results unwrapped. */
export type ValueOf<Result> = Said<Awaited<Result>>;
