import { asset, AssetIn, AssetOut, defineAssetJob, MetadataValue, multiAsset } from '$lib/definitions';
import { collectDefinitions } from '$lib/definitions/collect-definitions';
import { describe, expect, it } from 'vitest';
import { collect } from './collect';

const one = asset(() => 1);
const keysOf = (exports: Record<string, unknown>) => collect(exports).snapshot.assets.map(({ key }) => key);

describe('what cells export becomes a snapshot', () => {
  it('an asset with all it says of itself', () => {
    const {
      snapshot,
      runtime: { nodes },
    } = collect({
      cakes: asset(
        {
          description: 'All cakes',
          group: 'bakery',
          tags: { tier: 'gold', 'team/label': '' },
          owners: ['team:kitchen', 'bo@example.org'],
          kinds: ['json'],
          metadata: { count: 3, page: MetadataValue.url('https://example.org/') },
        },
        () => [],
      ),
    });
    expect(snapshot.errors).toEqual([]);
    expect(snapshot.assets).toEqual([
      {
        key: 'cakes',
        node: 'cakes',
        output: 'result',
        isRequired: true,
        isExecutable: true,
        deps: [],
        description: 'All cakes',
        group: 'bakery',
        tags: { tier: 'gold', 'team/label': '' },
        owners: ['team:kitchen', 'bo@example.org'],
        kinds: ['json'],
        metadata: { count: { type: 'int', value: 3 }, page: { type: 'url', value: 'https://example.org/' } },
        codeVersion: 'hash of cakes',
        cell: 'cell cakes',
      },
    ]);
    expect(nodes.get('cakes')).toMatchObject({
      inputs: [],
      outputs: [{ name: 'result', assetKey: 'cakes', isRequired: true }],
    });
    expect(structuredClone(snapshot)).toEqual(snapshot);
  });

  it('values are loaded by ins, order is given by deps; an unknown dep becomes a stub', () => {
    const upstream = asset({ codeVersion: 'mine' }, () => 1);
    const {
      snapshot,
      runtime: { nodes },
    } = collect({
      upstream,
      other: one,
      downstream: asset(
        {
          ins: { rows: new AssetIn(upstream, { metadata: { columns: 2 } }), x: new AssetIn<number>('other') },
          deps: [upstream, 'shop/sales', one],
        },
        ({ rows, x }) => rows + x,
      ),
    });
    expect(snapshot.errors).toEqual([]);
    expect(snapshot.assets.map(({ key, isExecutable }) => [key, isExecutable])).toEqual([
      ['upstream', true],
      ['other', true],
      ['downstream', true],
      ['shop/sales', false],
    ]);
    expect(snapshot.assets[0]!.codeVersion).toBe('mine');
    expect(snapshot.assets[2]!.deps).toEqual([
      { key: 'upstream', input: 'rows', metadata: { columns: { type: 'int', value: 2 } } },
      { key: 'other', input: 'x' },
      { key: 'shop/sales' },
    ]);
    expect(nodes.get('downstream')!.inputs).toEqual([
      { name: 'rows', assetKey: 'upstream' },
      { name: 'x', assetKey: 'other' },
    ]);
    expect(nodes.get('downstream')!.compute({ rows: 1, x: 2 }, {} as never)).toBe(3);
  });

  it('a multiAsset makes several assets in one step; each can be had downstream', () => {
    const reports = multiAsset(
      {
        outs: {
          production: new AssetOut({ group: 'own', description: 'How many' }),
          topCakes: new AssetOut<string[]>({ isRequired: false, key: ['cake', 'top'], codeVersion: '7' }),
        },
        group: 'reports',
        deps: [one],
      },
      () => ({ production: 1 }),
    );
    const {
      snapshot,
      runtime: { nodes },
    } = collect({
      one,
      reports,
      poster: asset({ ins: { top: reports.assets.topCakes }, deps: [reports] }, ({ top }) => top.length),
      byKey: asset({ ins: { top: new AssetIn<string[]>('cake/top') } }, ({ top }) => top.length),
    });
    expect(snapshot.errors).toEqual([]);
    expect(snapshot.assets.slice(1, 3)).toMatchObject([
      { key: 'production', node: 'reports', output: 'production', group: 'own', description: 'How many' },
      {
        key: 'cake/top',
        node: 'reports',
        output: 'topCakes',
        group: 'reports',
        isRequired: false,
        codeVersion: '7',
      },
    ]);
    expect(snapshot.assets[1]!.deps).toEqual([{ key: 'one' }]);
    expect(snapshot.assets[3]!.deps).toEqual([{ key: 'cake/top', input: 'top' }, { key: 'production' }]);
    for (const name of ['one', 'reports', 'poster', 'byKey']) expect(nodes.get(name)).toMatchObject({ name });
  });

  it('the name option, keyPrefix and key win over the export name', () => {
    const exports = {
      a: asset({ name: 'named' }, () => 1),
      b: asset({ keyPrefix: ['x', 'y'] }, () => 1),
      c: asset({ key: ['p', 'q'] }, () => 1),
    };
    expect(keysOf(exports)).toEqual(['named', 'x/y/b', 'p/q']);
    const { nodes } = collect(exports).runtime;
    for (const name of ['named', 'x__y__b', 'p__q']) expect(nodes.get(name)).toMatchObject({ name });
  });

  it('an exported list holds definitions, as factories make them; other exports are nobody’s business', () => {
    const list = ['a', 'b'].map((name) => asset({ name }, () => name));
    expect(keysOf({ list, text: 'x', nothing: undefined, fn: () => 1, again: list[0] })).toEqual(['a', 'b']);
  });

  it('a job is a selection: text, or the union of a list', () => {
    const reports = multiAsset({ outs: { p: new AssetOut(), q: new AssetOut() } }, () => ({ p: 1, q: 2 }));
    const { snapshot } = collect({
      one,
      reports,
      named: asset({ key: 'x/y' }, () => 1),
      all: defineAssetJob({ selection: '*', description: 'Everything', tags: { team: 'a' } }),
      some: defineAssetJob({
        name: 'chosen',
        selection: [one, reports, reports.assets.q, 'x/y', '+group:raw'],
        executor: { type: 'multiprocess', maxConcurrent: 2 },
      }),
    });
    expect(snapshot.errors).toEqual([]);
    expect(snapshot.jobs).toEqual([
      {
        name: 'all',
        selection: '*',
        description: 'Everything',
        tags: { team: 'a' },
        cell: 'cell all',
        at: { cell: 'cell all' },
      },
      {
        name: 'chosen',
        selection: 'key:"one" or key:"p" or key:"q" or key:"q" or key:"x/y" or (+group:raw)',
        tags: {},
        executor: { type: 'multiprocess', maxConcurrent: 2 },
        cell: 'cell some',
        at: { cell: 'cell some' },
      },
    ]);
  });

  it('reads the definitions of another copy of the library', () => {
    const foreign = {
      [Symbol.for('dagbook.kind')]: 'asset',
      options: { ins: { one } },
      compute: () => 2,
    };
    expect(collect({ one, foreign }).snapshot).toMatchObject({
      errors: [],
      assets: [{}, { deps: [{ key: 'one' }] }],
    });
  });

  it('collects 10,000 assets that hang on one another', () => {
    let last = one;
    const assets = Array.from({ length: 10_000 }, (_, index) => {
      last = asset({ ins: index === 0 ? {} : { last }, name: `a${index}` }, () => 1);
      return last;
    });
    const { snapshot } = collectDefinitions([{ name: 'all', value: assets, cell: 'c', codeVersion: '' }]);
    expect(snapshot.errors).toEqual([]);
    expect(snapshot.assets).toHaveLength(10_000);
  });
});
