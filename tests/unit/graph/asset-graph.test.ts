import { AssetGraph } from '$lib/graph/asset-graph';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { assetSnapshot, graphOf, snapshotOf } from './snapshots';

describe('AssetGraph', () => {
  const graph = graphOf([['a', 'b'], ['b', 'c'], ['c', 'd'], ['x', 'c']]); // prettier-ignore

  it('orders upstream first, and keys of one depth by name', () => {
    expect(graph.order).toEqual(['a', 'x', 'b', 'c', 'd']);
    expect(graphOf([['z', 'a'], ['y', 'b'], ['y', 'a']]).order).toEqual(['y', 'z', 'a', 'b']); // prettier-ignore
  });

  it('walks both ways, to a depth, with the start included', () => {
    expect(graph.upstream('c')).toEqual(['b', 'x']);
    expect(graph.downstream('b')).toEqual(['c']);
    expect([...graph.ancestors(['c'])].sort()).toEqual(['a', 'b', 'c', 'x']);
    expect([...graph.ancestors(['c'], 1)].sort()).toEqual(['b', 'c', 'x']);
    expect([...graph.descendants(['a', 'x'], 1)].sort()).toEqual(['a', 'b', 'c', 'x']);
    expect([...graph.ancestors(['nowhere'])]).toEqual([]);
  });

  it('joins locations by key: what one only names, another computes', () => {
    const joined = new AssetGraph([
      {
        location: 'kitchen',
        snapshot: snapshotOf([
          assetSnapshot('sales', { isExecutable: false }),
          assetSnapshot('plan', { deps: [{ key: 'sales' }] }),
        ]),
      },
      { location: 'shop', snapshot: snapshotOf([assetSnapshot('sales')]) },
    ]);
    expect(joined.locationOf('sales')).toBe('shop');
    expect(joined.get('sales')?.isExecutable).toBe(true);
    expect(joined.order).toEqual(['sales', 'plan']);
    expect(joined.errors).toEqual([]);
  });

  it('reports an asset that two locations define, and uses the first', () => {
    const twice = new AssetGraph([
      { location: 'one', snapshot: snapshotOf([assetSnapshot('a')]) },
      { location: 'two', snapshot: snapshotOf([assetSnapshot('a')]) },
    ]);
    expect(twice.locationOf('a')).toBe('one');
    expect(twice.errors).toMatchObject([
      { name: 'DuplicateAsset', message: expect.stringMatching(/"one".*"two"/) },
    ]);
  });

  it('reports a cycle by way of two locations, and still has every key', () => {
    const circular = new AssetGraph([
      { location: 'one', snapshot: snapshotOf([assetSnapshot('x', { deps: [{ key: 'y' }] })]) },
      { location: 'two', snapshot: snapshotOf([assetSnapshot('y', { deps: [{ key: 'x' }] })]) },
    ]);
    expect(circular.errors[0]?.message).toContain('x → y → x');
    expect([...circular.order].sort()).toEqual(['x', 'y']);
  });

  it('any graph: the order has each key once, after its upstreams unless they are in a cycle', () => {
    const name = fc.constantFrom(...'abcdefgh');
    fc.assert(
      fc.property(fc.array(fc.tuple(name, name), { minLength: 1 }), (edges) => {
        const any = graphOf(edges);
        expect([...any.order].sort()).toEqual([...new Set(edges.flat())].sort());
        if (any.errors.length > 0) return;
        const position = new Map(any.order.map((key, index) => [key, index]));
        for (const [from, to] of edges) expect(position.get(from)!).toBeLessThan(position.get(to)!);
      }),
    );
  });

  it('builds 10,000 assets quickly', () => {
    const assets = Array.from({ length: 10_000 }, (_, index) =>
      assetSnapshot(`asset_${index}`, {
        deps: [index >> 1, index - 7]
          .filter((up) => up >= 0 && up < index)
          .map((up) => ({ key: `asset_${up}` })),
      }),
    );
    const snapshot = snapshotOf(assets);
    expect(new AssetGraph([{ location: 'nb', snapshot }]).order).toHaveLength(10_000);
  });
});
