import {
  asset,
  BackfillPolicy,
  defineAssetJob,
  StaticPartitionsDefinition,
  type AssetDefinition,
} from 'dagbook';
import { ephemeralInstance } from 'dagbook/testing';
import { describe, expect, onTestFinished, test } from 'vitest';

test('a job of partitioned assets has their partitions, also where it names none', async () => {
  const instance = ephemeralInstance();
  const slice = asset(
    { partitionsDef: new StaticPartitionsDefinition(['a', 'b', 'c']) },
    (_, c) => c.partitionKey,
  );
  const plate = asset(() => 1);
  const everything = defineAssetJob({ selection: '*' });
  await instance.load({ slice, plate, everything });
  const { id } = await instance.launchBackfill({
    location: 'definitions',
    jobName: 'everything',
    partitions: 'a...b',
  });
  await instance.advance(60_000);
  expect(await instance.backfill(id)).toMatchObject({ status: 'COMPLETED_SUCCESS' });
  const runs = await instance.listRuns();
  expect(runs.map(({ jobName, tags }) => [jobName, tags['dagster/partition']]).sort()).toEqual([
    ['everything', 'a'],
    ['everything', 'b'],
  ]);
  await expect(instance.launchRun({ location: 'definitions', jobName: 'everything' })).rejects.toMatchObject({
    name: 'InvalidPartitions',
  });
  await instance.close();
});

describe('a backfill of a job of assets makes its runs by the policies of these', () => {
  const partitionsDef = new StaticPartitionsDefinition(['a', 'b', 'c', 'd', 'e']);
  const made = (backfillPolicy?: BackfillPolicy) =>
    asset({ partitionsDef, backfillPolicy }, (_, { partitionKeys }) =>
      Object.fromEntries(partitionKeys.map((key) => [key, key])),
    );
  const { singleRun, multiRun } = BackfillPolicy;

  test.each<[string, Record<string, AssetDefinition>, readonly string[]]>([
    ['a single run', { one: made(singleRun()), other: made(singleRun()) }, ['a...e']],
    ['so many partitions each', { one: made(multiRun({ maxPartitionsPerRun: 2 })) }, ['a...b', 'c...d', 'e']],
    ['the least of several', { one: made(singleRun()), other: made(multiRun(3)) }, ['a...c', 'd...e']],
    ['one partition each, where one says nothing', { one: made(singleRun()), other: made() }, ['a', 'b', 'c', 'd', 'e']],
    ['what has no partitions has no say', { one: made(singleRun()), loose: asset(() => 1) }, ['a...e']],
  ])('%s', async (_, assets, expected) => {
    const instance = ephemeralInstance();
    onTestFinished(() => instance.close());
    await instance.load({ ...assets, all: defineAssetJob({ selection: '*' }) });
    const { id } = await instance.launchBackfill({ location: 'definitions', jobName: 'all' });
    await instance.advance(0);
    expect((await instance.backfill(id))!.status).toBe('COMPLETED_SUCCESS');
    const runs = await instance.listRuns({ tags: { 'dagster/backfill': id } });
    const rangeOf = ({ tags }: (typeof runs)[0]) =>
      tags['dagster/partition'] ??
      `${tags['dagster/asset_partition_range_start']}...${tags['dagster/asset_partition_range_end']}`;
    expect(runs.map(rangeOf).sort()).toEqual(expected);
  }); // prettier-ignore
});
