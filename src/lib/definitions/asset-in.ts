import { DagbookError } from '../base/errors';
import type { AssetDefinition } from './asset';
import { assetKeyPath, assetKeyText } from './asset-key';
import type { AssetSpec } from './asset-spec';
import { kind } from './brand';
import type { RawMetadata } from './metadata-value';
import type { AssetOutput } from './multi-asset';
import type { PartitionMapping } from './partitions/partition-mapping';
import type { AssetKeyString } from './snapshot';

/** One asset that a definition makes, or that is computed elsewhere. */
export type AssetReference<Value = unknown> = AssetDefinition<Value> | AssetOutput<Value> | AssetSpec<Value>;

export interface AssetInOptions<ByPartition extends boolean = boolean> {
  /** The asset's key, where no asset is given first. */
  readonly key?: string | readonly string[];
  /** Parts before the name of the input, which together are the asset's key. */
  readonly keyPrefix?: string | readonly string[];
  /** Which upstream partitions a partition needs; default: Dagster's rule for the two definitions. */
  readonly partitionMapping?: PartitionMapping;
  /** `true`: the value is always an object by partition key, also where there is one partition. */
  readonly byPartition?: ByPartition;
  readonly metadata?: RawMetadata;
}

type Loaded<Value, ByPartition> = ByPartition extends true ? Readonly<Record<string, Value>> : Value;

/**
 * An input under another name than its asset's, or with more to say: `ins: { rows: new AssetIn(orders) }`. By key the
 * type of the value must be said: `new AssetIn<Order[]>("sales/orders")`, `new AssetIn<Order[]>({ keyPrefix: "sales" })`.
 */
export class AssetIn<Value = unknown, ByPartition extends boolean = false> {
  readonly [kind] = 'AssetIn';
  /** Absent: the asset that is called as the input is, after `keyPrefix`. */
  readonly asset?: AssetReference<Value> | AssetKeyString;
  readonly keyPrefix: readonly string[];
  readonly partitionMapping?: PartitionMapping;
  readonly byPartition: boolean;
  readonly metadata: RawMetadata;
  /** For the type checker only. */
  declare readonly valueType?: () => Loaded<Value, ByPartition>;

  constructor(
    asset: AssetReference<Value> | AssetKeyString | AssetInOptions<ByPartition>,
    options: AssetInOptions<ByPartition> = {},
  ) {
    const isOptions = typeof asset === 'object' && asset !== null && !(kind in asset);
    const { key, keyPrefix, partitionMapping, byPartition, metadata } = isOptions ? asset : options;
    const named = isOptions ? undefined : (asset as AssetReference<Value> | AssetKeyString);
    if (named !== undefined && (key !== undefined || keyPrefix !== undefined)) {
      throw new DagbookError('AssetIn: the asset is given twice', {
        name: 'InvalidDefinition',
        remedy: 'Give the asset, or its key, or a keyPrefix.',
      });
    }
    this.asset = named ?? (key === undefined ? undefined : assetKeyText(pathOf(key)));
    this.keyPrefix = keyPrefix === undefined ? [] : pathOf(keyPrefix);
    this.partitionMapping = partitionMapping;
    this.byPartition = byPartition ?? false;
    this.metadata = metadata ?? {};
  }
}

/** The parts of a key, or of a part of one, as users write it. */
export const pathOf = (key: string | readonly string[]): readonly string[] =>
  typeof key === 'string' ? assetKeyPath(key) : key;

/** Inputs whose values are loaded, by the name that the function receives them under. */
export type AssetIns = Readonly<Record<string, AssetReference | AssetIn<unknown, boolean>>>;

/** The value that an input loads. */
export type ValueIn<In> =
  In extends AssetIn<infer Value, infer ByPartition>
    ? Loaded<Value, ByPartition>
    : In extends AssetReference<infer Value>
      ? Value
      : never;

/** The first argument of an asset's function: each input's value under its name. */
export type InputsOf<Ins> = { readonly [Name in keyof Ins]: ValueIn<Ins[Name]> };
