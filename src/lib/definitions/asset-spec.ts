import { DagbookError } from '../base/errors';
import type { AssetAttributes } from './asset-attributes';
import type { AssetDependency } from './asset-dep';
import { pathOf } from './asset-in';
import { assetKeyText } from './asset-key';
import { kind } from './brand';
import { callSite, definedAt } from './defined-at';
import type { AssetKeyString } from './snapshot';

export interface AssetSpecOptions extends AssetAttributes {
  /** Upstream assets, which only come first. */
  readonly deps?: readonly AssetDependency[];
  /** In a `multiAsset`: its function may end without making it. */
  readonly skippable?: boolean;
}

/**
 * Declares an asset without saying how it is made. Exported, it is an external asset: something else makes it, and
 * it stands in the lineage. In the `specs` of a `multiAsset`, it is one of the assets that this makes.
 */
export class AssetSpec<Value = unknown> {
  readonly [kind] = 'AssetSpec';
  readonly key: AssetKeyString;
  readonly options: AssetSpecOptions;
  readonly [definedAt]: Error;
  /** For the type checker only. */
  declare readonly valueType?: () => Value;

  /** `key`: the parts as a list, or with `/` between them. Throws `InvalidAssetKey` where a part is empty. */
  constructor(key: string | readonly string[], options: AssetSpecOptions = {}) {
    const isKey =
      typeof key === 'string' || (Array.isArray(key) && key.every((part) => typeof part === 'string'));
    if (!isKey)
      throw new DagbookError('AssetSpec: its key is not text or a list of texts', {
        name: 'InvalidAssetKey',
        remedy: 'Write new AssetSpec("sales/orders").',
      });
    this.key = assetKeyText(pathOf(key));
    this.options = options;
    this[definedAt] = callSite();
  }
}

/** External assets, of specs or of bare keys: `export const raw = externalAssets(["sales/raw", "shop/raw"])`. */
export const externalAssets = (specs: readonly (AssetSpec | AssetKeyString)[]): readonly AssetSpec[] =>
  specs.map((spec) => (typeof spec === 'string' ? new AssetSpec(spec) : spec));
