import { kind } from './brand';
import type { Json } from '../base/json';
import { callSite, definedAt, type Located } from './defined-at';
import type { GraphCore } from './graph';
import type { IOManagerDefinition } from './io-manager';
import type { CommonJobOptions } from './job-options';
import { splitOptions } from './options-and-function';
import type { ResourceDefinition } from './resource';

export interface JobOptions extends CommonJobOptions {
  /** Binds resources and IO managers to keys, as `definitions({ resources })` does. */
  readonly resources?: Readonly<Record<string, ResourceDefinition | IOManagerDefinition>>;
  /** Constants for inputs of the graph. */
  readonly inputValues?: Readonly<Record<string, Json>>;
}

/** A job of ops. */
export interface JobDefinition extends Located {
  readonly [kind]: 'job';
  readonly options: JobOptions;
  readonly compose: (inputs: never) => unknown;
  /** The graph that it was made of. */
  readonly graph?: GraphCore;
}

/**
 * Defines a job of ops: the body says which ops and graphs are connected to which. Each op becomes a step. Inputs
 * that are connected to nothing come from the run config: `ops.NAME.inputs.INPUT`.
 */
export function job(body: () => unknown): JobDefinition;
export function job(options: JobOptions, body: () => unknown): JobDefinition;
export function job(...given: unknown[]): JobDefinition {
  const [options, compose] = splitOptions<JobOptions, JobDefinition['compose']>('job', given);
  return { [kind]: 'job', options, compose, [definedAt]: callSite() };
}

/** The job of a graph: its ops are steps under their own names. */
export const jobOfGraph = (graph: GraphCore, options: JobOptions): JobDefinition => ({
  [kind]: 'job',
  options: { description: graph.options.description, ...options },
  compose: graph.compose,
  graph,
  [definedAt]: callSite(),
});
