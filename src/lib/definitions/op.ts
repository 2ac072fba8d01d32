import { kind } from './brand';
import type { OpExecutionContext } from './asset-execution-context';
import { invokeOp } from './composition/invoke-op';
import type { ComputeOptions } from './compute-options';
import { configuredOp, type ConfigGiver } from './configured-op';
import { callSite, definedAt, type Located } from './defined-at';
import type { HandlesOf, SourcesOf } from './handle';
import type { OpIns, ValuesOfIns } from './in';
import { modifiersOf, type Invocable } from './invocable';
import type { ValueOf } from './materialize-result';
import { splitOptions } from './options-and-function';
import { Out, type AnyOut, type OpOuts } from './out';
import type { ResourceNeeds, ResourcesOf } from './resource-needs';
import type { SchemaOutput, StandardSchema } from './standard-schema';

export interface OpOptions<
  Ins extends OpIns = OpIns,
  Outs extends OpOuts = OpOuts,
  Schema extends StandardSchema | undefined = StandardSchema | undefined,
  Needs extends ResourceNeeds = ResourceNeeds,
> extends ComputeOptions<Schema, Needs> {
  /** Default: the name that the cell gives it, else the function's. */
  readonly name?: string;
  readonly description?: string;
  /** Default: the inputs that its invocations connect. */
  readonly ins?: Ins;
  /** Outputs by name; default one output, `result`. */
  readonly outs?: Outs;
  /** The one output, `result`, instead of `outs`. */
  readonly out?: AnyOut;
  /** `dagster/priority` orders steps that are ready; every other tag is for people and concurrency limits. */
  readonly tags?: Readonly<Record<string, string>>;
  readonly codeVersion?: string;
}

/** What all ops have in common. */
export interface OpCore extends Located {
  readonly [kind]: 'op';
  readonly options: OpOptions;
  readonly compute: (inputs: never, context: never) => unknown;
  /** Outputs in their order. */
  readonly outs: readonly (readonly [name: string, out: AnyOut])[];
}

/** A step of graphs. `Inputs` is what its function receives, `Sources` what an invocation takes. */
export interface OpDefinition<Inputs = never, Sources = never, Handles = unknown, Result = unknown>
  extends OpCore, Invocable<Sources, Handles> {
  readonly compute: (inputs: Inputs, context: OpExecutionContext<never, never>) => Result;
  /** Outside of a graph: calls its function, as tests do. */
  (inputs: Inputs, context: OpExecutionContext<unknown, unknown>): Result;
  /** Invocable, so that calls are resolved by arguments: a graph's body has no context to give. */
  (...given: Parameters<Invocable<Sources, Handles>>): Handles;
  /** The same op with its config given here; see `configuredOp`. */
  configured<Outer extends StandardSchema | undefined = undefined>(
    config: ConfigGiver<Outer>,
    name: string,
    configSchema?: Outer,
  ): OpDefinition<Inputs, Sources, Handles, Result>;
}

type NoIns = Readonly<Record<never, never>>;
type OneOut = Readonly<Record<'result', Out>>;

/**
 * Defines an op: a function that becomes a step where it is called in the body of a `graph`, `job` or `graphAsset`.
 * The function receives its inputs by name and the context; it returns the value of its output (of several outs, an
 * object by name or a list in their order), or yields `Output`s and `DynamicOutput`s.
 */
export function op<Result, Inputs = NoIns>(
  compute: (inputs: Inputs, context: OpExecutionContext) => Result,
): OpDefinition<Inputs, SourcesOf<Inputs>, HandlesOf<OneOut, ValueOf<Result>>, Result>;
export function op<
  Ins extends OpIns,
  Result,
  Inputs extends ValuesOfIns<Ins> = ValuesOfIns<Ins>,
  Outs extends OpOuts = OneOut,
  SingleOut extends AnyOut = Out,
  Schema extends StandardSchema | undefined = undefined,
  const Needs extends ResourceNeeds = readonly [],
>(
  options: OpOptions<Ins, Outs, Schema, Needs> & { readonly ins: Ins; readonly out?: SingleOut },
  compute: (inputs: Inputs, context: OpExecutionContext<SchemaOutput<Schema>, ResourcesOf<Needs>>) => Result,
): OpDefinition<
  Inputs,
  Partial<SourcesOf<Inputs>>,
  HandlesOf<OneOut extends Outs ? { readonly result: SingleOut } : Outs, ValueOf<Result>>,
  Result
>;
export function op<
  Result,
  Inputs = NoIns,
  Outs extends OpOuts = OneOut,
  SingleOut extends AnyOut = Out,
  Schema extends StandardSchema | undefined = undefined,
  const Needs extends ResourceNeeds = readonly [],
>(
  options: OpOptions<OpIns, Outs, Schema, Needs> & { readonly ins?: undefined; readonly out?: SingleOut },
  compute: (inputs: Inputs, context: OpExecutionContext<SchemaOutput<Schema>, ResourcesOf<Needs>>) => Result,
): OpDefinition<
  Inputs,
  SourcesOf<Inputs>,
  HandlesOf<OneOut extends Outs ? { readonly result: SingleOut } : Outs, ValueOf<Result>>,
  Result
>;
export function op(...given: unknown[]): OpDefinition {
  const [options, compute] = splitOptions<OpOptions, OpCore['compute']>('op', given);
  return makeOp(options, compute);
}

/** `site` is where the user called. */
export function makeOp(options: OpOptions, compute: OpCore['compute'], site = callSite()): OpDefinition {
  const outs = Object.entries(options.outs ?? { result: options.out ?? new Out() });
  const core = { [kind]: 'op' as const, options, compute, outs, [definedAt]: site };
  const invoke = (modifiers: object, arguments_: readonly unknown[]) =>
    invokeOp(definition, modifiers, arguments_);
  const configured = (config: unknown, name: string, schema?: StandardSchema) => {
    const { options, compute } = configuredOp(definition, config as ConfigGiver, name, schema);
    return makeOp(options, compute);
  };
  const definition: OpCore = Object.assign(
    (...arguments_: unknown[]) => invoke({}, arguments_),
    modifiersOf(invoke),
    core,
    { configured },
  );
  return definition as OpDefinition;
}
