import { hashOf } from '../base/hash';
import type { Json } from '../base/json';
import { stableJson } from '../base/stable-json';
import { stepEntry } from '../definitions/config/step-config';
import { namedVariables } from '../definitions/env-var';
import type { Run } from '../storage/storage';

/**
 * What the run config gives to each computation, as a hash by the computation's name; one to which it gives nothing is
 * absent. Where any of its steps needs a resource, what is given to all resources counts: they may need each other.
 * Defaults are code. The value of an `EnvVar` is nowhere kept: a step that takes one has a new config in each run, while
 * in that of a resource its name counts, since credentials are renewed and the data stays the same.
 */
export function configVersions({
  id,
  plan: { steps, config },
}: Pick<Run, 'id' | 'plan'>): ReadonlyMap<string, string> {
  const versions = new Map<string, string>();
  if (!config) return versions;
  for (const [node, own] of Map.groupBy(steps, (step) => step.node)) {
    const given: Record<string, Json> = {};
    for (const { key } of own) given[`ops.${key}`] = { ...stepEntry(config, key) };
    if (namedVariables(given).length > 0) given['run'] = { id };
    if (own.some((step) => step.resources)) given['resources'] = config['resources'] ?? {};
    if (Object.values(given).some(isGiven)) versions.set(node, hashOf(stableJson(given)));
  }
  return versions;
}

const isGiven = (entry: Json) => entry !== null && Object.keys(entry).length > 0;
