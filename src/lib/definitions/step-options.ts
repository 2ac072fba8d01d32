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

/** What a step has of the options of its function. `managers` are the IO managers that it stores and loads with. */
export function stepOptions(
  options: ComputeOptions & { readonly description?: string },
  managers: readonly (string | undefined)[],
  hookName: (hook: HookDefinition) => string,
): Omit<StepSnapshot, 'key' | 'node' | 'op' | 'inputs' | 'after' | 'outputs' | 'tags'> {
  const { retryPolicy, timeout, pool, executor, description, hooks = [], resources } = options;
  const keys = [...resourceKeys(resources), ...managers.filter((key) => key !== undefined)];
  const said: Writable<ReturnType<typeof stepOptions>> = {
    resources: keys.length < 2 ? keys : [...new Set(keys)],
  };
  if (retryPolicy) said.retryPolicy = retryPolicyData(retryPolicy);
  if (timeout !== undefined) said.timeout = timeout;
  if (hooks.length > 0) said.hooks = [...new Set(hooks.map(hookName))];
  if (pool !== undefined) said.pool = pool;
  if (executor) said.executor = executor;
  if (description !== undefined) said.description = String(description);
  return said;
}
