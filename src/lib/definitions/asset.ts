import type { AssetAttributes } from './asset-attributes';
import type { AssetCheckSpec } from './asset-check-spec';
import type { AssetExecutionContext } from './asset-execution-context';
import type { AssetDependency } from './asset-dep';
import type { AssetIns, InputsOf } from './asset-in';
import { kind } from './brand';
import type { ComputeOptions } from './compute-options';
import { callSite, definedAt, type Located } from './defined-at';
import type { ValueOf } from './materialize-result';
import { splitOptions } from './options-and-function';
import type { ResourceNeeds, ResourcesOf } from './resource-needs';
import type { SchemaOutput, StandardSchema } from './standard-schema';

/** How the key of a single asset is said. */
export interface KeyOptions {
  /** Default: the name under which the cell exports the asset. */
  readonly name?: string;
  /** Parts before the name, as a list or with `/` between them: the asset `orders` with `keyPrefix: "sales"` has the key `sales/orders`. */
  readonly keyPrefix?: string | readonly string[];
  /** The whole key, as a list of parts or with `/` between them, instead of `keyPrefix` and `name`. */
  readonly key?: string | readonly string[];
}

export interface AssetOptions<
  Ins extends AssetIns = AssetIns,
  Schema = StandardSchema | undefined,
  Needs = ResourceNeeds,
>
  extends AssetAttributes, KeyOptions, ComputeOptions<Schema, Needs> {
  /** Upstream assets whose values the function receives. */
  readonly ins?: Ins;
  /** Upstream assets that only come first. */
  readonly deps?: readonly AssetDependency[];
  /** `false`: the function may end without yielding; what is downstream is then skipped. Default `true`. */
  readonly outputRequired?: boolean;
  /** Who stores its value; default `io_manager`. */
  readonly ioManagerKey?: string;
  /** Checks the value before it is stored. */
  readonly outputType?: StandardSchema;
  /** Checks of this asset whose results its function yields. */
  readonly checkSpecs?: readonly AssetCheckSpec[];
  /** Tags of its step, such as `dagster/priority`; `tags` are those of the asset. */
  readonly opTags?: Readonly<Record<string, string>>;
}

/** An asset whose function makes a `Value`. */
export interface AssetDefinition<Value = unknown> extends Located {
  readonly [kind]: 'asset';
  readonly options: AssetOptions;
  readonly compute: (inputs: never, context: AssetExecutionContext<never, never>) => unknown;
  /** Its function observes the data instead of making it: see `observableSourceAsset`. */
  readonly isObservable?: boolean;
  /** Its function is the body of a graph: see `graphAsset`. */
  readonly isGraph?: boolean;
  /** For the type checker only. */
  readonly valueType?: () => Value;
}

type NoIns = Readonly<Record<never, never>>;

/**
 * Defines an asset: data that the function makes, each time it is materialized. The function receives the values of
 * `ins` and the context; it returns the asset's value or a `MaterializeResult`, or is a generator that yields one.
 * Returning `undefined` says that there is no value to store.
 */
export function asset<Result>(
  compute: (inputs: NoIns, context: AssetExecutionContext) => Result,
): AssetDefinition<ValueOf<Result>>;
export function asset<
  Ins extends AssetIns = NoIns,
  Result = unknown,
  Schema extends StandardSchema | undefined = undefined,
  const Needs extends ResourceNeeds = readonly [],
>(
  options: AssetOptions<Ins, Schema, Needs>,
  compute: (
    inputs: InputsOf<Ins>,
    context: AssetExecutionContext<SchemaOutput<Schema>, ResourcesOf<Needs>>,
  ) => Result,
): AssetDefinition<ValueOf<Result>>;
export function asset(...given: unknown[]): AssetDefinition {
  const [options, compute] = splitOptions<AssetOptions, AssetDefinition['compute']>('asset', given);
  return { [kind]: 'asset', options, compute, [definedAt]: callSite() };
}
