import { DagbookError } from '../base/errors';
import type { Logger } from './asset-execution-context';
import { isKind } from './brand';
import { resourceConfig } from './config/resource-config';
import { keptStore } from './kept-store';
import { requiredResources } from './required-resources';
import type { ResourceDefinition } from './resource';
import { resourceKeys } from './resource-needs';
import { setUpValue } from './set-up-value';
import type { RunConfig } from './snapshot';
import { topologicalLevels } from './topological-levels';

/** Definitions, which are set up, and plain values, by key. */
export type GivenResources = Readonly<Record<string, unknown>>;

export interface BuiltResources {
  readonly values: Readonly<Record<string, unknown>>;
  /** Tears down in reverse order. */
  readonly close: () => Promise<void>;
}

/** Sets up what is given, each after what it requires. Throws what a resource throws, or `MissingResource`. */
export async function builtResources(
  given: GivenResources,
  surroundings: {
    readonly runId: string;
    readonly log: Logger;
    readonly runConfig: RunConfig;
    readonly env: Readonly<Record<string, string>>;
  },
): Promise<BuiltResources> {
  const { runConfig, env, ...context } = surroundings;
  const values: Record<string, unknown> = {};
  const ends: (() => Promise<void>)[] = [];
  const close = async () => {
    for (const end of ends.splice(0).reverse()) await end();
  };
  const store = keptStore();
  const all = withRequired(given);
  const order = topologicalLevels(
    new Map(
      Object.entries(all).map(([key, value]) => [
        key,
        isResource(value) ? resourceKeys(value.options.requires) : [],
      ]),
    ),
  );
  try {
    for (const key of order.levels.flat()) {
      const value = all[key];
      if (!isResource(value)) {
        values[key] = value;
        continue;
      }
      const config = await resourceConfig(key, value, runConfig, env);
      const required = resourceKeys(value.options.requires).map((each) => [each, valueOf(values, each, key)]);
      const resources = requiredResources(`resource ${key}`, Object.fromEntries(required), 'requires');
      const made = await setUpValue(value.setUp({ ...context, config, resources, store } as never));
      values[key] = made.value;
      if (made.tearDown) ends.push(made.tearDown);
    }
  } catch (error) {
    await close();
    throw error;
  }
  return { values, close };
}

/** What resources give for the keys that they require comes after what is given here. */
function withRequired(given: GivenResources): GivenResources {
  const all: Record<string, unknown> = { ...given };
  const queue = Object.values(given);
  for (const value of queue) {
    const requires = isResource(value) ? value.options.requires : undefined;
    if (requires === undefined || Array.isArray(requires)) continue;
    for (const [key, required] of Object.entries(requires)) {
      if (key in all) continue;
      all[key] = required;
      queue.push(required);
    }
  }
  return all;
}

function valueOf(values: Readonly<Record<string, unknown>>, key: string, user: string): unknown {
  if (key in values) return values[key];
  throw new DagbookError(`Resource "${user}" requires the resource "${key}", which is not given`, {
    name: 'MissingResource',
    remedy: `Give it too: resources: { ${key}: … }.`,
  });
}

const isResource = (value: unknown): value is ResourceDefinition =>
  isKind<ResourceDefinition>(value, 'resource');
