import dagre from '@dagrejs/dagre';
import { layoutGraph, type LayoutEdge, type LayoutOptions, type Point } from '$lib/graph/layout/layout-graph';
import { layoutGroups, type GroupedNode } from '$lib/graph/layout/layout-groups';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { crossingsIn } from './drawn';
import { lineage } from './lineages';

const closed = { width: 100, height: 40 };
const node = (id: string, group: string): GroupedNode => ({ id, group, width: 60, height: 20 });
const nodes = [node('a1', 'A'), node('a2', 'A'), node('b1', 'B'), node('b2', 'B'), node('c1', 'C')];
const edges = [
  { from: 'a1', to: 'a2' },
  { from: 'a2', to: 'b1' },
  { from: 'b1', to: 'b2' },
  { from: 'b2', to: 'c1' },
  { from: 'c1', to: 'a1' },
  { from: 'a1', to: 'nowhere' },
];
const namesOf = (found: readonly LayoutEdge[]) => found.map(({ from, to }) => `${from} ${to}`).sort();

interface Rectangle extends Point {
  readonly width: number;
  readonly height: number;
}
const holds = (outer: Rectangle, inner: Rectangle) =>
  inner.x >= outer.x - 1e-6 &&
  inner.y >= outer.y - 1e-6 &&
  inner.x + inner.width <= outer.x + outer.width + 1e-6 &&
  inner.y + inner.height <= outer.y + outer.height + 1e-6;
const apart = (a: Rectangle, b: Rectangle) =>
  a.x + a.width <= b.x || b.x + b.width <= a.x || a.y + a.height <= b.y || b.y + b.height <= a.y;

describe('layoutGroups', () => {
  it('a closed group stands for its nodes, and a cycle of groups is drawn', () => {
    const layout = layoutGroups(nodes, edges, { open: [], closed });
    expect(layout.nodes.map(({ id }) => id)).toEqual(['A', 'B', 'C']);
    expect(layout.groups).toEqual([]);
    expect(namesOf(layout.edges)).toEqual(['A B', 'B C', 'C A']);
  });

  it('an open group shows its nodes and the lines within', () => {
    const layout = layoutGroups(nodes, edges, { open: ['B', 'unknown'], closed });
    expect(layout.nodes.map(({ id }) => id)).toEqual(['A', 'b1', 'b2', 'C']);
    expect(namesOf(layout.edges)).toEqual(['A b1', 'C A', 'b1 b2', 'b2 C']);
  });

  it('any graph, any groups open: nodes are within their group, nothing else is, lines have ends on both', () => {
    const graphs = fc.record({
      groups: fc.array(fc.constantFrom('A', 'B', 'C', 'D'), { minLength: 1, maxLength: 14 }),
      pairs: fc.array(fc.record({ from: fc.nat({ max: 13 }), to: fc.nat({ max: 13 }) }), { maxLength: 30 }),
      open: fc.subarray(['A', 'B', 'C', 'D']),
      direction: fc.constantFrom<LayoutOptions['direction']>('down', 'right'),
    });
    fc.assert(
      fc.property(graphs, ({ groups, pairs, open, direction }) => {
        const nodes = groups.map((group, at) => node(`n${at}`, group));
        const edges = pairs.map(({ from, to }) => ({ from: `n${from % nodes.length}`, to: `n${to % nodes.length}` })); // prettier-ignore
        const layout = layoutGroups(nodes, edges, { open, closed, direction });
        const groupOf = new Map(nodes.map(({ id, group }) => [id, group]));
        const boxOf = new Map<string, Rectangle>([
          ...layout.nodes.map((each) => [each.id, { ...each, ...(groupOf.has(each.id) ? { width: 60, height: 20 } : closed) }] as const), // prettier-ignore
          ...layout.groups.map((each) => [each.id, each] as const),
        ]);
        const top = [...new Set(groups)].map((group) => boxOf.get(group)!);
        for (const [at, box] of top.entries())
          for (const other of top.slice(at + 1)) expect(apart(box, other)).toBe(true);
        for (const box of top) expect(holds({ x: 0, y: 0, width: layout.width, height: layout.height }, box)).toBe(true); // prettier-ignore
        for (const { id } of layout.nodes) {
          const group = groupOf.get(id);
          if (group) expect(holds(boxOf.get(group)!, boxOf.get(id)!)).toBe(true);
        }
        for (const { from, to, points } of layout.edges) {
          const [a, b] = [boxOf.get(from)!, boxOf.get(to)!];
          const near = { width: 0, height: 0 };
          expect(holds(a, { ...points[0]!, ...near }) && holds(b, { ...points.at(-1)!, ...near })).toBe(true);
        }
      }),
    );
  });

  it('nodes that hang on nothing stand beside each other, so that lines out of a group pass none', () => {
    const four = ['1', '2', '3', '4'].map((id) => node(id, 'A'));
    const layout = layoutGroups([...four, node('b', 'B')], [{ from: '1', to: 'b' }], {
      open: ['A'],
      closed,
      direction: 'right',
    });
    expect(new Set(layout.nodes.filter(({ id }) => id !== 'B').map(({ x }) => x)).size).toBe(1);
  });

  it.each([1, 2])('crosses no more lines than dagre on closed groups in cycles (%i)', (seed) => {
    const { nodes, edges } = lineage(500, seed);
    const layout = layoutGroups(nodes as GroupedNode[], edges, { open: [], closed });
    const place = new Map(layout.nodes.map(({ id, x, y }) => [id, { x: x + 50, y: y + 20 }]));
    const ours = layout.edges.map(({ from, to, points }) => [place.get(from)!, ...points, place.get(to)!]);

    const graph = new dagre.graphlib.Graph<object, Point, { points: Point[] }>();
    graph.setGraph({ ranker: 'tight-tree' });
    for (const { id } of layout.nodes) graph.setNode(id, { ...closed } as never);
    for (const { from, to } of layout.edges) graph.setEdge(from, to, {} as never);
    dagre.layout(graph);
    const theirs = layout.edges.map(({ from, to }) => [graph.node(from), ...graph.edge(from, to).points, graph.node(to)]); // prettier-ignore
    expect(crossingsIn(ours)).toBeLessThanOrEqual(crossingsIn(theirs));
  });

  it('is the drawing of all nodes where one open group has them all', () => {
    const own = nodes.map((each) => ({ ...each, group: 'A' }));
    const layout = layoutGroups(own, edges, { open: ['A'], closed, padding: 0, header: 0, across: 6 });
    expect(layout.nodes).toEqual(layoutGraph(own, edges, { across: 6 }).nodes);
  });
});
