import type { Composed } from './composition/compose';
import { compose } from './composition/compose';
import type { LocatedViolation } from './definition-error';
import type { NameOf } from './definition-names';
import type { DefinitionEntry, ExportedDefinition } from './exported-definitions';
import type { GraphCore } from './graph';
import { checkName, checkRunTags } from './definition-rules';

/** A graph that is exported, with what its body says, every input open. */
export interface GraphDraft {
  readonly entry: DefinitionEntry;
  readonly title: string;
  readonly definition: GraphCore;
  readonly composed: Composed;
  readonly violations: readonly LocatedViolation[];
}

/** The exported graphs that nothing uses: what is wrong in them would not be found otherwise. */
export function lonelyGraphs(
  exported: readonly ExportedDefinition[],
  users: readonly { readonly composed?: Composed }[],
  nameOf: NameOf,
): readonly GraphDraft[] {
  if (exported.length === 0) return [];
  const used = new Set(users.flatMap(({ composed }) => [...(composed?.graphs ?? [])]));
  return exported.flatMap(({ definition, entry, exportName }) => {
    const graph = definition as unknown as GraphCore;
    if (used.has(graph)) return [];
    const name = nameOf(graph) ?? exportName;
    const composed = compose({
      body: graph.compose,
      prefix: '',
      nameOf,
      graph,
      ...(graph.options.ins && { declared: Object.keys(graph.options.ins) }),
    });
    const violations: LocatedViolation[] = [...composed.problems, ...checkRunTags(graph.options.tags ?? {})];
    if (name === undefined)
      violations.push({
        message: 'it has no name',
        remedy: 'Give the name option, or export it under a name.',
      });
    else violations.push(...checkName('graph', name));
    return [{ entry, title: `graph ${name ?? `in ${entry.name}`}`, definition: graph, composed, violations }];
  });
}
