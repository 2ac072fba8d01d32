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
      const { up = 0, down = 0 } = selection;
      if (down === 0) return graph.ancestors(of, up);
      return up === 0
        ? graph.descendants(of, down)
        : graph.ancestors(of, up).union(graph.descendants(of, down));
    }
    case 'not':
      return new Set(graph.order).difference(resolve(selection.of, graph));
    case 'and': {
      const { left, right } = selection;
      // What is taken away is far less than all that is left.
      if (right.type === 'not') return resolve(left, graph).difference(resolve(right.of, graph));
      return resolve(left, graph).intersection(resolve(right, graph));
    }
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
