import { DagbookError } from '../base/errors';
import type { AssetAttributes } from './asset-attributes';
import type { AssetCheckResult } from './asset-check-result';
import type { AssetCheckSpec } from './asset-check-spec';
import type { AssetExecutionContext } from './asset-execution-context';
import type { AssetDependency } from './asset-dep';
import type { AssetIns, InputsOf } from './asset-in';
import { AssetOut } from './asset-out';
import type { AssetSpec } from './asset-spec';
import { isKind, kind } from './brand';
import type { ComputeOptions } from './compute-options';
import { callSite, definedAt, type Located } from './defined-at';
import type { MaterializeResult } from './materialize-result';
import type { Output } from './output';
import type { ResourceNeeds, ResourcesOf } from './resource-needs';
import type { SchemaOutput, StandardSchema } from './standard-schema';

export type AssetOuts = Readonly<Record<string, AssetOut<unknown>>>;

/** What describes several assets: it holds for each that does not say its own. */
export type SharedAttributes = Omit<AssetAttributes, 'metadata' | 'description'> & {
  /** Of the whole, and of each asset that has none of its own. */
  readonly description?: string;
};

export interface MultiAssetOptions<
  Outs extends AssetOuts = AssetOuts,
  Ins extends AssetIns = AssetIns,
  Schema = StandardSchema | undefined,
  Needs = ResourceNeeds,
>
  extends SharedAttributes, ComputeOptions<Schema, Needs> {
  /** The step's name; default the name under which the cell exports it. */
  readonly name?: string;
  /** The assets it makes, by output name. */
  readonly outs?: Outs;
  /** The assets it makes, instead of `outs`: nothing is stored of them unless a result has a value. */
  readonly specs?: readonly AssetSpec[];
  readonly ins?: Ins;
  readonly deps?: readonly AssetDependency[];
  /** Its assets can be made one without the others: `context.selectedOutputNames` says which. Default `false`. */
  readonly canSubset?: boolean;
  /** Checks of its assets whose results its function yields; each names its asset. */
  readonly checkSpecs?: readonly AssetCheckSpec[];
  /** Tags of its step, such as `dagster/priority`. */
  readonly opTags?: Readonly<Record<string, string>>;
}

/** One of the assets of a definition of several, for `ins` and `deps` downstream. */
export interface AssetOutput<Value = unknown> {
  readonly [kind]: 'assetOutput';
  readonly definition: MultiAssetDefinition;
  readonly output: string;
  /** For the type checker only. */
  readonly valueType?: () => Value;
}

type ValueOut<Out> = Out extends AssetOut<infer Value> ? Value : never;

/** Several assets that are made together. `assets` has them by output name: `cakeReports.assets.topCakes`. */
export interface MultiAssetDefinition<Outs extends AssetOuts = AssetOuts> extends Located {
  readonly [kind]: 'multiAsset' | 'graphMultiAsset';
  readonly options: MultiAssetOptions;
  readonly compute: (inputs: never, context: AssetExecutionContext<never, never>) => unknown;
  readonly outs: AssetOuts;
  readonly assets: { readonly [Name in keyof Outs]: AssetOutput<ValueOut<Outs[Name]>> };
}

type Aside = AssetCheckResult;
type ResultOf<Outs> = ValueOut<Outs[keyof Outs]>;
type Yielded<Outs> = MaterializeResult<ResultOf<Outs> | undefined> | Output<ResultOf<Outs>> | Aside;
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

type NoIns = Readonly<Record<never, never>>;

/**
 * Defines several assets that one function makes in one step. It returns an object of values by output name, or
 * yields a `MaterializeResult` with `assetKey` for each asset. Every output that is required must come.
 */
export function multiAsset<
  Outs extends AssetOuts,
  Ins extends AssetIns = NoIns,
  Schema extends StandardSchema | undefined = undefined,
  const Needs extends ResourceNeeds = readonly [],
>(
  options: MultiAssetOptions<Outs, Ins, Schema, Needs>,
  compute: (
    inputs: InputsOf<Ins>,
    context: AssetExecutionContext<SchemaOutput<Schema>, ResourcesOf<Needs>>,
  ) => MultiAssetResult<Outs>,
): MultiAssetDefinition<Outs> {
  const { outs, specs } = options ?? {};
  if (typeof compute !== 'function' || (typeof outs !== 'object' && !Array.isArray(specs))) {
    throw new DagbookError('multiAsset() needs outs or specs, and a function', {
      name: 'InvalidDefinition',
      remedy: 'Write multiAsset({ outs: { name: new AssetOut() } }, (inputs, context) => …).',
    });
  }
  if (outs && specs) {
    throw new DagbookError('multiAsset() was given both outs and specs', {
      name: 'InvalidDefinition',
      remedy: 'Name all its assets in one of them.',
    });
  }
  const definition = severalAssets('multiAsset', options, compute, outs ?? outsOfSpecs(specs!), callSite());
  return definition as unknown as MultiAssetDefinition<Outs>;
}

/** A definition of several assets, with what refers to each of them. */
export function severalAssets(
  type: MultiAssetDefinition[typeof kind],
  options: MultiAssetOptions,
  compute: MultiAssetDefinition['compute'],
  outs: AssetOuts,
  site: Error,
): MultiAssetDefinition {
  const assets: Record<string, AssetOutput> = {};
  const definition = { [kind]: type, options, compute, outs, assets, [definedAt]: site } as const;
  for (const output of Object.keys(outs)) assets[output] = { [kind]: 'assetOutput', definition, output };
  return definition;
}

/** An output for each spec: its asset's own deps are only those that the spec says (Dagster's rule). */
function outsOfSpecs(specs: readonly AssetSpec[]): AssetOuts {
  if (!specs.every((spec) => isKind<AssetSpec>(spec, 'AssetSpec')))
    throw new DagbookError('multiAsset(): specs has a member that is not an AssetSpec', {
      name: 'InvalidDefinition',
      remedy: 'Write new AssetSpec("orders").',
    });
  return Object.fromEntries(
    specs.map(({ key, options: { skippable = false, deps = [], ...attributes } }) => [
      key.replace(/[^A-Za-z0-9_]+/g, '__'),
      new AssetOut({ ...attributes, key, deps, isRequired: !skippable }),
    ]),
  );
}
