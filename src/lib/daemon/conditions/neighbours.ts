import type { ConditionSnapshot } from '../../definitions/automation/condition-snapshot';
import type { EntityEdge, EntityGraph, EntityNode } from './entity-graph';

const none: readonly never[] = [];

/** The edges to the assets or checks that a node of a condition asks around `entity`. */
export function neighboursOf(
  tree: ConditionSnapshot,
  entity: EntityNode,
  graph: EntityGraph,
): readonly EntityEdge[] {
  switch (tree.type) {
    case 'any_deps_match':
    case 'all_deps_match': {
      const { allow, ignore } = tree;
      if (allow === undefined && ignore === undefined) return entity.deps;
      const allowed = allow === undefined ? undefined : graph.selected(allow);
      const ignored = ignore === undefined ? undefined : graph.selected(ignore);
      return entity.deps.filter(({ on: { key } }) => (allowed?.has(key) ?? true) && !ignored?.has(key));
    }
    case 'any_job_root_assets_match':
    case 'all_job_root_assets_match':
      return entity.deps;
    case 'asset_matches':
      return [...graph.selected(tree.asset)].map((key) => graph.edge(entity, key));
    case 'any_checks_match':
    case 'all_checks_match':
      return tree.blockingOnly ? entity.checks.filter(({ of }) => of.isBlocking) : entity.checks;
    default:
      return none;
  }
}
