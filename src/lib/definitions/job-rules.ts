import { checkRetryPolicy } from './compute-rules';
import { isKind } from './brand';
import { checkName, checkOwners, checkRunTags, type Violation } from './definition-rules';
import type { HookDefinition } from './hook';
import type { CommonJobOptions } from './job-options';
import type { ExecutorChoice } from './snapshot';

/** What is wrong with what a job says of itself, whatever it executes. */
export function checkJob(name: string, options: CommonJobOptions): readonly Violation[] {
  const { tags = {}, executor, owners = [], hooks = [], timeout, retryPolicy } = options;
  const violations = [...checkName('job', name), ...checkRunTags(tags), ...checkOwners(owners)];
  if (executor !== undefined) violations.push(...checkExecutor(executor));
  if (!hooks.every((hook) => isKind<HookDefinition>(hook, 'hook'))) {
    violations.push({
      message: 'its hooks have a member that is not a hook',
      remedy: 'Give what successHook() and failureHook() answer.',
    });
  }
  if (timeout !== undefined && !(timeout > 0 && timeout < Infinity))
    violations.push({ message: `its timeout is ${timeout}`, remedy: 'Give seconds, more than 0.' });
  return [...violations, ...checkRetryPolicy(retryPolicy)];
}

/** What is wrong with a choice of executor. */
export function checkExecutor(executor: ExecutorChoice): readonly Violation[] {
  const { type, maxConcurrent = 0, tagConcurrencyLimits = [] } = executor ?? {};
  if (
    !Array.isArray(tagConcurrencyLimits) ||
    (type !== 'in_process' && type !== 'multiprocess') ||
    !isCount(maxConcurrent)
  ) {
    return [
      {
        message: 'its executor is not known',
        remedy: 'Write { type: "in_process" } or { type: "multiprocess", maxConcurrent: 4 }.',
      },
    ];
  }
  return tagConcurrencyLimits
    .filter(({ key, limit }) => typeof key !== 'string' || !isCount(limit))
    .map(({ key }) => ({
      message: `the concurrency limit of tag "${String(key)}" is not one`,
      remedy: 'Write { key: "database", limit: 2 }, with value: "red" for one value of the tag.',
    }));
}

const isCount = (value: unknown): boolean => Number.isInteger(value) && (value as number) >= 0;
