import type { AssetKeyString } from '../../definitions/snapshot';
import type { AssetGraph } from '../asset-graph';
import { matcherOf } from './match-attribute';
import { parseSelection } from './parse-selection';
import type { Selection } from './selection';

type Keys = ReadonlySet<AssetKeyString>;

/**
 * The keys that a selection stands for, in the graph's order; assets that are computed elsewhere are among them.
 * Throws `SelectionSyntax` where the text is no selection.
 */
export function resolveSelection(
  selection: string | Selection,
  graph: AssetGraph,
): readonly AssetKeyString[] {
  const tree = typeof selection === 'string' ? parseSelection(selection) : selection;
  if (tree.type === 'all') return graph.order;
  if (tree.type === 'attribute') return matching(tree, graph);
  const selected = resolve(tree, graph);
  return graph.order.filter((key) => selected.has(key));
}

function matching(
  selection: Extract<Selection, { type: 'attribute' }>,
  graph: AssetGraph,
): readonly AssetKeyString[] {
  const matches = matcherOf(selection);
  return graph.order.filter((key) => matches(graph.get(key)!));
}

function resolve(selection: Selection, graph: AssetGraph): Keys {
  switch (selection.type) {
    case 'all':
      return new Set(graph.order);
    case 'attribute':
      return new Set(matching(selection, graph));
    case 'traversal': {
      const of = resolve(selection.of, graph);
      return graph.ancestors(of, selection.up ?? 0).union(graph.descendants(of, selection.down ?? 0));
    }
    case 'not':
      return new Set(graph.order).difference(resolve(selection.of, graph));
    case 'and':
      return resolve(selection.left, graph).intersection(resolve(selection.right, graph));
    case 'or':
      return resolve(selection.left, graph).union(resolve(selection.right, graph));
    case 'function': {
      const of = resolve(selection.of, graph);
      const direction = selection.name === 'roots' ? 'upstream' : 'downstream';
      return new Set(
        [...of].filter((key) => !graph[direction](key).some((each) => each !== key && of.has(each))),
      );
    }
  }
}
