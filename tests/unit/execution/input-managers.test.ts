import {
  asset, assetCheck, AssetCheckResult, AssetIn, AssetSpec, graphAsset, inputManager, ioManager, MaterializeResult, op, resource,
  StaticPartitionsDefinition,
} from 'dagbook'; // prettier-ignore
import { materialize, materializeToMemory } from 'dagbook/testing';
import { describe, expect, test } from 'vitest';

/** Answers what it was asked for. */
const csv = inputManager((context) => ({
  path: context.path,
  assetKey: context.assetKey,
  ...(context.hasPartitionKey && { partition: context.partitionKey }),
  ...(context.metadata['rows'] && { rows: context.metadata['rows'].value }),
}));

describe('an input that names who loads it', () => {
  const sales = new AssetSpec('shop/sales');
  const made = asset(() => new MaterializeResult({ value: 1, metadata: { rows: 3 } }));

  test('is loaded by that manager: of an asset made elsewhere, and of one that this run makes', async () => {
    const ins = {
      sales: new AssetIn(sales, { inputManagerKey: 'csv' }),
      made: new AssetIn<object>({ inputManagerKey: 'csv' }),
      plain: new AssetIn(made),
    };
    const report = asset({ ins }, (values) => values);
    const definitions = { sales, made, csv, report };
    const told = {
      sales: { path: 'shop/sales', assetKey: 'shop/sales' },
      made: { path: 'made', assetKey: 'made', rows: 3 },
      plain: 1,
    };
    const result = await materialize(definitions);
    expect(result.assetValue('report')).toEqual(told);
    const loaded = result.events.filter(({ type }) => type === 'LOADED_INPUT');
    expect(loaded.map(({ data }) => (data as { ioManagerKey: string }).ioManagerKey)).toEqual([
      'csv',
      'csv',
      'io_manager',
    ]);
    expect((await materializeToMemory(definitions)).assetValue('report')).toEqual(told);
  });

  test('partition by partition', async () => {
    const partitionsDef = new StaticPartitionsDefinition(['a', 'b']);
    const daily = new AssetSpec('daily', { partitionsDef });
    const one = asset(
      { partitionsDef, ins: { daily: new AssetIn(daily, { inputManagerKey: 'csv' }) } },
      ({ daily }) => daily,
    );
    const all = asset(
      { ins: { daily: new AssetIn(daily, { inputManagerKey: 'csv' }) } },
      ({ daily }) => daily,
    );
    const of = (key: string) => ({ path: `daily/${key}`, assetKey: 'daily', partition: key });
    expect((await materialize({ daily, one, csv }, { partitionKey: 'b' })).assetValue('one')).toEqual(
      of('b'),
    );
    expect((await materialize({ daily, all, csv })).assetValue('all')).toEqual({ a: of('a'), b: of('b') });
  });

  test('also in a graph, and of a check', async () => {
    const note = op(({ sales }: { sales: unknown }) => sales);
    const ins = { sales: new AssetIn(sales, { inputManagerKey: 'csv' }) };
    const noted = graphAsset({ ins }, ({ sales }) => note({ sales }));
    const looked = assetCheck({ asset: noted, ins }, ({ sales }) =>
      new AssetCheckResult({ passed: (sales as { path: string }).path === 'shop/sales' }),
    ); // prettier-ignore
    const result = await materialize({ sales, csv, noted, looked, note });
    expect(result.assetValue('noted')).toEqual({ path: 'shop/sales', assetKey: 'shop/sales' });
    expect(result.success).toBe(true);
    expect(result.events.some(({ type }) => type === 'ASSET_CHECK_EVALUATION')).toBe(true);
  });

  test('the manager has its config and its resources; only it is set up', async () => {
    const base = resource(() => 'base');
    const unused = ioManager(() => {
      throw new Error('nobody asked for it');
    });
    const typed = inputManager({ requires: { base }, config: { tail: '.csv' } }, ({ resources, config, path }) =>
      `${resources.base}/${path}${(config as { tail: string }).tail}`); // prettier-ignore
    const report = asset(
      { ins: { sales: new AssetIn<string>('shop/sales', { inputManagerKey: 'typed' }) } },
      ({ sales }) => sales,
    );
    const result = await materialize({ sales, typed, unused, report });
    expect(result.assetValue('report')).toBe('base/shop/sales.csv');
  });

  test('io_manager is the host’s own, or what the location puts in its place', async () => {
    const seen: string[] = [];
    const lake = ioManager(() => ({
      handleOutput: () => {},
      loadInput: ({ path }) => seen.push(path),
    }));
    const report = asset(
      { ins: { made: new AssetIn(made, { inputManagerKey: 'io_manager' }) } },
      ({ made }) => made,
    );
    expect((await materialize({ made, report })).assetValue('report')).toBe(1);
    await materialize({ made, report, io_manager: lake });
    expect(seen).toEqual(['made']);
  });
});
