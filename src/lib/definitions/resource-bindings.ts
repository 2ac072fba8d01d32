import type { SerializedError } from '../base/errors';
import type { JobDraft } from './collect-jobs';
import { isKind, kind } from './brand';
import type { Located, LocateFrames } from './defined-at';
import { definitionError, type LocatedViolation } from './definition-error';
import {
  ofKind,
  type DefinitionEntry,
  type ExportedDefinition,
  type ExportedDefinitions,
} from './exported-definitions';
import type { IOManagerDefinition } from './io-manager';
import type { JobDefinition } from './job';
import type { ResourceDefinition } from './resource';
import type { ResourceNeeds } from './resource-needs';

/** A resource or IO manager under the key by which steps find it. */
export interface ResourceBinding {
  readonly key: string;
  readonly definition: ResourceDefinition | IOManagerDefinition;
  readonly entry: DefinitionEntry;
}

/** Something that requires resources, perhaps with definitions for their keys. */
export interface ResourceUse {
  readonly needs: ResourceNeeds | undefined;
  readonly entry: DefinitionEntry;
}

export interface ResourceBindings {
  readonly bindings: readonly ResourceBinding[];
  readonly errors: readonly SerializedError[];
}

/**
 * Which definition each key has: the one that `definitions()` binds to it, else the one that is exported under it,
 * else what jobs and those who require it give. Two jobs cannot bind one key to two definitions: a location has one.
 */
export function resourceBindings(
  exported: ExportedDefinitions,
  jobs: readonly JobDraft[],
  uses: readonly ResourceUse[],
  locate?: LocateFrames,
): ResourceBindings {
  const byKey = new Map<string, ResourceBinding>();
  const errors: SerializedError[] = [];
  const fail = (key: string, entry: DefinitionEntry, violation: LocatedViolation) =>
    errors.push(
      definitionError(entry, `resource ${key}`, { site: entry.value as Located, ...violation }, locate),
    );
  const add = (key: string, value: unknown, entry: DefinitionEntry, what: string) => {
    if (!isKind<ResourceDefinition>(value, 'resource') && !isKind<IOManagerDefinition>(value, 'ioManager')) {
      fail(key, entry, {
        message: `what ${what} binds to "${key}" is not a resource`,
        remedy: 'Give what resource() or ioManager() answers.',
      });
    } else byKey.set(key, { key, definition: value, entry });
  };
  for (const { key, value, entry } of exported.bound) add(key, value, entry, 'definitions()');
  const elsewhere = new Set([...byKey.values()].map(({ definition }) => definition as unknown));
  for (const { definition, entry, exportName } of ofKind(exported, 'resource', 'ioManager')) {
    // One that definitions() binds to a key of its own has no other.
    if (exportName === undefined || byKey.has(exportName) || elsewhere.has(definition)) continue;
    add(exportName, definition, entry, 'its cell');
  }
  for (const { definition, entry, name } of jobs) {
    const { resources = {} } = definition[kind] === 'job' ? (definition as JobDefinition).options : {};
    for (const [key, value] of Object.entries(resources)) {
      const known = byKey.get(key);
      if (!known) add(key, value, entry, `job ${name}`);
      else if (known.definition !== value) {
        fail(key, entry, {
          message: `job ${name} binds "${key}" to another resource than its location`,
          remedy: 'Give it another key: a location has one resource for each.',
        });
      }
    }
  }
  const addNeeds = ({ needs, entry }: ResourceUse) => {
    if (typeof needs !== 'object' || needs === null || Array.isArray(needs)) return;
    for (const [key, value] of Object.entries(needs)) if (!byKey.has(key)) add(key, value, entry, 'its user');
  };
  for (const use of uses) addNeeds(use);
  // What is bound here may require more: the walk comes to that, too.
  for (const { definition, entry } of byKey.values())
    addNeeds({ needs: definition.options?.requires, entry });
  return { bindings: [...byKey.values()], errors };
}

/** What definitions of any kind require, with what they give for it. */
export function usesOf(exported: Iterable<ExportedDefinition>): readonly ResourceUse[] {
  const uses: ResourceUse[] = [];
  for (const { definition, entry } of exported) {
    const needs = (definition.options as { resources?: ResourceNeeds } | undefined)?.resources;
    if (needs) uses.push({ needs, entry });
  }
  return uses;
}
