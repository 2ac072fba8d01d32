import { isKind } from './brand';
import type { ComputeOptions } from './compute-options';
import type { Violation } from './definition-rules';
import type { HookDefinition } from './hook';
import { resourceKeys } from './resource-needs';
import { RetryPolicy } from './retry-policy';
import { isStandardSchema } from './standard-schema';

const executors = ['in_process', 'multiprocess'];
const none: readonly never[] = [];

/** What is wrong with how a function is to be called. */
export function checkCompute(options: ComputeOptions): readonly Violation[] {
  const { configSchema, timeout, pool, executor, hooks = none, resources } = options;
  const violations: Violation[] = [];
  if (configSchema !== undefined && !isStandardSchema(configSchema)) {
    violations.push({
      message: 'its configSchema is not a schema',
      remedy: 'Give one that speaks Standard Schema, such as z.object({ … }) of zod.',
    });
  }
  if (timeout !== undefined && !(timeout > 0 && timeout < Infinity))
    violations.push({ message: `its timeout is ${timeout}`, remedy: 'Give seconds, more than 0.' });
  if (pool !== undefined && !/^[\w/]+$/.test(pool)) {
    violations.push({
      message: `pool "${pool}" is not a legal name`,
      remedy: 'Use letters A–Z, digits, "_" and "/" only.',
    });
  }
  if (executor !== undefined && !executors.includes(executor)) {
    violations.push({
      message: `executor "${String(executor)}" is not known`,
      remedy: `It is one of ${executors.join(', ')}.`,
    });
  }
  if (!hooks.every(isHook)) {
    violations.push({
      message: 'its hooks have a member that is not a hook',
      remedy: 'Give what successHook() and failureHook() answer.',
    });
  }
  for (const key of resourceKeys(resources)) {
    if (typeof key === 'string' && /^\w+$/.test(key)) continue;
    violations.push({
      message: `resource key "${String(key)}" is not a legal name`,
      remedy: 'Use letters A–Z, digits and "_" only.',
    });
  }
  violations.push(...checkRetryPolicy(options.retryPolicy));
  return violations;
}

const isHook = (hook: unknown) => isKind<HookDefinition>(hook, 'hook');

/** A policy that was given as plain data follows the rules of the class. */
export function checkRetryPolicy(policy: ComputeOptions['retryPolicy']): readonly Violation[] {
  if (!policy) return none;
  try {
    new RetryPolicy(policy);
    return none;
  } catch (error) {
    const { message, remedy } = error as Violation;
    return [{ message, remedy }];
  }
}
