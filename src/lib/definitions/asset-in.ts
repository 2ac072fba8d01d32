import { DagbookError } from '../base/errors';
import type { AssetDefinition } from './asset';
import { assetKeyPath, assetKeyText } from './asset-key';
import type { AssetSpec } from './asset-spec';
import { kind } from './brand';
import type { RawMetadata } from './metadata-value';
import type { AssetOutput } from './multi-asset';
import type { PartitionMapping } from './partitions/partition-mapping';
import type { AssetKeyString } from './snapshot';
import { takeOptions } from './unknown-option';

/** One asset that a definition makes, or that is computed elsewhere. */
export type AssetReference<Value = unknown> = AssetDefinition<Value> | AssetOutput<Value> | AssetSpec<Value>;

export interface AssetInOptions {
  /** The asset's key, where no asset is given first. */
  readonly key?: string | readonly string[];
  /** Parts before the name of the input, which together are the asset's key. */
  readonly keyPrefix?: string | readonly string[];
  /** Which upstream partitions a partition needs; default: Dagster's rule for the two definitions. */
  readonly partitionMapping?: PartitionMapping;
  /** `true`: the value is always an object by partition key, also where there is one partition. */
  readonly byPartition?: boolean;
  /**
   * Who loads the value, by its key as a resource; default whoever stored it. It is asked whether or not the asset was
   * materialized here: see `inputManager`.
   */
  readonly inputManagerKey?: string;
  readonly metadata?: RawMetadata;
}

/** An input with more to say than its asset; `Value` is what the function receives. */
export interface AssetIn<Value = unknown> {
  readonly [kind]: 'AssetIn';
  /** Absent: the asset that is called as the input is, after `keyPrefix`. */
  readonly asset?: AssetReference | AssetKeyString;
  readonly keyPrefix: readonly string[];
  readonly partitionMapping?: PartitionMapping;
  readonly byPartition: boolean;
  readonly inputManagerKey?: string;
  readonly metadata: RawMetadata;
  /** For the type checker only. */
  readonly valueType?: () => Value;
}

const known = {
  key: true, keyPrefix: true, partitionMapping: true, byPartition: true, inputManagerKey: true, metadata: true,
} as const; // prettier-ignore

interface ByPartition extends AssetInOptions {
  readonly byPartition: true;
}

/**
 * An input under another name than its asset's, or with more to say: `ins: { rows: new AssetIn(orders) }`. By key the
 * type of the asset's value must be said: `new AssetIn<Order[]>("sales/orders")`,
 * `new AssetIn<Order[]>({ keyPrefix: "sales" })`. Throws where the asset is given twice.
 */
export const AssetIn: {
  new <Value = unknown>(
    asset: AssetReference<Value> | AssetKeyString,
    options: ByPartition,
  ): AssetIn<Readonly<Record<string, Value>>>;
  new <Value = unknown>(options: ByPartition): AssetIn<Readonly<Record<string, Value>>>;
  new <Value = unknown>(
    asset: AssetReference<Value> | AssetKeyString | AssetInOptions,
    options?: AssetInOptions,
  ): AssetIn<Value>;
} = class {
  readonly [kind] = 'AssetIn';
  readonly asset?: AssetReference | AssetKeyString;
  readonly keyPrefix: readonly string[];
  readonly partitionMapping?: PartitionMapping;
  readonly byPartition: boolean;
  readonly inputManagerKey?: string;
  readonly metadata: RawMetadata;

  constructor(asset: AssetReference | AssetKeyString | AssetInOptions, options: AssetInOptions = {}) {
    const isOptions = typeof asset === 'object' && asset !== null && !(kind in asset);
    const given = takeOptions('AssetIn', isOptions ? asset : options, known);
    const { key, keyPrefix, partitionMapping, byPartition, inputManagerKey, metadata } = given;
    if (!isOptions && (key !== undefined || keyPrefix !== undefined)) {
      throw new DagbookError('AssetIn: the asset is given twice', {
        name: 'InvalidDefinition',
        remedy: 'Give the asset, or its key, or a keyPrefix.',
      });
    }
    this.asset = isOptions ? key && assetKeyText(pathOf(key)) : asset;
    this.keyPrefix = keyPrefix === undefined ? [] : pathOf(keyPrefix);
    this.partitionMapping = partitionMapping;
    this.byPartition = byPartition === true;
    if (inputManagerKey !== undefined) this.inputManagerKey = inputManagerKey;
    this.metadata = metadata ?? {};
  }
};

/** The parts of a key, or of a part of one, as users write it. */
export const pathOf = (key: string | readonly string[]): readonly string[] =>
  typeof key === 'string' ? assetKeyPath(key) : key;

/** Inputs whose values are loaded, by the name that the function receives them under. */
export type AssetIns = Readonly<Record<string, AssetReference | AssetIn>>;

/** The value that an input loads. */
export type ValueIn<In> =
  In extends AssetIn<infer Value> ? Value : In extends AssetReference<infer Value> ? Value : never;

/** The first argument of an asset's function: each input's value under its name. */
export type InputsOf<Ins> = { readonly [Name in keyof Ins]: ValueIn<Ins[Name]> };
