import type { AssetGraph } from '../asset-graph';
import type { Selection } from './selection';

/** The keys that a selection names, without a wildcard, and the graph does not have. */
export function unknownKeys(selection: Selection, graph: AssetGraph): readonly string[] {
  switch (selection.type) {
    case 'all':
      return [];
    case 'attribute': {
      const { attribute, value } = selection;
      return attribute === 'key' && !value.includes('*') && !graph.has(value) ? [value] : [];
    }
    case 'and':
    case 'or':
      return [...unknownKeys(selection.left, graph), ...unknownKeys(selection.right, graph)];
    default:
      return unknownKeys(selection.of, graph);
  }
}
