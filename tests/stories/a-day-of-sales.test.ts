import { expect, test } from 'vitest';
import { launched, notebookThatImports, openHome } from '../fixtures/open-home';

/** Partitions end to end: one day, a range, what reads a whole week, and what goes stale with one corrected day. */
test('a day is sold, a week is summed up, and one corrected day makes just its readers stale', async () => {
  const { instance } = await openHome();
  const source = notebookThatImports(
    'asset, DailyPartitionsDefinition, WeeklyPartitionsDefinition',
    `const days = new DailyPartitionsDefinition({ startDate: '2024-01-07', endDate: '2024-01-28' });
    const weeks = new WeeklyPartitionsDefinition({ startDate: '2024-01-07', endDate: '2024-01-28' });
    export const sales = asset({ partitionsDef: days }, (_, { partitionKeys }) =>
      partitionKeys.length === 1 ? 10 : Object.fromEntries(partitionKeys.map((day) => [day, 10])));
    export const weekly = asset({ partitionsDef: weeks, ins: { sales } }, ({ sales }) =>
      Object.values(sales).reduce((sum, sold) => sum + sold, 0));`,
  );
  await instance.createNotebook({ id: 'shop', source });
  const run = (key: string, partition: string) =>
    launched(instance, { location: 'shop', selection: `key:${key}`, partition });

  const day = await run('sales', '2024-01-07');
  expect(day.tags).toEqual({ 'dagster/partition': '2024-01-07' });
  await run('sales', '2024-01-08...2024-01-20');
  expect(await instance.partitions('sales')).toMatchObject({
    total: 21,
    materialized: '[2024-01-07...2024-01-20]',
    missing: '[2024-01-21...2024-01-27]',
  });

  for (const week of ['2024-01-07', '2024-01-14']) expect((await run('weekly', week)).status).toBe('SUCCESS');
  expect((await run('weekly', '2024-01-21')).status, 'its days are not there yet').toBe('FAILURE');
  const before = await instance.partitions('weekly');
  expect(before).toMatchObject({
    materialized: '[2024-01-07...2024-01-14]',
    failed: '2024-01-21',
    stale: '',
  });

  await instance.reportAsset({
    assetKey: 'sales',
    event: 'materialization',
    partition: '2024-01-16',
    dataVersion: 'corrected',
  });
  expect(await instance.partitions('weekly')).toMatchObject({ stale: '2024-01-14' });
});
