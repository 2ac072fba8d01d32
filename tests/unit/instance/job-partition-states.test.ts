import { job, op, StaticPartitionsDefinition } from 'dagbook';
import { ephemeralInstance } from 'dagbook/testing';
import { describe, expect, onTestFinished, test } from 'vitest';
import { keySpace } from '$lib/definitions/partitions/key-space';
import { newestRuns, standingOf } from '$lib/instance/job-partitions';
import type { PartitionRun } from '$lib/storage/facts-storage';

describe('a partition of a job stands as the newest run of it does', () => {
  const space = keySpace(
    { type: 'static', keys: ['a', 'b', 'c', 'd'] },
    { now: 0, dynamicPartitions: () => [] },
  );
  const run = (status: PartitionRun['status'], of: string | readonly [string, string]): PartitionRun => ({
    runId: status,
    status,
    ...(typeof of === 'string' ? { partition: of } : { range: of }),
  });

  test.each<[string, readonly PartitionRun[], Partial<ReturnType<typeof standingOf>>]>([
    ['none', [], { missing: '[a...d]' }],
    ['one', [run('SUCCESS', 'b')], { materialized: 'b', missing: 'a,[c...d]' }],
    ['the newer', [run('FAILURE', 'b'), run('SUCCESS', 'b')], { failed: 'b', materialized: '' }],
    ['queued', [run('QUEUED', 'a'), run('SUCCESS', 'a')], { inProgress: 'a', materialized: '' }],
    [
      'a range below one',
      [run('FAILURE', 'b'), run('SUCCESS', ['a', 'c'])],
      { failed: 'b', materialized: 'a,c' },
    ],
    [
      'a range above one',
      [run('SUCCESS', ['a', 'c']), run('FAILURE', 'b')],
      { failed: '', materialized: '[a...c]' },
    ],
    ['a list', [run('STARTED', 'a,[c...d]')], { inProgress: 'a,[c...d]', missing: 'b' }],
    ['keys that are gone', [run('SUCCESS', 'x'), run('SUCCESS', ['a', 'x'])], { missing: '[a...d]' }],
  ])('%s', (_, runs, expected) => {
    expect(standingOf(space, newestRuns(space, runs))).toMatchObject({ total: 4, ...expected });
  });
});

test('the partitions of a job of ops, and the runs by which they stand', async () => {
  const instance = ephemeralInstance();
  onTestFinished(() => instance.close());
  const flaky = op({ name: 'flaky' }, (_, { partitionKey }) => {
    if (partitionKey === 'b') throw new Error('not b');
  });
  const partitionsDef = new StaticPartitionsDefinition(['a', 'b', 'c']);
  await instance.load({ bake: job({ partitionsDef }, () => void flaky()), plain: job(() => void flaky()) });
  const bake = { location: 'definitions', name: 'bake' };
  for (const partition of ['a', 'b'])
    await instance.launchRun({ location: 'definitions', jobName: 'bake', partition });
  await instance.advance(0);
  expect(await instance.jobPartitions(bake)).toMatchObject({ materialized: 'a', failed: 'b', missing: 'c' });
  expect(await instance.jobPartitionRuns(bake, ['b', 'c', 'x'])).toEqual({
    b: { runId: expect.any(String), status: 'FAILURE', partition: 'b' },
  });
  expect(await instance.jobPartitions({ ...bake, name: 'plain' })).toBeUndefined();
});
