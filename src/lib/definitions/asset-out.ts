import type { AssetAttributes } from './asset-attributes';
import type { AssetDependency } from './asset-dep';
import { kind } from './brand';
import type { StandardSchema } from './standard-schema';

export interface AssetOutOptions<Value = unknown> extends AssetAttributes {
  /** The asset's key; default `keyPrefix` and the name of the output. */
  readonly key?: string | readonly string[];
  readonly keyPrefix?: string | readonly string[];
  /** `false`: the step may end without yielding it; what is downstream is then skipped. Default `true`. */
  readonly isRequired?: boolean;
  /** Who stores it; default `io_manager`. */
  readonly ioManagerKey?: string;
  /** Checks the value before it is stored. */
  readonly type?: StandardSchema<unknown, Value>;
  /**
   * Its own upstreams, where they are not those of the whole: assets that are among `ins` or `deps`, and other assets
   * of the same definition (Dagster's `internal_asset_deps`).
   */
  readonly deps?: readonly AssetDependency[];
}

/** One asset of a `multiAsset`. Name the type of its value, `new AssetOut<Cake[]>()`, to have it checked. */
export class AssetOut<Value = unknown> {
  readonly [kind] = 'AssetOut';
  readonly options: AssetOutOptions;
  /** For the type checker only. */
  declare readonly valueType?: () => Value;

  constructor(options: AssetOutOptions<Value> = {}) {
    this.options = options as AssetOutOptions;
  }
}
