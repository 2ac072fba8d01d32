import type { OpUse } from './collect-ops';
import { isKind } from './brand';
import type { HookUse } from './collect-hooks';
import { ofKind, type DefinitionEntry, type ExportedDefinitions } from './exported-definitions';
import type { HookDefinition } from './hook';

/** The hooks of a location: those that cells name, and those that others list. */
export function hookUses(exported: ExportedDefinitions, ops: readonly OpUse[]): readonly HookUse[] {
  const own = ofKind(exported, 'hook').map(({ definition, entry }) => ({
    definition: definition as unknown as HookDefinition,
    entry,
  }));
  const listed = exported.all.flatMap(({ definition, entry }) => {
    const hooks = (definition.options as { readonly hooks?: unknown } | undefined)?.hooks;
    return Array.isArray(hooks) ? usesIn(hooks, entry, exported) : none;
  });
  const invoked = ops.flatMap(({ entry, invocations }) =>
    invocations.flatMap(({ hooks }) => usesIn(hooks, entry, exported)),
  );
  return [...own, ...listed, ...invoked];
}

const none: readonly never[] = [];

const usesIn = (
  hooks: readonly unknown[],
  entry: DefinitionEntry,
  { named }: ExportedDefinitions,
): readonly HookUse[] =>
  hooks
    .filter((hook) => isKind<HookDefinition>(hook, 'hook'))
    .map((definition) => ({ definition, entry: named.get(definition)?.entry ?? entry }));
