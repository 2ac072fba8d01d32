import type { HookDefinition } from './hook';
import type { ResourceNeeds } from './resource-needs';
import type { RetryPolicySnapshot } from './retry-policy';
import type { ExecutorChoice } from './snapshot';
import type { StandardSchema } from './standard-schema';

/** What can be said of how a function is called, whichever function defines it. */
export interface ComputeOptions<Schema = StandardSchema | undefined, Needs = ResourceNeeds> {
  /** Checks the run config's `ops.NAME.config`, and types `context.config`. */
  readonly configSchema?: Schema;
  /** What `context.resources` has: keys, `["db"]`, or definitions by key, `{ db: warehouse }`. */
  readonly resources?: Needs;
  readonly retryPolicy?: RetryPolicySnapshot;
  /** Seconds an attempt may take. */
  readonly timeout?: number;
  /** The pool whose limit it counts against, in all runs together. */
  readonly pool?: string;
  /** Overrides the executor of the run for this step. */
  readonly executor?: ExecutorChoice['type'];
  /** Called after its step has ended. */
  readonly hooks?: readonly HookDefinition[];
}
