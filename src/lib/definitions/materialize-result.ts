import { kind } from './brand';
import type { RawMetadata } from './metadata-value';
import type { AssetKeyString } from './snapshot';

/**
 * What a step says of one asset that it made. Without a `value` nothing is stored: the function has put the data
 * somewhere itself. `assetKey` may be left out where the step makes one asset only.
 */
export class MaterializeResult<Value = undefined> {
  readonly [kind] = 'MaterializeResult';
  readonly assetKey?: AssetKeyString;
  readonly value?: Value;
  readonly metadata: RawMetadata;
  /** Default: a hash of the code version and of the inputs' data versions. */
  readonly dataVersion?: string;
  readonly tags: Readonly<Record<string, string>>;

  constructor(
    options: {
      assetKey?: AssetKeyString;
      value?: Value;
      metadata?: RawMetadata;
      dataVersion?: string;
      tags?: Readonly<Record<string, string>>;
    } = {},
  ) {
    this.assetKey = options.assetKey;
    this.value = options.value;
    this.metadata = options.metadata ?? {};
    this.dataVersion = options.dataVersion;
    this.tags = options.tags ?? {};
  }
}

type Said<Result> =
  Result extends MaterializeResult<infer Value>
    ? Value
    : Result extends AsyncGenerator<infer Yielded, infer Returned> | Generator<infer Yielded, infer Returned>
      ? Said<Yielded | Exclude<Returned, void>>
      : Result;

/** The value of an asset whose function returns `Result`: promises, generators and results unwrapped. */
export type ValueOf<Result> = Said<Awaited<Result>>;
