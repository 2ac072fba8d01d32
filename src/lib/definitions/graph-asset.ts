import { DagbookError } from '../base/errors';
import type { AssetAttributes } from './asset-attributes';
import type { AssetDefinition, KeyOptions } from './asset';
import type { AssetDependency } from './asset-dep';
import type { AssetIns, InputsOf } from './asset-in';
import type { AssetOut } from './asset-out';
import { kind } from './brand';
import { callSite, definedAt } from './defined-at';
import type { Handle } from './handle';
import {
  severalAssets,
  type AssetOuts,
  type MultiAssetDefinition,
  type SharedAttributes,
} from './multi-asset';
import { splitOptions } from './options-and-function';

interface GraphInputs<Ins> {
  /** Upstream assets, whose handles the body receives. */
  readonly ins?: Ins;
  /** Upstream assets that only come first. */
  readonly deps?: readonly AssetDependency[];
}

export interface GraphAssetOptions<Ins extends AssetIns = AssetIns>
  extends AssetAttributes, KeyOptions, GraphInputs<Ins> {
  /** Who stores its value; default what the op's output says. */
  readonly ioManagerKey?: string;
}

export interface GraphMultiAssetOptions<Outs extends AssetOuts = AssetOuts, Ins extends AssetIns = AssetIns>
  extends SharedAttributes, GraphInputs<Ins> {
  /** The name of its graph; default the name under which the cell exports it. */
  readonly name?: string;
  /** The assets it makes, by output name. */
  readonly outs: Outs;
  /** Its assets can be made one without the others. Default `false`. */
  readonly canSubset?: boolean;
}

type NoIns = Readonly<Record<never, never>>;
/** What the body of a graph receives for assets: a handle of each one's value. */
type HandlesOf<Ins> = { readonly [Name in keyof Ins]: Handle<InputsOf<Ins>[Name]> };

/**
 * Defines an asset that several ops make: the body connects them, and returns the handle of the output that is the
 * asset. Each op is a step of its own, `ASSET.OP`, with its own retries; the asset is one.
 */
export function graphAsset<Value>(body: (inputs: NoIns) => Handle<Value>): AssetDefinition<Value>;
export function graphAsset<Value, Ins extends AssetIns = NoIns>(
  options: GraphAssetOptions<Ins>,
  body: (inputs: HandlesOf<Ins>) => Handle<Value>,
): AssetDefinition<Value>;
export function graphAsset(...given: unknown[]): AssetDefinition {
  const [options, compute] = splitOptions<AssetDefinition['options'], AssetDefinition['compute']>(
    'graphAsset',
    given,
  );
  return { [kind]: 'asset', options, compute, isGraph: true, [definedAt]: callSite() };
}

type ValueOut<Out> = Out extends AssetOut<infer Value> ? Value : never;

/**
 * Defines several assets that several ops make. The body returns the handles of the outputs that are the assets, by
 * output name or as a list in the order of `outs`.
 */
export function graphMultiAsset<Outs extends AssetOuts, Ins extends AssetIns = NoIns>(
  options: GraphMultiAssetOptions<Outs, Ins>,
  body: (
    inputs: HandlesOf<Ins>,
  ) => { readonly [Name in keyof Outs]: Handle<ValueOut<Outs[Name]>> } | readonly Handle[],
): MultiAssetDefinition<Outs> {
  if (typeof body !== 'function' || typeof options?.outs !== 'object') {
    throw new DagbookError('graphMultiAsset() needs outs and a function', {
      name: 'InvalidDefinition',
      remedy: 'Write graphMultiAsset({ outs: { name: new AssetOut() } }, () => ({ name: makeIt() })).',
    });
  }
  const compute = body as unknown as MultiAssetDefinition['compute'];
  const definition = severalAssets('graphMultiAsset', options, compute, options.outs, callSite());
  return definition as unknown as MultiAssetDefinition<Outs>;
}
