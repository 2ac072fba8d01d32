import { DagbookError } from '../base/errors';
import type { AssetAttributes } from './asset-attributes';
import type { AssetExecutionContext } from './asset-execution-context';
import type { AssetDep, AssetIns, InputsOf } from './asset-in';
import { kind } from './brand';
import type { ValueOf } from './materialize-result';

export interface AssetOptions<Ins extends AssetIns = AssetIns> extends AssetAttributes {
  /** Default: the name under which the cell exports the asset. */
  readonly name?: string;
  /** Parts before the name, as a list or with `/` between them: the asset `orders` with `keyPrefix: "sales"` has the key `sales/orders`. */
  readonly keyPrefix?: string | readonly string[];
  /** The whole key, as a list of parts or with `/` between them, instead of `keyPrefix` and `name`. */
  readonly key?: string | readonly string[];
  /** Upstream assets whose values the function receives. */
  readonly ins?: Ins;
  /** Upstream assets that only come first. */
  readonly deps?: readonly AssetDep[];
  /** `false`: the function may end without yielding; what is downstream is then skipped. Default `true`. */
  readonly outputRequired?: boolean;
}

/** An asset whose function makes a `Value`. */
export interface AssetDefinition<Value = unknown> {
  readonly [kind]: 'asset';
  readonly options: AssetOptions;
  readonly compute: (inputs: never, context: AssetExecutionContext) => unknown;
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
export function asset<Ins extends AssetIns = NoIns, Result = unknown>(
  options: AssetOptions<Ins>,
  compute: (inputs: InputsOf<Ins>, context: AssetExecutionContext) => Result,
): AssetDefinition<ValueOf<Result>>;
export function asset(
  first: AssetOptions | AssetDefinition['compute'],
  second?: AssetDefinition['compute'],
): AssetDefinition {
  const [options, compute] = typeof first === 'function' ? [{}, first] : [first, second];
  if (typeof compute !== 'function') {
    throw new DagbookError('asset() was called without a function', {
      name: 'InvalidDefinition',
      remedy: 'Give the function that computes it: asset({ … }, (inputs, context) => …).',
    });
  }
  return { [kind]: 'asset', options, compute };
}
