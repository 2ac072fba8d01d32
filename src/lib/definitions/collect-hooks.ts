import type { SerializedError } from '../base/errors';
import type { LocateFrames } from './defined-at';
import { definitionError } from './definition-error';
import type { NameOf } from './definition-names';
import { checkName, type Violation } from './definition-rules';
import type { DefinitionEntry } from './exported-definitions';
import type { HookDefinition } from './hook';
import type { RuntimeDefinitions } from './node-definition';

/** A hook that is exported, or that an op, asset or job lists. */
export interface HookUse {
  readonly definition: HookDefinition;
  readonly entry: DefinitionEntry;
}

export interface CollectedHooks {
  readonly runtime: RuntimeDefinitions['hooks'];
  readonly errors: readonly SerializedError[];
}

/** The hooks of a location by name. One that is used in several places is there once. */
export function collectHooks(
  uses: readonly HookUse[],
  nameOf: NameOf,
  checkResources: (keys: readonly string[]) => readonly Violation[],
  locate?: LocateFrames,
): CollectedHooks {
  const runtime = new Map<string, HookDefinition>();
  const taken = new Map<string, HookUse>();
  const errors: SerializedError[] = [];
  const seen = new Set<HookDefinition>();
  for (const use of uses) {
    const { definition, entry } = use;
    if (seen.has(definition)) continue;
    seen.add(definition);
    const name = nameOf(definition) ?? definition.name;
    const violations = [
      ...(name === '' ? [nameless] : checkName('hook', name)),
      ...checkResources(definition.resources),
    ];
    const other = taken.get(name);
    if (other && name !== '')
      violations.push({
        message: `the hook name "${name}" is defined twice, in "${cellOf(other)}" and "${cellOf(use)}"`,
        remedy: 'Rename one of them.',
      });
    else taken.set(name, use);
    for (const violation of violations)
      errors.push(
        definitionError(entry, `hook ${name || entry.name}`, { site: definition, ...violation }, locate),
      );
    if (violations.length === 0) runtime.set(name, { ...definition, name });
  }
  return { runtime, errors };
}

const nameless = { message: 'it has no name', remedy: 'Export it under a name, or give the name option.' };

const cellOf = ({ entry }: HookUse): string => entry.cellName ?? entry.cell;
