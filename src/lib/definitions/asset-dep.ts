import { kind } from './brand';
import type { AssetReference } from './asset-in';
import type { MultiAssetDefinition } from './multi-asset';
import type { PartitionMapping } from './partitions/partition-mapping';
import type { AssetKeyString } from './snapshot';
import { takeOptions } from './unknown-option';

/** An upstream that only orders, with what there is to say about it: `deps: [new AssetDep(orders, { partitionMapping })]`. */
export class AssetDep {
  readonly [kind] = 'AssetDep';
  readonly asset: AssetReference | AssetKeyString;
  /** Which upstream partitions a partition needs; default: Dagster's rule for the two definitions. */
  readonly partitionMapping?: PartitionMapping;

  constructor(asset: AssetReference | AssetKeyString, options: { partitionMapping?: PartitionMapping } = {}) {
    this.asset = asset;
    this.partitionMapping = takeOptions('AssetDep', options, { partitionMapping: true }).partitionMapping;
  }
}

/** An upstream that only orders: nothing is loaded from it. A definition of several assets stands for all of them. */
export type AssetDependency = AssetReference | MultiAssetDefinition | AssetKeyString | AssetDep;
