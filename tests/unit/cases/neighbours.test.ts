import {
  AllPartitionMapping,
  asset,
  AssetIn,
  AssetSpec,
  DynamicPartitionsDefinition,
  IdentityPartitionMapping,
  LastPartitionMapping,
  MaterializeResult,
  multiAsset,
  AssetOut,
  MultiPartitionsDefinition,
  MultiToSingleDimensionPartitionMapping,
  SpecificPartitionsPartitionMapping,
  StaticPartitionMapping,
  StaticPartitionsDefinition,
  TimeWindowPartitionMapping,
  type PartitionMapping,
  type PartitionsDefinition,
} from 'dagbook';
import { ephemeralInstance, materialize } from 'dagbook/testing';
import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { assetKeyPath } from '$lib/definitions/asset-key';
import { configured } from './definition-cases';
import { daily, upstreamKeys } from './partition-cases';
import { selectedOps } from './selection-cases';

/** What Dagster's open cases leave out, by the same rules of the reference. */
describe('op selection', () => {
  test.each([
    [['a'], ['a']],
    [['*c'], ['a', 'b', 'c']],
    [['b*'], ['b', 'c', 'd']],
    [['+c'], ['b', 'c']],
    [['b+'], ['b', 'c']],
    [['a++'], ['a', 'b', 'c']],
    [['+b+'], ['a', 'b', 'c']],
    [['+++++d'], ['a', 'b', 'c', 'd']],
    [['*b*'], ['a', 'b', 'c', 'd']],
    [
      ['a+', 'd'],
      ['a', 'b', 'd'],
    ],
    [['b', 'b'], ['b']],
    [['*'], ['a', 'b', 'c', 'd']],
  ])('%j', async (selection, ops) => {
    expect(await selectedOps('a->b->c->d', selection)).toEqual(ops);
  });

  test.each([[['nope']], [['a', 'nope']], [['a b']], [['']], [['+']]])('%j is refused', async (selection) => {
    await expect(selectedOps('a->b->c->d', selection)).rejects.toMatchObject({ name: 'InvalidSubsetError' });
  });
});

describe('asset keys', () => {
  test.each([
    ['foo', ['foo']],
    ['foo/bar/baz', ['foo', 'bar', 'baz']],
    ['foo\\/bar', ['foo/bar']],
    ['a\\\\/b', ['a\\', 'b']],
    ['a\\b', ['a\\b']],
    ['foo\\/bar\\/baz/q', ['foo/bar/baz', 'q']],
  ])('%s', (text, path) => {
    expect(assetKeyPath(text)).toEqual(path);
    expect(new AssetSpec(path).key).toBe(new AssetSpec(text).key);
  });

  test('parts may have any text; steps are named by letters, digits and "_"', async () => {
    const made = asset({ key: ['s3-bucket', 'my file.csv', 'a/b'] }, () => 1);
    const prefixed = asset({ keyPrefix: ['sales', 'eu-west'], name: 'orders', deps: [made] }, () => 2);
    const result = await materialize({ made, prefixed });
    expect(result.materializations().map(({ assetKey, stepKey }) => [assetKey, stepKey])).toEqual([
      ['s3-bucket/my file.csv/a\\/b', 's3_bucket__my_file_csv__a_b'],
      ['sales/eu-west/orders', 'sales__eu_west__orders'],
    ]);
  });
});

describe('partition mappings', () => {
  const letters = new StaticPartitionsDefinition(['a', 'b', 'c']);
  const numbers = new StaticPartitionsDefinition(['1', '2', '3']);
  const grid = new MultiPartitionsDefinition({ abc: letters, n: numbers });
  const days = daily({ endDate: '2021-05-08' });

  test.each<[string, PartitionsDefinition, PartitionsDefinition, string, PartitionMapping | undefined, string[]]>([
    ['the same definition: identity', letters, letters, 'b', undefined, ['b']],
    ['different static definitions: all', letters, numbers, '2', undefined, ['a', 'b', 'c']],
    ['identity, said', letters, letters, 'c', new IdentityPartitionMapping(), ['c']],
    ['all', days, letters, 'b', new AllPartitionMapping(), ['2021-05-05', '2021-05-06', '2021-05-07']],
    ['the last', days, letters, 'b', new LastPartitionMapping(), ['2021-05-07']],
    ['chosen', days, letters, 'a', new SpecificPartitionsPartitionMapping(['2021-05-06']), ['2021-05-06']],
    ['static', letters, numbers, '2', new StaticPartitionMapping({ a: '1', b: ['2', '3'], c: '2' }), ['b', 'c']],
    ['of several dimensions to one', grid, letters, 'b', new MultiToSingleDimensionPartitionMapping({ partitionDimensionName: 'abc' }), ['b|1', 'b|2', 'b|3']],
    ['of one to several dimensions', letters, grid, 'c|2', undefined, ['c']],
    ['the next window', days, days, '2021-05-06', new TimeWindowPartitionMapping({ startOffset: 1, endOffset: 1 }), ['2021-05-07']],
  ])('%s', async (_, upstream, downstream, key, mapping, keys) => {
    expect(await upstreamKeys(upstream, downstream, key, mapping)).toEqual(keys);
  }); // prettier-ignore
});

describe('partitions that a run makes and others that it reads', () => {
  const days = daily({ endDate: '2021-05-08' });
  const before = new TimeWindowPartitionMapping({ startOffset: -1, endOffset: -1 });
  const instance = () => ephemeralInstance({ now: Date.UTC(2021, 7, 1) });

  test('an asset reads its own partition of the day before', async () => {
    const at = instance();
    const ins = {
      last: new AssetIn<number | undefined>('total', { partitionMapping: before, byPartition: true }),
    };
    const total = asset({ partitionsDef: days, ins }, ({ last }) => 1 + (Object.values(last)[0] ?? 0));
    const made = [];
    for (const partitionKey of ['2021-05-05', '2021-05-06', '2021-05-07'])
      made.push((await materialize({ total }, { instance: at, partitionKey })).assetValue('total'));
    expect(made).toEqual([1, 2, 3]);
    await at.close();
  });

  test('one that is made in the same run is read as it was the day before', async () => {
    const at = instance();
    const sales = asset({ partitionsDef: days }, (_, { partitionKey }) => partitionKey);
    const ins = { sales: new AssetIn(sales, { partitionMapping: before, byPartition: true }) };
    const trend = asset({ partitionsDef: days, ins }, ({ sales }) => Object.keys(sales));
    const both = { sales, trend };
    await materialize(both, { instance: at, partitionKey: '2021-05-05' });
    const result = await materialize(both, { instance: at, partitionKey: '2021-05-06' });
    expect(result.assetValue('trend')).toEqual(['2021-05-05']);
    await at.close();
  });

  test('a whole that reads all partitions has those of this run and those from before', async () => {
    const at = instance();
    const sales = asset({ partitionsDef: days }, (_, { partitionKey }) => partitionKey);
    const all = asset({ ins: { sales } }, ({ sales }) => Object.keys(sales).length);
    for (const partitionKey of ['2021-05-05', '2021-05-06'])
      await materialize({ sales, all }, { instance: at, partitionKey, selection: 'sales' });
    const result = await materialize({ sales, all }, { instance: at, partitionKey: '2021-05-07' });
    expect(result.assetValue('all')).toBe(3);
    await at.close();
  });
});

describe('partitions of several dimensions', () => {
  test('a key has its parts in the order of the dimensions’ names, and the context names them', async () => {
    const sizes = new StaticPartitionsDefinition(['s', 'l']);
    const partitionsDef = new MultiPartitionsDefinition({
      z: sizes,
      date: daily({ endDate: '2021-05-07' }),
      a: sizes,
    });
    expect(partitionsDef.getPartitionKeys({ currentTime: Date.UTC(2021, 5) }).slice(0, 3)).toEqual([
      's|2021-05-05|s',
      's|2021-05-05|l',
      's|2021-05-06|s',
    ]);
    const shirts = asset({ partitionsDef }, (_, context) => [
      context.partitionKey,
      context.partitionKeys,
      context.partitionTimeWindow.start.toISOString(),
    ]);
    const result = await materialize({ shirts }, { partitionKey: 'l|2021-05-06|s' });
    expect(result.assetValue('shirts')).toEqual([
      'l|2021-05-06|s',
      ['l|2021-05-06|s'],
      '2021-05-06T00:00:00.000Z',
    ]);
  });

  test('dynamic partitions exist as they are added', async () => {
    const instance = ephemeralInstance();
    const city = asset(
      { partitionsDef: new DynamicPartitionsDefinition({ name: 'cities' }) },
      (_, c) => c.partitionKey,
    );
    const seoul = () => materialize({ city }, { instance, partitionKey: 'seoul' });
    await expect(seoul()).rejects.toMatchObject({ name: 'UnknownPartition' });
    await instance.addDynamicPartitions('cities', ['seoul']);
    await instance.addDynamicPartitions('cities', ['seoul']);
    expect(await instance.dynamicPartitions('cities')).toEqual(['seoul']);
    expect((await seoul()).assetValue('city')).toBe('seoul');
    await instance.close();
  });
});

describe('config', () => {
  test.each<[string, z.ZodType | undefined, unknown, unknown]>([
    ['no schema takes anything', undefined, { a: [1, { b: null }] }, { a: [1, { b: null }] }],
    ['permissive keeps what it does not know', z.looseObject({ n: z.int() }), { n: 1, x: 2 }, { n: 1, x: 2 }],
    ['a map', z.record(z.string(), z.int()), { any: 1, key: 2 }, { any: 1, key: 2 }],
    ['an enum', z.enum(['ADD', 'DROP']), 'DROP', 'DROP'],
    ['an array of shapes', z.array(z.object({ n: z.int() })), [{ n: 1 }], [{ n: 1 }]],
    [
      'nested defaults',
      z.object({ o: z.object({ n: z.int().default(3) }).prefault({}) }),
      {},
      { o: { n: 3 } },
    ],
  ])('%s', async (_, schema, given, value) => {
    expect(await configured(schema, given)).toEqual(value);
  });

  test.each<[string, z.ZodType, unknown, readonly string[]]>([
    ['all that is wrong at once', z.strictObject({ n: z.int(), s: z.string() }), { n: 'x', q: 1 }, ['root:ops:a:config:n', '"s"', '"q"']],
    ['a word that is none of them', z.enum(['ADD', 'DROP']), 'MOVE', ['root:ops:a:config', 'ADD']],
    ['null where it may not be', z.int(), null, ['root:ops:a:config']],
    ['deep inside', z.object({ rows: z.array(z.object({ n: z.int() })) }), { rows: [{ n: 1 }, { n: '2' }] }, ['root:ops:a:config:rows[1]:n']],
  ])('%s is refused', async (_, schema, given, parts) => {
    const refused = configured(schema, given);
    await expect(refused).rejects.toMatchObject({ name: 'InvalidRunConfig' });
    for (const part of parts) await expect(refused).rejects.toThrow(part);
  }); // prettier-ignore
});

describe('what a step makes', () => {
  test('metadata, tags and a data version of the materialization; values of earlier runs are loaded', async () => {
    const instance = ephemeralInstance();
    const a = asset(() => new MaterializeResult({ value: 1, metadata: { rows: 3 }, tags: { by: 'hand' } }));
    const b = asset({ ins: { a } }, ({ a }) => a + 1);
    const first = await materialize({ a, b }, { instance, selection: 'a' });
    expect(first.materializations('a')[0]!.data).toMatchObject({
      metadata: { rows: { type: 'int', value: 3 } },
      tags: { by: 'hand' },
    });
    expect((await materialize({ a, b }, { instance, selection: 'b' })).assetValue('b')).toBe(2);
    await instance.close();
  });

  test('part of a multiAsset that cannot be subset names all of its assets', async () => {
    const several = multiAsset({ outs: { c: new AssetOut(), dd: new AssetOut() } }, () => ({ c: 1, dd: 2 }));
    const refused = materialize({ several }, { selection: 'c' });
    await expect(refused).rejects.toMatchObject({ name: 'InvalidSubsetError', remedy: expect.any(String) });
    await expect(refused).rejects.toThrow(/\bdd\b/);
  });

  test('deps only order: who reads a value of one is told how to load it', async () => {
    const raw = asset({ keyPrefix: 'sales' }, () => [1]);
    const clean = asset({ deps: [raw] }, (inputs) => (inputs as { raw?: readonly number[] }).raw);
    await expect(materialize({ raw, clean })).rejects.toMatchObject({
      name: 'UnknownInput',
      message: 'clean has no input "raw": sales/raw is among its deps, which only come first',
      remedy: 'To load its value, name it in ins: { raw: new AssetIn("sales/raw") }.',
    });
  });

  test('an input may be called otherwise than its asset', async () => {
    const a = asset(() => [1]);
    const b = asset(
      { ins: { rows: new AssetIn(a), again: new AssetIn<number[]>('a') } },
      ({ rows, again }) => [...rows, ...again],
    );
    expect((await materialize({ a, b })).assetValue('b')).toEqual([1, 1]);
  });
});
