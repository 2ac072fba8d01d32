import { operandsOf, type ConditionSnapshot } from '../../definitions/automation/condition-snapshot';
import { compileCondition, type CompiledCondition } from './compiled-condition';
import type { EntityGraph, EntityNode } from './entity-graph';

export type AskingDownstream = Extract<ConditionSnapshot, { type: 'any_downstream_conditions' }>;

/**
 * The conditions of what is downstream of `entity`, each once. One that itself asks what is downstream stands for the
 * conditions further down. Throws `SelectionSyntax` where the selection cannot be read.
 */
export function downstreamConditions(
  asking: AskingDownstream,
  entity: EntityNode,
  graph: EntityGraph,
): readonly CompiledCondition[] {
  const found = new Map<string, CompiledCondition>();
  const visited = new Set([entity]);
  function collect({ allow, ignore }: AskingDownstream, { dependents }: EntityNode): void {
    for (const dependent of dependents) {
      if (visited.has(dependent)) continue;
      visited.add(dependent);
      if (allow !== undefined && !graph.selected(allow).has(dependent.key)) continue;
      if (ignore !== undefined && graph.selected(ignore).has(dependent.key)) continue;
      if (!dependent.condition) continue;
      const further = askingIn(dependent.condition);
      if (further) collect(further, dependent);
      else {
        const own = compileCondition(dependent.condition);
        found.set(own.hash, own);
      }
    }
  }
  collect(asking, entity);
  return [...found.values()];
}

const askingIn = (tree: ConditionSnapshot): AskingDownstream | undefined =>
  tree.type === 'any_downstream_conditions'
    ? tree
    : operandsOf(tree)
        .map(askingIn)
        .find((each) => each !== undefined);
