import { asset, defineAssetJob, StaticPartitionsDefinition } from 'dagbook';
import { ephemeralInstance } from 'dagbook/testing';
import { expect, test } from 'vitest';

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
