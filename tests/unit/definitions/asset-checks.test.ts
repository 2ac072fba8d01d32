import { asset } from '$lib/definitions/asset';
import { assetCheck, multiAssetCheck } from '$lib/definitions/asset-check';
import { AssetCheckResult } from '$lib/definitions/asset-check-result';
import { AssetCheckSpec } from '$lib/definitions/asset-check-spec';
import { AssetIn } from '$lib/definitions/asset-in';
import { AssetOut } from '$lib/definitions/asset-out';
import { multiAsset } from '$lib/definitions/multi-asset';
import { StaticPartitionsDefinition } from '$lib/definitions/partitions/static-partitions';
import { RetryPolicy } from '$lib/definitions/retry-policy';
import { stepOutputs } from '$lib/definitions/step-outputs';
import { describe, expect, expectTypeOf, it } from 'vitest';
import { z } from 'zod';
import { collect } from './collect';

const orders = asset({ keyPrefix: 'sales' }, () => [{ id: 1 }]);
const items = asset(() => 3);
const broken = asset({ deps: ['a//b'] }, () => 1);
const spec = (name: string, of: ConstructorParameters<typeof AssetCheckSpec>[0]['asset']) =>
  new AssetCheckSpec({ name, asset: of });

describe('checks with steps of their own', () => {
  it('are data and a step', () => {
    const full = assetCheck(
      {
        asset: orders,
        ins: { rows: orders, count: items },
        additionalDeps: ['elsewhere'],
        blocking: true,
        description: 'is it full?',
        metadata: { n: 1 },
        configSchema: z.object({ least: z.int() }),
        retryPolicy: new RetryPolicy({ maxRetries: 2 }),
        tags: { a: 'b' },
      },
      ({ rows, count }, { config }) => {
        expectTypeOf(rows).toEqualTypeOf<{ id: number }[]>();
        return rows.length >= config.least && count > 0;
      },
    );
    const { snapshot, runtime } = collect({ orders, items, full });
    expect(snapshot.errors).toEqual([]);
    expect(snapshot.checks).toEqual([
      {
        assetKey: 'sales/orders',
        name: 'full',
        node: 'sales__orders_full',
        blocking: true,
        deps: [{ key: 'items', input: 'count' }, { key: 'elsewhere' }],
        description: 'is it full?',
        metadata: { n: { type: 'int', value: 1 } },
        cell: 'cell full',
      },
    ]);
    expect(snapshot.steps.find(({ key }) => key === 'sales__orders_full')).toEqual({
      key: 'sales__orders_full',
      node: 'sales__orders_full',
      op: 'sales__orders_full',
      inputs: [
        { name: 'rows', source: { type: 'asset', key: 'sales/orders' } },
        { name: 'count', source: { type: 'asset', key: 'items' } },
      ],
      after: [],
      outputs: [],
      tags: { a: 'b' },
      retryPolicy: { maxRetries: 2 },
      resources: [],
      description: 'is it full?',
      configSchema: expect.objectContaining({ type: 'object' }),
      cell: 'cell full',
    });
    expect(runtime.nodes.get('sales__orders_full')).toMatchObject({
      outputs: [],
      checks: [{ assetKey: 'sales/orders', name: 'full', isRequired: true }],
      inputs: [{ name: 'rows', assetKey: 'sales/orders' }, { name: 'count', assetKey: 'items' }], // prettier-ignore
    });
  });

  it('answer in one step for several assets', async () => {
    const all = multiAssetCheck(
      { specs: [spec('full', orders), spec('full', items), spec('fresh', 'items')], canSubset: true },
      function* (_, { selectedChecks }) {
        for (const { assetKey, name } of selectedChecks)
          yield new AssetCheckResult({ passed: true, assetKey, checkName: name });
      },
    );
    const { snapshot, runtime } = collect({ orders, items, all });
    expect(snapshot.errors).toEqual([]);
    expect(
      snapshot.checks.map(({ assetKey, name, node, canSubset }) => [assetKey, name, node, canSubset]),
    ).toEqual([
      ['sales/orders', 'full', 'all', true],
      ['items', 'full', 'all', true],
      ['items', 'fresh', 'all', true],
    ]);
    const node = runtime.nodes.get('all')!;
    const said = [];
    const selectedChecks = node.checks.slice(0, 2);
    const checks = selectedChecks.map((check) => ({ ...check, blocking: false }));
    for await (const each of stepOutputs(node, node.compute({}, { selectedChecks } as never), { checks }))
      said.push(each);
    expect(said).toHaveLength(2);
  });

  it('have the partitions of their asset, and read them as they say', () => {
    const partitionsDef = new StaticPartitionsDefinition(['x', 'y']);
    const parts = asset({ partitionsDef }, () => 1);
    const check = assetCheck(
      { asset: parts, ins: { all: new AssetIn(parts, { byPartition: true }) }, partitionsDef },
      () => true,
    );
    const { snapshot } = collect({ parts, check });
    expect(snapshot.errors).toEqual([]);
    expect(snapshot.checks[0]!.partitions).toEqual({ type: 'static', keys: ['x', 'y'] });
    expect(snapshot.steps.find(({ key }) => key === 'parts_check')!.inputs).toEqual([
      { name: 'all', source: { type: 'asset', key: 'parts', byPartition: true } },
    ]);
  });
});

describe('checks that an asset answers for', () => {
  it('are outputs of its step', () => {
    const both = multiAsset(
      {
        outs: { a: new AssetOut(), b: new AssetOut() },
        checkSpecs: [new AssetCheckSpec({ name: 'full', asset: 'a', blocking: true }), spec('fresh', 'b')],
      },
      () => ({ a: 1, b: 2 }),
    );
    const one = asset({ checkSpecs: [new AssetCheckSpec({ name: 'full' })] }, () => 1);
    const { snapshot, runtime } = collect({ both, one });
    expect(snapshot.errors).toEqual([]);
    expect(
      snapshot.checks.map(({ assetKey, name, node, blocking }) => [assetKey, name, node, blocking]),
    ).toEqual([
      ['a', 'full', 'both', true],
      ['b', 'fresh', 'both', false],
      ['one', 'full', 'one', false],
    ]);
    expect(runtime.nodes.get('both')!.checks.map(({ name }) => name)).toEqual(['full', 'fresh']);
  });
});

describe('wrong checks', () => {
  const check = (options: object) => assetCheck({ asset: items, ...options } as never, () => true);
  it.each<[string, Record<string, unknown>, RegExp | readonly RegExp[]]>([
    [
      'an unknown asset',
      { items, c: check({ asset: 'item' }) },
      /assetCheck c: the asset of check "c" is the asset "item", which no cell defines. Did you mean "items"\?/,
    ],
    [
      'an asset with an error',
      { broken, c: check({ asset: broken }) },
      [/broken/, /the asset of check "c" is the asset "broken", which has an error/],
    ],
    [
      'something that is no asset',
      { items, c: check({ asset: 5 }) },
      /assetCheck c: the asset of check "c" is not an asset/,
    ],
    [
      'one check twice',
      { items, a: check({ name: 'full' }), b: check({ name: 'full' }) },
      /check full of items: the check "full" of "items" is defined twice, also in "cell a"/,
    ],
    [
      'a check that the asset answers for already',
      {
        one: asset({ checkSpecs: [new AssetCheckSpec({ name: 'full' })] }, () => 1),
        c: check({ asset: 'one', name: 'full' }),
      },
      /check full of one: the check "full" of "one" is defined twice, also in "cell one"/,
    ],
    [
      'a step name that is taken',
      { a: asset(() => 1), a_c: asset(() => 1), c: check({ asset: 'a' }) },
      /the step name "a_c" is defined twice, also in "cell a_c"/,
    ],
    ['an illegal name', { items, c: check({ name: 'is full' }) }, /check "is full" is not a legal name/],
    [
      'an unknown input',
      { items, c: check({ ins: { x: new AssetIn('itens') } }) },
      /input "x" is the asset "itens", which no cell defines. Did you mean "items"/,
    ],
    [
      'a missing resource',
      { items, c: check({ resources: ['db'] }) },
      /it requires the resource "db", which nothing provides/,
    ],
    ['a schema that is none', { items, c: check({ configSchema: 5 }) }, /its configSchema is not a schema/],
    [
      'other partitions',
      { items, c: check({ partitionsDef: new StaticPartitionsDefinition(['x']) }) },
      /its partitions are not those of "items"/,
    ],
    [
      'no specs',
      { items, c: multiAssetCheck({ specs: [] }, () => {}) },
      /multiAssetCheck c: it has no specs/,
    ],
    [
      'a spec without an asset',
      { items, c: multiAssetCheck({ specs: [new AssetCheckSpec({ name: 'x' })] }, () => {}) },
      /or names no asset/,
    ],
    [
      'one spec twice',
      { items, c: multiAssetCheck({ specs: [spec('x', items), spec('x', items)] }, () => {}) },
      /check "x" of "items" is defined twice, also here/,
    ],
    [
      'an asset’s spec for another asset',
      { items, one: asset({ checkSpecs: [spec('x', items)] }, () => 1) },
      /asset one: check "x" is of "items", which it does not make/,
    ],
    [
      'an asset’s spec that does not say which',
      {
        m: multiAsset(
          { outs: { a: new AssetOut(), b: new AssetOut() }, checkSpecs: [new AssetCheckSpec({ name: 'x' })] },
          () => ({}),
        ),
      },
      /check "x" does not say which asset it is of/,
    ],
    [
      'an asset’s spec twice',
      { one: asset({ checkSpecs: [spec('x', undefined), spec('x', undefined)] }, () => 1) },
      /announces the check "x" of "one" twice/,
    ],
    [
      'several at once',
      { items, c: check({ name: 'is full', tags: { 'a b': '' }, timeout: -1 }) },
      [/"is full" is not a legal name/, /timeout is -1/, /tag key "a b"/],
    ],
  ])('%s', (_, definitions, messages) => {
    const { snapshot } = collect(definitions);
    const expected = Array.isArray(messages) ? messages : [messages];
    expect(snapshot.errors.map(({ message }) => message)).toEqual(
      expected.map((each) => expect.stringMatching(each)),
    );
    expect(snapshot.errors.every(({ remedy, at }) => remedy && at?.cell)).toBe(true);
    expect(snapshot.checks.filter(({ cell }) => cell === 'cell c')).toEqual([]);
  });
});
