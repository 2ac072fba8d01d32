import type { AssetExecutionContext } from './asset-execution-context';
import type { AssetKeyString } from './snapshot';

/** Everything that is needed to run one step: what a cell defined, with all names resolved. */
export interface NodeDefinition {
  readonly name: string;
  readonly inputs: readonly { readonly name: string; readonly assetKey: AssetKeyString }[];
  readonly outputs: readonly NodeOutput[];
  /** Calls the user's function. What it returned is read with `stepOutputs`. */
  compute(inputs: Readonly<Record<string, unknown>>, context: AssetExecutionContext): unknown;
}

export interface NodeOutput {
  readonly name: string;
  readonly assetKey: AssetKeyString;
  readonly isRequired: boolean;
}
