import type { Logger } from './asset-execution-context';
import { kind } from './brand';
import { callSite, definedAt, type Located } from './defined-at';
import type { PathStore, PathStoreName } from './io-manager';
import { splitOptions } from './options-and-function';
import type { ResourceNeeds, ResourcesOf } from './resource-needs';
import type { SchemaOutput, StandardSchema } from './standard-schema';
import type { ViewSpec } from './view';

/** What the function that makes a resource is told. */
export interface ResourceContext<Config = unknown, Resources = Readonly<Record<string, unknown>>> {
  readonly config: Config;
  readonly runId: string;
  readonly log: Logger;
  /** The resources that it requires, by key. */
  readonly resources: Resources;
  /** Keeps bytes beyond the run: the store that `options.store` names, with a folder of its own for each code location. */
  readonly store: PathStore;
}

export interface ResourceOptions<Schema = StandardSchema | undefined, Needs = ResourceNeeds> {
  readonly description?: string;
  readonly configSchema?: Schema;
  /**
   * Config given here; the run config's comes over it, entry by entry. `new EnvVar("NAME")` takes a value from the
   * environment.
   */
  readonly config?: unknown;
  /** Resources that must be set up before it. */
  readonly requires?: Needs;
  /** What `context.store` is. Default `artifacts`. */
  readonly store?: PathStoreName;
  /** It is an input of the page, of which this tells how it looks; made by the functions of `view`. */
  readonly view?: ViewSpec;
}

/**
 * Something that steps share in a run, such as a client. It is made once per isolate and run, when the first step
 * that requires it starts; a generator's code after its `yield` runs when the run has ended.
 */
export interface ResourceDefinition<Value = unknown> extends Located {
  readonly [kind]: 'resource';
  readonly options: ResourceOptions;
  readonly setUp: (context: ResourceContext<never, never>) => unknown;
  /** For the type checker only. */
  readonly valueType?: () => Value;
}

/** The value of a resource whose function returns `Result`: a promise's, or the one that a generator yields. */
export type SetUpValue<Result> =
  Awaited<Result> extends AsyncGenerator<infer Value> | Generator<infer Value> ? Value : Awaited<Result>;

/**
 * Defines a resource: the function returns what `context.resources.KEY` will be, or is a generator that yields it
 * once and cleans up after the `yield`. Its key is its export name, or the one that `definitions({ resources })` gives.
 */
export function resource<Result>(
  setUp: (context: ResourceContext) => Result,
): ResourceDefinition<SetUpValue<Result>>;
export function resource<
  Result,
  Schema extends StandardSchema | undefined = undefined,
  const Needs extends ResourceNeeds = readonly [],
>(
  options: ResourceOptions<Schema, Needs>,
  setUp: (context: ResourceContext<SchemaOutput<Schema>, ResourcesOf<Needs>>) => Result,
): ResourceDefinition<SetUpValue<Result>>;
export function resource(...given: unknown[]): ResourceDefinition {
  const [options, setUp] = splitOptions<ResourceOptions, ResourceDefinition['setUp']>('resource', given);
  return { [kind]: 'resource', [definedAt]: callSite(), options, setUp };
}
