import type { SerializedError } from '../base/errors';
import { kind } from './brand';
import { configSchemaJson } from './config/json-schema';
import { ownConfigIssues } from './config/own-config';
import { resourcePath } from './config/resource-config';
import type { LocateFrames } from './defined-at';
import { definitionError } from './definition-error';
import { checkName, type Violation } from './definition-rules';
import type { RuntimeDefinitions } from './node-definition';
import { plainJson } from './plain-json';
import type { ResourceBinding } from './resource-bindings';
import { resourceKeys } from './resource-needs';
import type { ResourceOptions } from './resource';
import type { ResourceSnapshot } from './snapshot';
import { isStandardSchema } from './standard-schema';
import { didYouMean } from './suggestion';
import { topologicalLevels } from './topological-levels';
import type { ViewSpec } from './view';

export interface CollectedResources {
  /** Each after those that it requires: the order of set-up. */
  readonly snapshots: readonly ResourceSnapshot[];
  readonly runtime: RuntimeDefinitions['resources'];
  readonly errors: readonly SerializedError[];
  /** What is wrong with requiring these keys; `io_manager` is always there. */
  readonly check: (keys: readonly string[]) => readonly Violation[];
}

/** The resources and IO managers of a location; those with errors are left out, with those that require them. */
export function collectResources(
  bindings: readonly ResourceBinding[],
  locate?: LocateFrames,
): CollectedResources {
  const byKey = new Map(bindings.map((binding) => [binding.key, binding]));
  const requires = new Map(
    bindings.map(({ key, definition }) => [key, resourceKeys(definition.options.requires)]),
  );
  const broken = new Set<string>();
  const errors: SerializedError[] = [];
  const report = ({ key, definition, entry }: ResourceBinding, violation: Violation) => {
    const title = definition[kind] === 'ioManager' ? 'IO manager' : 'resource';
    errors.push(definitionError(entry, `${title} ${key}`, { site: definition, ...violation }, locate));
    broken.add(key);
  };
  const check = (keys: readonly string[]): readonly Violation[] =>
    keys.length === 0
      ? []
      : [...new Set(keys)].flatMap((key) =>
          (byKey.has(key) && !broken.has(key)) || key === 'io_manager' ? [] : missing(key, byKey),
        );

  for (const binding of bindings) for (const violation of ownViolations(binding)) report(binding, violation);
  const { levels, cycles } = topologicalLevels(requires);
  for (const cycle of cycles) {
    const violation = {
      message: `circular dependency: ${[...cycle, cycle[0]!].join(' → ')}`,
      remedy: 'Remove one of these from requires.',
    };
    for (const key of cycle) report(byKey.get(key)!, violation);
  }
  const order = levels.flat();
  for (const key of order) {
    if (!broken.has(key))
      for (const violation of check(requires.get(key)!)) report(byKey.get(key)!, violation);
  }
  const whole = order.filter((key) => !broken.has(key)).map((key) => byKey.get(key)!);
  return {
    snapshots: whole.map(snapshotOf),
    runtime: new Map(whole.map(({ key, definition }) => [key, definition])),
    errors,
    check,
  };
}

function missing(key: string, byKey: ReadonlyMap<string, ResourceBinding>): readonly Violation[] {
  const binding = byKey.get(key);
  return [
    binding
      ? {
          message: `it requires the resource "${key}", which has an error`,
          remedy: `Correct it in "${binding.entry.cellName ?? binding.entry.cell}".`,
        }
      : {
          message: `it requires the resource "${key}", which nothing provides.${didYouMean(key, byKey.keys())}`,
          remedy: `Export a resource as ${key}, or bind one: definitions({ resources: { ${key}: … } }).`,
        },
  ];
}

function ownViolations({ key, definition: { options } }: ResourceBinding): readonly Violation[] {
  const violations = [...checkName('resource key', key)];
  const { configSchema, config } = options;
  if (configSchema !== undefined && !isStandardSchema(configSchema)) {
    violations.push({
      message: 'its configSchema is not a schema',
      remedy: 'Give one that speaks Standard Schema, such as z.object({ … }) of zod.',
    });
    return violations;
  }
  try {
    const raw = config === undefined ? undefined : plainJson(config);
    for (const { message, remedy = '' } of ownConfigIssues(configSchema, raw, resourcePath(key)))
      violations.push({ message, remedy });
  } catch (error) {
    violations.push({
      message: `its config cannot be kept: ${(error as Error).message}`,
      remedy: 'A config is JSON data; what is secret comes from new EnvVar("NAME").',
    });
  }
  return violations;
}

function snapshotOf({ key, definition, entry }: ResourceBinding): ResourceSnapshot {
  const { description, configSchema, config, requires, view } = definition.options as ResourceOptions;
  const schema = configSchemaJson(configSchema);
  return {
    key,
    type: definition[kind],
    requires: resourceKeys(requires),
    ...(description !== undefined && { description: String(description) }),
    ...(schema !== undefined && { configSchema: schema }),
    ...(config !== undefined && { config: plainJson(config) }),
    ...(view && { view: plainJson(view) as ViewSpec }),
    cell: entry.cell,
  };
}
