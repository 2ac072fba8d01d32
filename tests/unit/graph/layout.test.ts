import dagre from '@dagrejs/dagre';
import { layoutGraph, type LayoutEdge, type LayoutNode, type Point } from '$lib/graph/layout/layout-graph';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { boxesOf, crossingsIn, middle, passesThrough, type Box } from './drawn';
import { lineage } from './lineages';

const size = fc.integer({ min: 1, max: 200 });
const index = fc.nat({ max: 14 });

/** Nodes of any size, and edges between any of them: loops, repetitions and cycles too. */
const graphs = fc.record({
  nodes: fc
    .array(fc.record({ width: size, height: size, group: fc.constantFrom('a', 'b', undefined) }), {
      minLength: 1,
      maxLength: 15,
    })
    .map((sizes) => sizes.map((each, id): LayoutNode => ({ id: `n${id}`, ...each }))),
  edges: fc.array(fc.record({ from: index, to: index }), { maxLength: 40 }),
  direction: fc.constantFrom('down' as const, 'right' as const),
});

const named = (edges: readonly { from: number; to: number }[], count: number): LayoutEdge[] =>
  edges
    .map(({ from, to }) => ({ from: from % count, to: to % count }))
    .map(({ from, to }) => ({ from: `n${from}`, to: `n${to}` }));

const overlap = (a: Box, b: Box) =>
  a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom;

describe('layoutGraph', () => {
  it('any graph: no nodes overlap, everything is inside, lines run from border to border and through no node', () => {
    fc.assert(
      fc.property(graphs, ({ nodes, edges: pairs, direction }) => {
        const edges = named(pairs, nodes.length);
        const layout = layoutGraph(nodes, edges, { direction });
        const boxes = boxesOf(layout, nodes);
        const all = [...boxes.values()];
        for (const [at, box] of all.entries()) {
          for (const other of all.slice(at + 1)) expect(overlap(box, other)).toBe(false);
          expect(Math.min(box.left, box.top)).toBeGreaterThanOrEqual(-1e-6);
          expect(box.right).toBeLessThanOrEqual(layout.width + 1e-6);
          expect(box.bottom).toBeLessThanOrEqual(layout.height + 1e-6);
        }
        expect(layout.edges.map(({ from, to }) => ({ from, to }))).toEqual(edges);
        for (const { from, to, points } of layout.edges) {
          expect(points.length).toBeGreaterThan(1);
          for (const [end, id] of [[points[0]!, from], [points.at(-1)!, to]] as const) expect(isOnBorder(end, boxes.get(id)!)).toBe(true); // prettier-ignore
          points.slice(1).forEach((point, at) => {
            for (const box of all) expect(passesThrough(points[at]!, point, box)).toBe(false);
          });
        }
      }),
    );
  });

  it.each(['down', 'right'] as const)('without cycles every edge leads %s', (direction) => {
    fc.assert(
      fc.property(graphs, ({ nodes, edges: pairs }) => {
        const acyclic = pairs
          .map(({ from, to }) => ({ from: from % nodes.length, to: to % nodes.length }))
          .filter(({ from, to }) => from !== to)
          .map(({ from, to }) => ({ from: Math.min(from, to), to: Math.max(from, to) }));
        const edges = named(acyclic, nodes.length);
        const boxes = boxesOf(layoutGraph(nodes, edges, { direction, layerGap: 40 }), nodes);
        for (const edge of edges) {
          const [from, to] = [boxes.get(edge.from)!, boxes.get(edge.to)!];
          const gap = direction === 'down' ? to.top - from.bottom : to.left - from.right;
          expect(gap).toBeGreaterThanOrEqual(40 - 1e-6);
        }
      }),
    );
  });

  it('gives the same drawing in whatever order nodes and edges come', () => {
    fc.assert(
      fc.property(graphs, fc.integer(), ({ nodes, edges: pairs }, seed) => {
        const edges = named(pairs, nodes.length);
        const shuffled = <Item>(items: readonly Item[]) => items.map((item, at) => [Math.imul(at + 1, seed) >>> 5, item] as const).sort(([a], [b]) => a - b).map(([, item]) => item); // prettier-ignore
        expect(boxesOf(layoutGraph(shuffled(nodes), shuffled(edges)), nodes)).toEqual(
          boxesOf(layoutGraph(nodes, edges), nodes),
        );
      }),
    );
  });

  it('turns one edge of a cycle round, draws a loop beside its node, and leaves out edges to nowhere', () => {
    const nodes = ['a', 'b', 'c'].map((id) => ({ id, width: 100, height: 40 }));
    const layout = layoutGraph(nodes, [
      { from: 'a', to: 'b' },
      { from: 'b', to: 'c' },
      { from: 'c', to: 'a' },
      { from: 'b', to: 'b' },
      { from: 'a', to: 'nowhere' },
    ]);
    const boxes = boxesOf(layout, nodes);
    expect([boxes.get('a')!.top, boxes.get('b')!.top, boxes.get('c')!.top]).toEqual([0, 96, 192]);
    const [, , back, loop] = layout.edges;
    expect(layout.edges).toHaveLength(4);
    expect([back!.points[0]!.y, back!.points.at(-1)!.y]).toEqual([192, 40]);
    expect(Math.max(...loop!.points.map(({ x }) => x))).toBeGreaterThan(boxes.get('b')!.right);
  });

  it('sets assets that hang on nothing in rows, not in one endless line', () => {
    const nodes = Array.from({ length: 100 }, (_, at) => ({ id: `n${at}`, width: 100, height: 100 }));
    const { width, height } = layoutGraph(nodes, []);
    expect(width / height).toBeGreaterThan(1);
    expect(width / height).toBeLessThan(2.5);
    expect(layoutGraph([], [])).toEqual({ nodes: [], edges: [], width: 0, height: 0 });
  });

  it.each([50, 100, 200, 300].flatMap((count) => [1, 2].map((seed) => [count, seed] as const)))(
    'crosses no more lines than dagre on a lineage of %i assets (%i)',
    (count, seed) => {
      const { nodes, edges } = lineage(count, seed);
      const layout = layoutGraph(nodes, edges);
      const boxes = boxesOf(layout, nodes);
      const ours = (id: string) => middle(boxes.get(id)!);

      const graph = new dagre.graphlib.Graph<object, Point, { points: Point[] }>();
      graph.setGraph({ ranker: 'tight-tree' });
      for (const { id, width, height } of nodes) graph.setNode(id, { width, height } as never);
      for (const { from, to } of edges) graph.setEdge(from, to, {} as never);
      dagre.layout(graph);
      const theirs = (id: string) => graph.node(id);

      const drawn = crossingsIn(
        layout.edges.map(({ from, to, points }) => [ours(from), ...points, ours(to)]),
      );
      const theirLines = edges.map(({ from, to }) => [
        theirs(from),
        ...graph.edge(from, to).points,
        theirs(to),
      ]);
      expect(drawn).toBeLessThanOrEqual(crossingsIn(theirLines));
      const straight = (place: (id: string) => Point) =>
        edges.map(({ from, to }) => [place(from), place(to)]);
      expect(crossingsIn(straight(ours))).toBeLessThanOrEqual(crossingsIn(straight(theirs)));
    },
    30_000,
  );
});

function isOnBorder({ x, y }: Point, { left, right, top, bottom }: Box): boolean {
  const near = (a: number, b: number) => Math.abs(a - b) < 1e-6;
  const within = x > left - 1e-6 && x < right + 1e-6 && y > top - 1e-6 && y < bottom + 1e-6;
  return within && (near(x, left) || near(x, right) || near(y, top) || near(y, bottom));
}
