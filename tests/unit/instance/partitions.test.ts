import { describe, expect, test } from 'vitest';
import { decodeValue } from '$lib/artifacts/codecs/decode-value';
import type { Instance, LaunchRequest } from '$lib/instance/instance';
import { ended, launched, notebookThatImports, openHome } from '../../fixtures/open-home';

const shop = notebookThatImports(
  'asset, defineAssetJob, op, job, DailyPartitionsDefinition, WeeklyPartitionsDefinition, StaticPartitionsDefinition, DynamicPartitionsDefinition, MultiPartitionsDefinition, TimeWindowPartitionMapping, AssetIn',
  `const days = new DailyPartitionsDefinition({ startDate: '2024-01-01', endDate: '2024-01-14' });
  const each = (context, make) => {
    const made = Object.fromEntries(context.partitionKeys.map((key) => [key, make(key)]));
    return context.partitionKeys.length === 1 ? made[context.partitionKeys[0]] : made;
  };
  export const sales = asset({ partitionsDef: days }, (_, context) => each(context, (key) => Number(key.slice(-2))));
  export const doubled = asset({ partitionsDef: days, ins: { sales } }, ({ sales }, context) =>
    each(context, (key) => 2 * (context.partitionKeys.length === 1 ? sales : sales[key])));
  export const change = asset(
    { partitionsDef: days, ins: { before: new AssetIn(sales, { partitionMapping: new TimeWindowPartitionMapping({ startOffset: -1, endOffset: -1 }) }) } },
    ({ before }) => before,
  );
  export const week = asset(
    { partitionsDef: new WeeklyPartitionsDefinition({ startDate: '2023-12-31', endDate: '2024-01-14' }), ins: { sales } },
    ({ sales }) => Object.keys(sales).length,
  );
  export const total = asset({ ins: { sales } }, ({ sales }) => Object.keys(sales).length);`,
  `const cities = new DynamicPartitionsDefinition({ name: 'cities' });
  export const weather = asset({ partitionsDef: cities }, (_, { partitionKey }) => partitionKey + ': sun');`,
  `const grid = new MultiPartitionsDefinition({ size: new StaticPartitionsDefinition(['s', 'l']), color: new StaticPartitionsDefinition(['red', 'blue']) });
  export const shirts = asset({ partitionsDef: grid }, (_, context) => context.partitionKey);`,
  `const pack = op({ name: 'pack' }, (_, context) => context.partitionKey);
  export const packing = job({ partitionsDef: days }, () => { pack(); });`,
);

async function opened() {
  const { instance } = await openHome();
  await instance.createNotebook({ id: 'shop', source: shop });
  expect((await instance.loadLocation('shop')).errors).toEqual([]);
  const run = (selection: string, partition?: string, more: Partial<LaunchRequest> = {}) =>
    launched(instance, {
      location: 'shop',
      selection: `key:${selection}`,
      ...(partition && { partition }),
      ...more,
    });
  return { instance, run };
}

/** Partition → value, of the newest materializations. */
async function values(instance: Instance, key: string): Promise<Record<string, unknown>> {
  const found: Record<string, unknown> = {};
  for (const { data } of [...(await instance.materializations(key))].reverse())
    found[data.partition ?? ''] = data.value && decodeValue((await instance.value(data.value))!);
  return found;
}

test('one partition: its value, its tag, its time window', async () => {
  const { instance, run } = await opened();
  const { status, tags, plan } = await run('sales', '2024-01-03');
  expect(status).toBe('SUCCESS');
  expect(tags).toEqual({ 'dagster/partition': '2024-01-03' });
  expect(plan.steps[0]!.partitions).toEqual({
    keys: ['2024-01-03'],
    timeWindow: { start: Date.UTC(2024, 0, 3), end: Date.UTC(2024, 0, 4) },
  });
  expect(await values(instance, 'sales')).toEqual({ '2024-01-03': 3 });
});

test('a range and a list make each partition, and downstream reads its own', async () => {
  const { instance, run } = await opened();
  const range = await run('sales', '2024-01-02...2024-01-04');
  expect(range.tags).toEqual({
    'dagster/asset_partition_range_start': '2024-01-02',
    'dagster/asset_partition_range_end': '2024-01-04',
  });
  const list = await run('doubled', '2024-01-04,2024-01-02');
  expect(list.tags).toEqual({ 'dagster/partition': '2024-01-02,2024-01-04' });
  expect(await values(instance, 'sales')).toEqual({ '2024-01-02': 2, '2024-01-03': 3, '2024-01-04': 4 });
  expect(await values(instance, 'doubled')).toEqual({ '2024-01-02': 4, '2024-01-04': 8 });
  expect(await instance.partitions('doubled')).toEqual({
    total: 13,
    counts: { materialized: 2, failed: 0, inProgress: 0, stale: 0, missing: 11 },
    materialized: '2024-01-02,2024-01-04',
    failed: '',
    inProgress: '',
    stale: '',
    missing: '2024-01-01,2024-01-03,[2024-01-05...2024-01-13]',
  });
});

test('what a partition reads follows the mapping', async () => {
  const { instance, run } = await opened();
  await run('sales', '2024-01-01...2024-01-13');
  expect((await run('change', '2024-01-05')).status).toBe('SUCCESS');
  expect(await values(instance, 'change')).toEqual({ '2024-01-05': 4 });
  expect((await run('total')).status).toBe('SUCCESS');
  expect(await values(instance, 'total')).toEqual({ '': 13 });
  expect((await run('week', '2024-01-07')).status).toBe('SUCCESS');
  expect(await values(instance, 'week')).toEqual({ '2024-01-07': 7 });
});

describe('what cannot be launched is told', () => {
  test.each([
    ['no partition', 'sales', undefined, 'InvalidPartitions', /needs a partition/],
    [
      'a partition of what has none',
      'total',
      '2024-01-01',
      'InvalidPartitions',
      /nothing in this run is partitioned/,
    ],
    ['a partition that does not exist', 'sales', '2024-02-01', 'UnknownPartition', /2024-02-01/],
    ['an upstream partition that does not exist', 'week', '2023-12-31', 'UnknownPartition', /sales/],
    ['different partitions', 'sales or key:week', '2024-01-01', 'InvalidPartitions', /different partitions/],
  ])('%s', async (_, selection, partition, name, message) => {
    const { instance, run } = await opened();
    await expect(run(selection, partition)).rejects.toMatchObject({
      name,
      message: expect.stringMatching(message),
    });
    expect(await instance.listRuns()).toEqual([]);
  });
});

test('dynamic partitions are added and deleted', async () => {
  const { instance, run } = await opened();
  await expect(run('weather', 'seoul')).rejects.toMatchObject({ name: 'UnknownPartition' });
  await instance.addDynamicPartitions('cities', ['seoul', 'busan']);
  expect((await run('weather', 'seoul')).status).toBe('SUCCESS');
  expect(await instance.partitions('weather')).toMatchObject({ materialized: 'seoul', missing: 'busan' });
  await instance.deleteDynamicPartitions('cities', ['seoul']);
  expect(await instance.partitions('weather')).toMatchObject({
    total: 1,
    materialized: '',
    missing: 'busan',
  });
  await expect(instance.addDynamicPartitions('cities', ['a...b'])).rejects.toMatchObject({
    name: 'InvalidPartition',
  });
});

test('several dimensions have a tag each', async () => {
  const { run } = await opened();
  const { tags, status, plan } = await run('shirts', 'red|s');
  expect(status).toBe('SUCCESS');
  expect(tags).toEqual({
    'dagster/partition': 'red|s',
    'dagster/partition/color': 'red',
    'dagster/partition/size': 's',
  });
  expect(plan.steps[0]!.partitions?.dimensions).toEqual({ color: 'red', size: 's' });
});

test('a partitioned job of ops is told its partition', async () => {
  const { instance } = await opened();
  const { runId } = await instance.launchRun({
    location: 'shop',
    jobName: 'packing',
    partition: '2024-01-02',
  });
  const run = await ended(instance, runId);
  expect(run).toMatchObject({ status: 'SUCCESS', tags: { 'dagster/partition': '2024-01-02' } });
  await expect(instance.launchRun({ location: 'shop', jobName: 'packing' })).rejects.toMatchObject({
    name: 'InvalidPartitions',
  });
});

test('a partition goes stale with its upstream partition, and is told as failed when it failed', async () => {
  const { instance, run } = await opened();
  await run('sales', '2024-01-01...2024-01-03');
  await run('doubled', '2024-01-01...2024-01-03');
  await instance.reportAsset({
    assetKey: 'sales',
    event: 'materialization',
    partition: '2024-01-02',
    dataVersion: 'other',
  });
  expect(await instance.partitions('doubled')).toMatchObject({
    stale: '2024-01-02',
    materialized: '[2024-01-01...2024-01-03]',
  });
  await run('doubled', '2024-01-09');
  expect(await instance.partitions('doubled')).toMatchObject({ failed: '2024-01-09', counts: { failed: 1 } });
  const eventsOf = async (key: string, partition: string) =>
    (await instance.partitionEvents(key, partition)).map(({ type, runId }) => [type, runId === '']);
  expect(await eventsOf('sales', '2024-01-02')).toEqual([
    ['ASSET_MATERIALIZATION', true],
    ['ASSET_MATERIALIZATION', false],
  ]);
  expect(await eventsOf('doubled', '2024-01-09')).toEqual([['ASSET_FAILED_TO_MATERIALIZE', false]]);
  await instance.wipeAsset('doubled', '2024-01-02...2024-01-03');
  expect(await instance.partitions('doubled')).toMatchObject({ stale: '', materialized: '2024-01-01' });
});
