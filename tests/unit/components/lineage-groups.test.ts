import { describe, expect, test } from 'vitest';
import { focusOf, focusText } from '$lib/components/lineage/focus';
import { groupsBegin, openGroups } from '$lib/components/lineage/groups';
import { picture, pictureColors, pictureScale, type PictureColors } from '$lib/components/lineage/picture';
import { graphOf, nodeSize, sceneOf } from '$lib/components/lineage/scene';
import { toneCounts } from '$lib/components/lineage/tones';
import { treeRows } from '$lib/components/lineage/tree-rows';
import { walk } from '$lib/components/lineage/walk';
import { layoutGroups } from '$lib/graph/layout/layout-groups';
import type { AssetStatus } from '$lib/instance/instance';

const asset = (key: string, group: string, location: string, ...deps: string[]): AssetStatus => ({
  asset: {
    key, node: key, output: 'result', isRequired: true, isExecutable: true, group, tags: {}, owners: [],
    kinds: ['table'], metadata: {}, codeVersion: '1', deps: deps.map((dep) => ({ key: dep })),
  },
  location,
  inProgress: [],
  stale: { status: key === 'cake' ? 'FRESH' : 'MISSING', causes: [] },
}); // prettier-ignore

const assets = [
  asset('flour', 'raw', 'kitchen'),
  asset('eggs', 'raw', 'kitchen'),
  asset('dough', 'made', 'kitchen', 'flour', 'eggs'),
  asset('cake', 'made', 'kitchen', 'dough'),
  asset('sales', 'made', 'shop', 'cake'),
];
const ids = ['raw@kitchen', 'made@kitchen', 'made@shop'];
const scene = (open: readonly string[]) => {
  const { nodes, edges } = graphOf(assets);
  return sceneOf(assets, layoutGroups(nodes, edges, { open, closed: nodeSize, direction: 'right' }));
};

describe('groups', () => {
  test('are open in a small graph and closed in a large one', () => {
    expect(groupsBegin(assets)).toBe('open');
    expect(groupsBegin(Array.from({ length: 200 }, () => assets[0]!))).toBe('closed');
  });
  test.each<['open' | 'closed', string[], string[]]>([
    ['open', [], ids],
    ['open', ['made@shop'], ['raw@kitchen', 'made@kitchen']],
    ['closed', [], []],
    ['closed', ['raw@kitchen', 'gone@kitchen'], ['raw@kitchen']],
  ])('that begin %s, with %j toggled', (begin, toggled, expected) => {
    expect([...openGroups(assets, begin, new Set(toggled))]).toEqual(expected);
  });
  test('one alone is never closed', () => {
    expect([...openGroups(assets.slice(0, 2), 'closed', new Set())]).toEqual(['raw@kitchen']);
  });
  test('arrow keys lead from a node into a closed group', () => {
    const drawn = scene(['made@kitchen']);
    const cake = drawn.nodes.find(({ key }) => key === 'cake')!;
    expect(walk(drawn, cake, 'ArrowRight', 'right')?.key).toBe('made@shop');
    expect(walk(drawn, drawn.closed[0]!, 'ArrowRight', 'right')?.key).toBe('dough');
  });
  test('what asks for attention is counted first', () => {
    expect(toneCounts(assets.slice(2, 4)).map(({ tone, count }) => `${tone} ${count}`)).toEqual([
      'missing 1',
      'success 1',
    ]);
  });
});

describe('the list of keys', () => {
  const titles = new Map([['kitchen', 'The kitchen']]);
  const rows = (open: string[], filter?: string) =>
    treeRows(assets, new Set(open), titles, filter).map(({ id, level }) => `${level} ${id}`);
  test('has the assets of open groups', () => {
    expect(rows(['raw@kitchen'])).toEqual([
      '1 shop', '2 made@shop', '1 kitchen', '2 made@kitchen', '2 raw@kitchen', '3 eggs', '3 flour',
    ]); // prettier-ignore
  });
  test('has what matches, wherever it is', () => {
    expect(rows([], 'OU')).toEqual(['1 made@kitchen', '2 dough', '1 raw@kitchen', '2 flour']);
    expect(rows([], 'nothing')).toEqual([]);
  });
});

test.each<[{ up: number; down: number }, string]>([
  [{ up: 0, down: 0 }, 'key:"a/b"'],
  [{ up: 1, down: 2 }, '1+key:"a/b"+2'],
  [{ up: Infinity, down: 0 }, '+key:"a/b"'],
])('a focus of %j is the selection %s', (reach, text) => {
  expect(focusText('a/b', reach)).toBe(text);
  expect(focusOf(text, 'a/b')).toEqual(reach);
  expect(focusOf(text, 'other')).toBeUndefined();
  expect(focusOf(`${text} or x`, 'a/b')).toBeUndefined();
});

test('lines that go together there are one', () => {
  const fan = ['a', 'b', 'c'].map((key) => asset(key, 'low', 'kitchen', 'flour'));
  const { nodes, edges } = graphOf([assets[0]!, ...fan]);
  const drawn = sceneOf(
    [assets[0]!, ...fan],
    layoutGroups(nodes, edges, { open: ['raw@kitchen', 'low@kitchen'], closed: nodeSize }),
  );
  const pieces = drawn.edges.flatMap(({ path }) => path.match(/C/g) ?? []);
  expect(drawn.edges).toHaveLength(3);
  expect(drawn.lines.length).toBeLessThan(pieces.length);
});

describe('a picture', () => {
  const colors = Object.fromEntries(pictureColors.map((name) => [name, 'black'])) as PictureColors;
  test('has every name and line, and text is text', () => {
    const drawn = scene(['raw@kitchen', 'made@kitchen']);
    const svg = picture(drawn, colors);
    for (const { asset } of assets.slice(0, 4)) expect(svg).toContain(`>${asset.key}</text>`);
    expect(drawn.lines.length).toBeGreaterThan(3);
    for (const { path } of drawn.lines) expect(svg).toContain(`d="${path}"`);
    const odd = { ...assets[0]!, asset: { ...assets[0]!.asset, key: '<b>&"' } };
    expect(picture(sceneOf([odd], { nodes: [{ id: '<b>&"', x: 0, y: 0 }], groups: [], edges: [], width: 9, height: 9 }), colors)).toContain('>&#60;b&#62;&#38;&#34;</text>'); // prettier-ignore
  });
  test('is never larger than a browser draws', () => {
    expect(pictureScale({ width: 1000, height: 500 })).toBe(2);
    for (const [width, height] of [[500_000, 2_000], [2_000, 500_000], [30_000, 30_000]] as const) {
      const scale = pictureScale({ width, height });
      expect(Math.max(width, height) * scale).toBeLessThanOrEqual(16_000);
      expect(width * height * scale ** 2).toBeLessThanOrEqual(120_000_000);
    } // prettier-ignore
  });
});
