import { expect, test } from 'vitest';
import { materialize } from 'dagbook/testing';
import * as basics from '../../static/examples/basic-dependency.nb.ts';
import * as depsAndIn from '../../static/examples/deps-and-asset-in.nb.ts';
import * as firstAssets from '../../static/examples/first-assets.nb.ts';
import { openExamples } from '../fixtures/examples';

test('an asset gets the value of its upstream', async () => {
  const result = await materialize(firstAssets);
  expect(result.assetValue('rawData')).toHaveLength(5);
  expect(result.assetValue('cleanedData')).toEqual([
    { city: 'Seoul', orders: '120', revenue: '4310.5' },
    { city: 'Incheon', orders: '64', revenue: '2210.25' },
    { city: 'Daejeon', orders: '51', revenue: '1650' },
  ]);
  expect(result.materializations('cleanedData')[0]!.data.metadata.dropped).toEqual({ type: 'int', value: 2 });
});

test('deps orders; the tables lie outside, and outlive run and isolate', async () => {
  const { run, metadata, value } = await openExamples('basic-dependency');
  expect((await run()).steps).toEqual(['cereals', 'sugaryCereals', 'shoppingList']);
  const alone = await run({ selection: 'shoppingList' });
  expect([alone.status, alone.steps]).toEqual(['SUCCESS', ['shoppingList']]);
  expect(await metadata('shoppingList')).toEqual({ rows: 2, names: 'Choco pillows, Honey stars' });
  expect(await value('shoppingList')).toBeUndefined();
});

test('what has not been made is not there', async () => {
  const result = await materialize(basics, { selection: 'shoppingList', raiseOnError: false });
  expect(result.failure('shoppingList')).toMatchObject({
    message: 'no such table: sugary_cereals',
    at: { cell: 'database' },
  });
});

test('deps hands over nothing; ins and AssetIn do, under any name', async () => {
  const { assetValue } = await materialize(depsAndIn);
  expect(assetValue('orderedAsset')).toEqual([]);
  expect(assetValue('downstreamAsset')).toBe('VALUE');
  expect([assetValue('renamedAsset'), assetValue('assetByKey')]).toEqual(['value', 'value']);
  expect(assetValue('onlyRight')).toBe(3);
});
