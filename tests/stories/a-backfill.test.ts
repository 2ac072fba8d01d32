import { expect, onTestFinished, test } from 'vitest';
import { asset, DailyPartitionsDefinition, WeeklyPartitionsDefinition } from 'dagbook';
import { ephemeralInstance } from 'dagbook/testing';

const daily = new DailyPartitionsDefinition({ startDate: '2026-03-01' });
const weekly = new WeeklyPartitionsDefinition({ startDate: '2026-03-01' });
let isBroken = true;
const sales = asset({ partitionsDef: daily }, (_, { partitionKey }) => {
  if (isBroken && partitionKey === '2026-03-10') throw new Error('the till was broken');
  return 1;
});
const revenue = asset({ partitionsDef: daily, ins: { sales } }, ({ sales }) => sales * 10);
const weeks = asset(
  { partitionsDef: weekly, ins: { revenue } },
  ({ revenue }) => Object.keys(revenue).length,
);

test('two weeks are made up for: what failed, and what depends on it, is made by another backfill', async () => {
  const instance = ephemeralInstance({ now: Date.UTC(2026, 2, 15) }); // a Sunday
  onTestFinished(() => instance.close());
  await instance.load({ sales, revenue, weeks });
  const counts = async (id: string) =>
    Object.fromEntries((await instance.backfill(id))!.parts.map((part) => [part.id, part.counts]));

  const { id } = await instance.launchBackfill({ title: 'March', partitions: '2026-03-01...2026-03-14' });
  await instance.advance(0);
  expect(await instance.backfill(id)).toMatchObject({ status: 'COMPLETED_FAILED', title: 'March', runs: [] });
  expect(await counts(id)).toEqual({
    sales: { targeted: 14, inProgress: 0, materialized: 13, failed: 1 },
    revenue: { targeted: 14, inProgress: 0, materialized: 13, failed: 1 },
    weeks: { targeted: 2, inProgress: 0, materialized: 1, failed: 1 },
  });
  const runs = await instance.listRuns({ tags: { 'dagster/backfill': id } });
  expect(runs).toHaveLength(14 + 1); // a day of both assets in one run; a week when all its days are there

  isBroken = false;
  const retry = await instance.retryBackfill(id);
  await instance.advance(0);
  expect(await instance.backfill(retry.id)).toMatchObject({
    status: 'COMPLETED_SUCCESS',
    parentBackfillId: id,
  });
  expect((await counts(retry.id)).weeks).toMatchObject({ targeted: 1, materialized: 1 });
  expect((await instance.partitions('weeks'))?.counts.materialized).toBe(2);
});
