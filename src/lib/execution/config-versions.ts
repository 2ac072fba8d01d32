import { hashOf } from '../base/hash';
import type { Json } from '../base/json';
import { stableJson } from '../base/stable-json';
import { stepEntry } from '../definitions/config/step-config';
import type { ExecutionPlan } from '../plan/execution-plan';

/**
 * What the run config gives to each computation, as a hash by the computation's name; one to which it gives nothing is
 * absent. Where any of its steps needs a resource, what is given to all resources counts: they may need each other.
 * Defaults are code, and an `EnvVar` counts by its name, since its value is nowhere kept.
 */
export function configVersions({ steps, config }: ExecutionPlan): ReadonlyMap<string, string> {
  const versions = new Map<string, string>();
  if (!config) return versions;
  for (const [node, own] of Map.groupBy(steps, (step) => step.node)) {
    const given: Record<string, Json> = {};
    for (const { key } of own) given[`ops.${key}`] = { ...stepEntry(config, key) };
    if (own.some((step) => step.resources)) given['resources'] = config['resources'] ?? {};
    if (Object.values(given).some(isGiven)) versions.set(node, hashOf(stableJson(given)));
  }
  return versions;
}

const isGiven = (entry: Json) => entry !== null && Object.keys(entry).length > 0;
