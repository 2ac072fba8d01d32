import { kind } from './brand';
import type { AssetDefinition } from './asset';
import type { AssetOutput, MultiAssetDefinition } from './multi-asset';
import type { RawMetadata } from './metadata-value';
import type { AssetKeyString } from './snapshot';

/** One asset that a definition makes. */
export type AssetReference<Value = unknown> = AssetDefinition<Value> | AssetOutput<Value>;

/**
 * An input under another name than its asset's: `ins: { rows: new AssetIn(orders) }`. By key text the type of the
 * value must be said: `new AssetIn<Order[]>("sales/orders")`.
 */
export class AssetIn<Value = unknown> {
  readonly [kind] = 'AssetIn';
  readonly asset: AssetReference<Value> | AssetKeyString;
  readonly metadata: RawMetadata;

  constructor(
    asset: AssetReference<Value> | AssetKeyString,
    { metadata = {} }: { metadata?: RawMetadata } = {},
  ) {
    this.asset = asset;
    this.metadata = metadata;
  }
}

/** Inputs whose values are loaded, by the name that the function receives them under. */
export type AssetIns = Readonly<Record<string, AssetReference | AssetIn>>;

/** An upstream that only orders: nothing is loaded from it. A whole `multiAsset` stands for all its assets. */
export type AssetDep = AssetReference | MultiAssetDefinition | AssetKeyString;

/** The value that an input loads. */
export type ValueIn<In> =
  In extends AssetIn<infer Value> ? Value : In extends AssetReference<infer Value> ? Value : never;

/** The first argument of an asset's function: each input's value under its name. */
export type InputsOf<Ins> = { readonly [Name in keyof Ins]: ValueIn<Ins[Name]> };
