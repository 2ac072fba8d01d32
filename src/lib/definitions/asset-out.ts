import type { AssetAttributes } from './asset-attributes';
import { kind } from './brand';

export interface AssetOutOptions extends AssetAttributes {
  /** The asset's key; default the name of the output. */
  readonly key?: string | readonly string[];
  /** `false`: the step may end without yielding it; what is downstream is then skipped. Default `true`. */
  readonly isRequired?: boolean;
}

/** One asset of a `multiAsset`. Name the type of its value, `new AssetOut<Cake[]>()`, to have it checked. */
export class AssetOut<Value = unknown> {
  readonly [kind] = 'AssetOut';
  readonly options: AssetOutOptions;
  /** For the type checker only. */
  declare readonly valueType?: () => Value;

  constructor(options: AssetOutOptions = {}) {
    this.options = options;
  }
}
