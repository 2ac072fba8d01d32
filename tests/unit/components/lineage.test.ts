import { describe, expect, test } from 'vitest';
import { graphOf, overlap, sceneOf } from '$lib/components/lineage/scene';
import { shortened } from '$lib/components/lineage/shortened';
import { walk, type Arrow } from '$lib/components/lineage/walk';
import { layoutGraph } from '$lib/graph/layout/layout-graph';
import type { AssetStatus } from '$lib/instance/instance';

const asset = (key: string, ...deps: string[]): AssetStatus => ({
  asset: {
    key, node: key, output: 'result', isRequired: true, isExecutable: true, group: 'cake', tags: {}, owners: [],
    kinds: [], metadata: {}, codeVersion: '1', deps: deps.map((dep) => ({ key: dep })),
  },
  location: 'cake',
  inProgress: [],
  stale: { status: 'MISSING', causes: [] },
}); // prettier-ignore

const assets = [
  asset('flour'),
  asset('sugar'),
  asset('dough', 'flour', 'sugar', 'elsewhere/eggs'),
  asset('cake', 'dough'),
];
const graph = graphOf(assets);
const scene = sceneOf(assets, {
  ...layoutGraph(graph.nodes, graph.edges, { direction: 'right' }),
  groups: [],
});
const node = (key: string) => scene.nodes.find((each) => each.key === key)!;

test('a dependency outside the graph draws no edge', () => {
  expect(graph.edges.map(({ from, to }) => `${from} ${to}`)).toEqual([
    'flour dough',
    'sugar dough',
    'dough cake',
  ]);
});

test('only what overlaps the view is drawn', () => {
  const { x, y, width, height } = node('flour');
  const view = { x: x - 5, y: y - 5, width: width + 10, height: height + 10 };
  expect(scene.nodes.filter((each) => overlap(each, view)).map(({ key }) => key)).toEqual(['flour']);
});

describe('arrow keys', () => {
  const [upper, lower] = node('flour').y < node('sugar').y ? ['flour', 'sugar'] : ['sugar', 'flour'];
  test.each<[string, Arrow, string | undefined]>([
    ['flour', 'ArrowRight', 'dough'],
    ['dough', 'ArrowRight', 'cake'],
    ['cake', 'ArrowLeft', 'dough'],
    ['cake', 'ArrowRight', undefined],
    [upper, 'ArrowDown', lower],
    [lower, 'ArrowUp', upper],
    ['dough', 'ArrowDown', undefined],
  ])('from %s, %s leads to %s', (from, arrow, to) => {
    expect(walk(scene, node(from), arrow, 'right')?.key).toBe(to);
  });
});

test.each([
  ['dough', 10, 'dough'],
  ['kitchen/inventory', 10, '…inventory'],
  ['주방/재고', 9, '주방/재고'],
  ['주방/재고', 8, '…방/재고'],
])('%s in %d columns', (text, columns, expected) => {
  expect(shortened(text, columns)).toBe(expected);
});
