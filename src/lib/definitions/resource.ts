import { kind } from './brand';
import type { Logger } from './asset-execution-context';
import type { StandardSchema } from './standard-schema';

/** What the function that makes a resource is told. */
export interface ResourceContext<Config = unknown> {
  readonly config: Config;
  readonly runId: string;
  readonly log: Logger;
  /** The resources that it requires, by key. */
  readonly resources: Readonly<Record<string, unknown>>;
}

export interface ResourceOptions<Config = unknown> {
  readonly description?: string;
  readonly configSchema?: StandardSchema<unknown, Config>;
  /** Config given here instead of in the run config; `new EnvVar("NAME")` takes a value from the environment. */
  readonly config?: unknown;
  /** Keys of resources that must be set up before it. */
  readonly requires?: readonly string[];
}

/**
 * Something that steps share in a run, such as a client. It is made once per isolate and run, when the first step
 * that requires it starts; a generator's code after its `yield` runs when the run has ended.
 */
export interface ResourceDefinition<Value = unknown> {
  readonly [kind]: 'resource';
  readonly options: ResourceOptions;
  readonly setUp: (context: ResourceContext<never>) => unknown;
  /** For the type checker only. */
  readonly valueType?: () => Value;
}
