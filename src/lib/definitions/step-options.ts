import type { Writable } from '../base/writable';
import type { ComputeOptions } from './compute-options';
import type { HookDefinition } from './hook';
import { resourceKeys } from './resource-needs';
import type { RetryPolicySnapshot } from './retry-policy';
import type { StepSnapshot } from './snapshot';

/** A retry policy without what only the class has. */
export function retryPolicyData(policy: RetryPolicySnapshot): RetryPolicySnapshot {
  const { maxRetries, delay, backoff, jitter } = policy;
  return {
    maxRetries,
    ...(delay !== undefined && { delay }),
    ...(backoff && { backoff }),
    ...(jitter && { jitter }),
  };
}

type StepOptions = Writable<
  Omit<StepSnapshot, 'key' | 'node' | 'op' | 'inputs' | 'after' | 'outputs' | 'tags'>
>;

/** What a step has of the options of its function. `managers` are the IO managers that it stores and loads with. */
export function stepOptions(
  options: ComputeOptions & { readonly description?: string },
  managers: readonly (string | undefined)[],
  hookName: (hook: HookDefinition) => string,
): StepOptions {
  const named = managers.filter((key) => key !== undefined);
  return withOptions({ resources: requiredKeys(options, named) }, options, hookName);
}

/** Keys of the resources that it needs. */
export function requiredKeys({ resources }: ComputeOptions, managers: readonly string[]): readonly string[] {
  const keys = resourceKeys(resources);
  return keys.length + managers.length === 0 ? none : [...new Set([...keys, ...managers])];
}

const none: readonly never[] = [];

/** A step, filled in with the rest. */
export function withOptions<Step extends StepOptions>(
  said: Step,
  options: ComputeOptions & { readonly description?: string },
  hookName: (hook: HookDefinition) => string,
): Step {
  const { retryPolicy, timeout, pool, executor, description, hooks = none } = options;
  if (retryPolicy) said.retryPolicy = retryPolicyData(retryPolicy);
  if (timeout !== undefined) said.timeout = timeout;
  if (hooks.length > 0) said.hooks = [...new Set(hooks.map(hookName))];
  if (pool !== undefined) said.pool = pool;
  if (executor) said.executor = executor;
  if (description !== undefined) said.description = String(description);
  return said;
}
