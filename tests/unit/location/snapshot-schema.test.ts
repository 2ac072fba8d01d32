import {
  asset, assetCheck, AssetIn, AssetSpec, DailyPartitionsDefinition, DynamicOut, FreshnessPolicy, In, inputManager, job, op, Out,
  RetryPolicy,
} from 'dagbook'; // prettier-ignore
import { expect, test } from 'vitest';
import { loadResultSchema } from '$lib/location/boundary/snapshot-schema';
import { collect } from '../definitions/collect';

test('what a notebook defines passes the boundary whole', () => {
  const ins = { x: new In<unknown>({ default: 7 }), y: new In<unknown>({ inputManagerKey: 'csv' }) };
  const csv = inputManager(() => 1);
  const add = op({ ins, retryPolicy: new RetryPolicy({ maxRetries: 2, delay: 1 }), pool: 'db' }, () => 1);
  const many = op({ out: new DynamicOut() }, () => []);
  const one = op({ out: new Out({ isRequired: false }) }, () => 1);
  const adding = job(() => {
    add({ x: one() });
    add.alias('listed')({ x: [one.alias('other')()], y: many().collect() });
    many.alias('more')().map((y) => add.alias('mapped')({ y }));
  }); // prettier-ignore
  const sales = new AssetSpec('shop/sales');
  const partitionsDef = new DailyPartitionsDefinition({ startDate: '2024-01-01' });
  const freshnessPolicy = FreshnessPolicy.timeWindow({ failWindow: { hours: 24 } });
  const report = asset(
    { partitionsDef, freshnessPolicy, executor: 'in_process', timeout: 9, codeVersion: '1', kinds: ['csv'],
      ins: { sales: new AssetIn(sales, { inputManagerKey: 'csv', metadata: { rows: 3 } }) } },
    () => 1,
  ); // prettier-ignore
  const looked = assetCheck({ asset: report, blocking: true, description: 'looks' }, () => true);
  const { snapshot } = collect({ csv, add, many, one, adding, sales, report, looked });
  expect(snapshot.errors).toEqual([]);
  expect(loadResultSchema.parse({ snapshot, errors: [] }).snapshot).toEqual(snapshot);
});
