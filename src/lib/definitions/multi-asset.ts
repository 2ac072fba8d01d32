import { DagbookError } from '../base/errors';
import type { AssetAttributes } from './asset-attributes';
import type { AssetExecutionContext } from './asset-execution-context';
import type { AssetDep, AssetIns, InputsOf } from './asset-in';
import type { AssetOut } from './asset-out';
import { kind } from './brand';
import type { MaterializeResult } from './materialize-result';

export type AssetOuts = Readonly<Record<string, AssetOut<unknown>>>;

/** `tags`, `group`, `owners`, `kinds` and `codeVersion` hold for each output that does not say its own. */
export interface MultiAssetOptions<
  Outs extends AssetOuts = AssetOuts,
  Ins extends AssetIns = AssetIns,
> extends Omit<AssetAttributes, 'metadata'> {
  /** The step's name; default the name under which the cell exports it. */
  readonly name?: string;
  /** The assets it makes, by output name. */
  readonly outs: Outs;
  readonly ins?: Ins;
  readonly deps?: readonly AssetDep[];
}

/** One of the assets of a `multiAsset`, for `ins` and `deps` downstream. */
export interface AssetOutput<Value = unknown> {
  readonly [kind]: 'assetOutput';
  readonly definition: MultiAssetDefinition;
  readonly output: string;
  /** For the type checker only. */
  readonly valueType?: () => Value;
}

type ValueOut<Out> = Out extends AssetOut<infer Value> ? Value : never;

/** One step that makes several assets. `assets` has them by output name: `cakeReports.assets.topCakes`. */
export interface MultiAssetDefinition<Outs extends AssetOuts = AssetOuts> {
  readonly [kind]: 'multiAsset';
  readonly options: MultiAssetOptions;
  readonly compute: (inputs: never, context: AssetExecutionContext) => unknown;
  readonly assets: { readonly [Name in keyof Outs]: AssetOutput<ValueOut<Outs[Name]>> };
}

type Yielded<Outs> = MaterializeResult<ValueOut<Outs[keyof Outs]> | undefined>;
type Returned<Outs> =
  | {
      readonly [Name in keyof Outs]?:
        ValueOut<Outs[Name]> | MaterializeResult<ValueOut<Outs[Name]> | undefined>;
    }
  | Yielded<Outs>
  | readonly Yielded<Outs>[]
  | void;

/** What the function of a `multiAsset` may return: an object of values by output name, results, or a generator. */
export type MultiAssetResult<Outs> =
  | Returned<Outs>
  | Promise<Returned<Outs>>
  | Generator<Yielded<Outs>, Returned<Outs>>
  | AsyncGenerator<Yielded<Outs>, Returned<Outs>>;

/**
 * Defines several assets that one function makes in one step. It returns an object of values by output name, or
 * yields a `MaterializeResult` with `assetKey` for each asset. Every output that is required must come.
 */
export function multiAsset<Outs extends AssetOuts, Ins extends AssetIns = Readonly<Record<never, never>>>(
  options: MultiAssetOptions<Outs, Ins>,
  compute: (inputs: InputsOf<Ins>, context: AssetExecutionContext) => MultiAssetResult<Outs>,
): MultiAssetDefinition<Outs> {
  if (typeof compute !== 'function' || typeof options?.outs !== 'object') {
    throw new DagbookError('multiAsset() needs outs and a function', {
      name: 'InvalidDefinition',
      remedy: 'Write multiAsset({ outs: { name: new AssetOut() } }, (inputs, context) => …).',
    });
  }
  const assets: Record<string, AssetOutput> = {};
  const definition = { [kind]: 'multiAsset', options, compute, assets } as const;
  for (const output of Object.keys(options.outs))
    assets[output] = { [kind]: 'assetOutput', definition, output };
  return definition as unknown as MultiAssetDefinition<Outs>;
}
