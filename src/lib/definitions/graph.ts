import { kind } from './brand';
import { invokeGraph } from './composition/invoke-graph';
import { callSite, definedAt, type Located } from './defined-at';
import type { DynamicHandle, Handle, Source } from './handle';
import type { In, OpIns } from './in';
import { modifiersOf, type Invocable } from './invocable';
import { jobOfGraph, type JobDefinition, type JobOptions } from './job';
import { splitOptions } from './options-and-function';

export interface GraphOptions<Ins extends OpIns = OpIns> {
  /** Default: the name that the cell gives it, else the function's. */
  readonly name?: string;
  readonly description?: string;
  /** Inputs; default those that the body asks for. What is declared must be used. */
  readonly ins?: Ins;
  /** Added to the tags of all its ops. */
  readonly tags?: Readonly<Record<string, string>>;
}

/** What all graphs have in common. */
export interface GraphCore extends Located {
  readonly [kind]: 'graph';
  readonly options: GraphOptions;
  readonly compose: (inputs: never) => unknown;
}

/** Several ops that are used as one. */
export interface GraphDefinition<Sources = never, Handles = unknown>
  extends GraphCore, Invocable<Sources, Handles> {
  /**
   * A job of this graph. What its inputs have no value for in `inputValues` comes from the run config, as the
   * `inputs` of the ops that they are connected to.
   */
  toJob(options?: Omit<JobOptions, 'description'> & { readonly description?: string }): JobDefinition;
}

/** What the inputs of a graph take, of what its body receives. */
type SourcesOfHandles<Handles> = {
  readonly [Name in keyof Handles]: Handles[Name] extends Handle<infer Value> | undefined
    ? Source<Value>
    : Handles[Name] extends DynamicHandle<infer Value>
      ? DynamicHandle<Value>
      : never;
};

type HandlesOfIns<Ins> = {
  readonly [Name in keyof Ins]: Ins[Name] extends In<infer Value> ? Handle<Value> : never;
};

/**
 * Defines a graph: the body says which ops are connected to which, and returns the handles of what it hands on. Where
 * the graph is used, each of its ops becomes a step, under the graph's name: `clean_all.split`. A graph may contain
 * graphs. The body is executed when the notebook is loaded, once for each use.
 */
export function graph<Handles, Inputs = Readonly<Record<never, never>>>(
  body: (inputs: Inputs) => Handles,
): GraphDefinition<SourcesOfHandles<Inputs>, Handles>;
export function graph<Ins extends OpIns, Handles>(
  options: GraphOptions<Ins> & { readonly ins: Ins },
  body: (inputs: HandlesOfIns<Ins>) => Handles,
): GraphDefinition<Partial<SourcesOfHandles<HandlesOfIns<Ins>>>, Handles>;
export function graph<Handles, Inputs = Readonly<Record<never, never>>>(
  options: GraphOptions & { readonly ins?: undefined },
  body: (inputs: Inputs) => Handles,
): GraphDefinition<SourcesOfHandles<Inputs>, Handles>;
export function graph(...given: unknown[]): GraphDefinition {
  const [options, compose] = splitOptions<GraphOptions, GraphCore['compose']>('graph', given);
  const core = { [kind]: 'graph' as const, options, compose, [definedAt]: callSite() };
  const invoke = (modifiers: object, arguments_: readonly unknown[]) =>
    invokeGraph(definition, modifiers, arguments_);
  const toJob = (options: JobOptions = {}) => jobOfGraph(definition, options);
  const definition: GraphCore = Object.assign(
    (...arguments_: unknown[]) => invoke({}, arguments_),
    modifiersOf(invoke),
    core,
    { toJob },
  );
  return definition as GraphDefinition;
}
