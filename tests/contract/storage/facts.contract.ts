import { expect } from 'vitest';
import type { NewEvent } from '$lib/events/event';
import type { AssetRecordsFilter } from '$lib/storage/facts-storage';
import type { Run, Storage } from '$lib/storage/storage';
import type { Contract, Place } from '../contract';
import { at, evaluated, materialized, observed, run, wiped } from './samples';

const all = Number.MAX_SAFE_INTEGER;

const planned = (runId: string, assetKey: string, partitions?: readonly string[]): NewEvent => ({
  ...at(runId, 5),
  type: 'ASSET_MATERIALIZATION_PLANNED',
  stepKey: assetKey,
  assetKey,
  data: { ...(partitions && { partitions }) },
});

const failed = (runId: string): NewEvent => ({
  ...at(runId, 9),
  type: 'RUN_FAILURE',
  data: { reason: 'STEP_FAILURE', failedSteps: [] },
});

/** What automation conditions look at. */
export const factsContract: Contract<Place<Storage>> = {
  async 'the newest update of each asset, partition and check is found, up to an event'(place) {
    const storage = await place.open();
    await storage.createRun(run('r1'), []);
    await storage.append([
      materialized('r1', 'a', 'one'),
      materialized('r1', 'p', 'x1', 'x'),
      observed('a', 'seen'),
    ]);
    const upTo = await storage.lastEventId();
    await storage.append([
      materialized('r1', 'a', 'two'),
      materialized('r1', 'p', 'x2', 'x'),
      materialized('r1', 'p', 'y1', 'y'),
      evaluated('r1', 'a', 'ok', true),
      evaluated('r1', 'a', 'ok', false),
    ]);
    const versions = async (id: number) =>
      (await storage.latestUpdates(['a', 'none'], id))
        .map(({ type, dataVersion }) => [type, dataVersion])
        .sort();
    expect(await versions(upTo)).toEqual([
      ['ASSET_MATERIALIZATION', 'one'],
      ['ASSET_OBSERVATION', 'seen'],
    ]);
    expect(await versions(all)).toEqual([
      ['ASSET_MATERIALIZATION', 'two'],
      ['ASSET_OBSERVATION', 'seen'],
    ]);
    const partitions = async (id: number) =>
      (await storage.latestPartitionUpdates('p', id))
        .map(({ partition, dataVersion }) => [partition, dataVersion])
        .sort();
    expect(await partitions(upTo)).toEqual([['x', 'x1']]);
    expect(await partitions(all)).toEqual([
      ['x', 'x2'],
      ['y', 'y1'],
    ]);
    expect(await storage.latestCheckResults(['a'], all)).toMatchObject([
      { check: 'ok', passed: false, runId: 'r1' },
    ]);
    await storage.append([{ ...at('', 9), type: 'ASSET_WIPED', assetKey: 'a', data: {} }]);
    expect(await storage.latestUpdates(['a'], all)).toEqual([]);
    await storage.close();
  },

  async 'records of an asset are found by their place, time, partition and maker'(place) {
    const storage = await place.open();
    await storage.createRun(run('r1', { location: 'one' }), []);
    await storage.createRun(run('r2', { location: 'two' }), []);
    await storage.append([
      materialized('r1', 'p', 'v1', 'x'),
      materialized('r2', 'p', 'v2', 'y'),
      materialized('', 'p', 'v3', 'z'),
      observed('p', 'seen'),
    ]);
    const about = { type: 'ASSET_MATERIALIZATION', assetKey: 'p', limit: 10 } as const;
    const versions = async (filter: Partial<AssetRecordsFilter> = {}) =>
      (await storage.assetRecords({ ...about, ...filter })).map(({ data }) => data.dataVersion).join();
    expect(await versions()).toBe('v3,v2,v1');
    expect(await versions({ ascending: true, limit: 2 })).toBe('v1,v2');
    expect(await versions({ partitions: ['x', 'z'] })).toBe('v3,v1');
    expect(await versions({ type: 'ASSET_OBSERVATION' })).toBe('seen');
    const one = { location: 'one', withReports: false };
    expect(await versions({ madeBy: one })).toBe('v1');
    expect(await versions({ madeBy: { ...one, withReports: true } })).toBe('v3,v1');
    expect(await storage.materializedPartitions('p')).toEqual(['x', 'y', 'z']);
    expect(await storage.materializedPartitions('p', one)).toEqual(['x']);
    await storage.append([wiped('p', ['y'])]);
    expect(await versions({ after: 0, before: all, from: 0, until: all })).toBe('v3,v1');
    await storage.close();
  },

  async 'the work of unfinished runs is told, and what of it is done'(place) {
    const storage = await place.open();
    await storage.createRun(run('r1'), [planned('r1', 'a'), planned('r1', 'p', ['x', 'y'])]);
    await storage.createRun(run('r2', { tags: { nightly: 'yes' } }), [planned('r2', 'a')]);
    await storage.append([materialized('r1', 'p', 'x1', 'x'), failed('r2')]);
    expect(await storage.unfinishedWork()).toMatchObject([
      { runId: 'r1', assetKey: 'a' },
      { runId: 'r1', assetKey: 'p', partitions: ['x', 'y'] },
      { runId: 'r1', assetKey: 'p', partitions: ['x'], isDone: true },
    ]);
    expect(await storage.workOf(['r2'])).toMatchObject([{ runId: 'r2', assetKey: 'a', status: 'FAILURE' }]);
    expect(await storage.tagsOf(['r2', 'gone'])).toEqual(new Map([['r2', { nightly: 'yes' }]]));
    const [last] = await storage.lastPlans('a');
    expect(last).toMatchObject({ runId: 'r2', failureId: expect.any(Number) });
    expect((await storage.lastPlans('p')).map(({ partitions }) => partitions)).toEqual([['x'], ['y']]);
    await storage.close();
  },

  async 'the newest run of each partition of a job is found, and of each range; what was canceled does not count'(
    place,
  ) {
    const storage = await place.open();
    const add = (id: string, createdAt: number, tags: Run['tags'], more: Partial<Run> = {}) =>
      storage.createRun(run(id, { jobName: 'bake', createdAt, tags, ...more }), []);
    const one = (key: string) => ({ 'dagster/partition': key });
    const range = { 'dagster/asset_partition_range_start': 'a', 'dagster/asset_partition_range_end': 'c' };
    await add('a1', 1, one('a'));
    await add('range', 2, range);
    await add('a2', 3, one('a'));
    await add('b1', 4, one('b'));
    await add('b2', 5, one('b'));
    await add('other job', 6, one('b'), { jobName: 'eat' });
    await add('other place', 7, one('b'), { location: 'hall' });
    await add('whole', 8, {});
    await storage.append([
      failed('a2'),
      { ...at('b1', 9), type: 'RUN_SUCCESS' },
      { ...at('b2', 9), type: 'RUN_CANCELED' },
    ]);
    expect(await storage.partitionRuns({ location: 'kitchen', jobName: 'bake' })).toEqual([
      { runId: 'b1', status: 'SUCCESS', partition: 'b' },
      { runId: 'a2', status: 'FAILURE', partition: 'a' },
      { runId: 'range', status: 'NOT_STARTED', range: ['a', 'c'] },
    ]);
  },
};
