import { expect, test } from 'vitest';
import { columnRows } from '../../../src/lib/components/assets/column-lineage';
import type { MetadataEntries } from '../../../src/lib/definitions/snapshot';
import type { AssetStatus } from '../../../src/lib/instance/instance';

const schema = (...columns: object[]) => ({ type: 'table_schema', value: { columns } });
const lineage = (depsByColumn: unknown) => ({ type: 'table_column_lineage', value: { depsByColumn } });
const status = (key: string, metadata: object, latest?: object): AssetStatus =>
  ({
    asset: { key, metadata: metadata as MetadataEntries },
    ...(latest && { latest: { data: { metadata: latest } } }),
  }) as unknown as AssetStatus;

const raw = status('raw', { 'dagster/column_schema': schema({ name: 'id', type: 'int' }, { name: 'cost' }) });
const orders = status(
  'orders',
  { 'dagster/column_schema': schema({ name: 'old' }) },
  {
    'dagster/column_schema': schema({ name: 'total', type: 'float', description: 'in euro' }),
    'dagster/column_lineage': lineage({
      total: [{ assetKey: 'raw', columnName: 'cost' }],
      day: [{ assetKey: 'raw', columnName: 'at' }],
    }),
  },
);
const wrong = status('wrong', { 'dagster/column_lineage': lineage({ x: 'raw', y: [{ assetKey: 1 }] }) });
const all = [raw, orders, wrong];

test('columns are those of the newest materialization, with where they come from', () => {
  const from = (columnName: string) => [{ assetKey: 'raw', columnName }];
  expect(columnRows(orders, all)).toEqual([
    { name: 'total', type: 'float', description: 'in euro', upstream: from('cost'), downstream: [] },
    { name: 'day', upstream: from('at'), downstream: [] },
  ]);
});

test('what is made from a column is read from the assets downstream; what is no lineage says nothing', () => {
  const used = columnRows(raw, all).map(({ name, downstream }) => [name, downstream]);
  expect(used).toEqual([
    ['id', []],
    ['cost', [{ assetKey: 'orders', columnName: 'total' }]],
    ['at', [{ assetKey: 'orders', columnName: 'day' }]],
  ]);
  expect(columnRows(wrong, all).map(({ upstream }) => upstream)).toEqual([[], []]);
});
