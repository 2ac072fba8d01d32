import { expect } from 'vitest';
import type { Change, Run, Storage } from '$lib/storage/storage';
import type { Contract, Place } from '../contract';
import { at, opened, run, said } from './samples';

export const runsContract: Contract<Place<Storage>> = {
  async 'creates a run once, with its first events'(place) {
    const storage = await place.open();
    await storage.createRun(run('r1'), [{ ...at('r1', 1), type: 'RUN_ENQUEUED' }]);
    await storage.createRun(run('r1'), [{ ...at('r1', 1), type: 'RUN_ENQUEUED' }]);
    expect(await storage.getRun('r1')).toEqual({ ...run('r1'), status: 'QUEUED' });
    expect(await storage.runEvents('r1')).toHaveLength(1);
    await expect(storage.createRun(run('r2'), [said('other', 'x')])).rejects.toThrow();
    expect(await storage.getRun('r2')).toBeUndefined();
  },

  async 'folds events into the status of their run'(place) {
    const storage = await opened(place, 'r1', 'r2');
    await storage.append([
      { ...at('r1', 10), type: 'RUN_STARTING' },
      { ...at('r2', 11), type: 'RUN_CANCELED' },
      { ...at('r1', 12), type: 'RUN_START' },
    ]);
    expect(await storage.getRun('r1')).toMatchObject({ status: 'STARTED', startedAt: 12 });
    await Promise.all([
      storage.append([{ ...at('r1', 20), type: 'RUN_SUCCESS' }]),
      storage.append([{ ...at('r1', 30), type: 'RUN_CANCELED' }]),
    ]);
    expect(await storage.getRun('r1')).toMatchObject({ status: 'SUCCESS', startedAt: 12, endedAt: 20 });
    expect(await storage.getRun('r2')).toMatchObject({ status: 'CANCELED', endedAt: 11 });
  },

  async 'lists runs newest first, by status, by location and page by page'(place) {
    const storage = await place.open();
    for (const [id, createdAt] of [
      ['a', 1],
      ['b', 3],
      ['c', 3],
      ['d', 2],
    ] as const)
      await storage.createRun(run(id, { createdAt, location: id === 'd' ? 'hall' : 'kitchen' }), []);
    await storage.append([{ ...at('b', 5), type: 'RUN_START' }]);
    const ids = async (...[filter]: Parameters<Storage['listRuns']>) =>
      (await storage.listRuns(filter)).map((found) => found.id);
    expect(await ids()).toEqual(['c', 'b', 'd', 'a']);
    expect(await ids({ statuses: ['STARTED'] })).toEqual(['b']);
    expect(await ids({ statuses: [] })).toEqual([]);
    expect(await ids({ location: 'hall' })).toEqual(['d']);
    expect(await ids({ limit: 2 })).toEqual(['c', 'b']);
    expect(await ids({ limit: 2, before: 'b' })).toEqual(['d', 'a']);
  },

  async 'finds runs by job, by all of their tags, and with those that execute them again'(place) {
    const storage = await place.open();
    const bake = { jobName: 'bake', tags: { shop: 'a', day: '1' } };
    await storage.createRun(run('r1', { createdAt: 1, ...bake }), []);
    await storage.createRun(
      run('r2', { createdAt: 2, ...bake, tags: { shop: 'a', day: '2' }, parentRunId: 'r1', rootRunId: 'r1' }),
      [],
    );
    await storage.createRun(run('r3', { createdAt: 3, parentRunId: 'r2', rootRunId: 'r1' }), []);
    const ids = async (...[filter]: Parameters<Storage['listRuns']>) =>
      (await storage.listRuns(filter)).map((found) => found.id);
    expect(await ids({ jobName: 'bake' })).toEqual(['r2', 'r1']);
    expect(await ids({ tags: { shop: 'a' } })).toEqual(['r2', 'r1']);
    expect(await ids({ tags: { shop: 'a', day: '2' } })).toEqual(['r2']);
    expect(await ids({ tags: { shop: 'a', day: '3' } })).toEqual([]);
    expect(await ids({ rootRunId: 'r1' })).toEqual(['r3', 'r2', 'r1']);
    expect(await storage.getRun('r3')).toMatchObject({ parentRunId: 'r2', rootRunId: 'r1' });
    await storage.deleteRun('r2');
    expect(await ids({ tags: { shop: 'a' } })).toEqual(['r1']);
  },

  async 'finds the newest run of each of many jobs, which have their names in a location only'(place) {
    const storage = await place.open();
    const runs = [
      run('new', { jobName: 'bake', createdAt: 3 }),
      run('old', { jobName: 'bake', createdAt: 1 }),
      run('there', { jobName: 'bake', location: 'hall', createdAt: 5 }),
      run('other', { jobName: 'eat', createdAt: 2 }),
    ];
    for (const each of runs) await storage.createRun(each, []);
    const asked = ['bake', 'eat', 'rest'].map((name) => ({ location: 'kitchen', name }));
    const found = await storage.newestRuns(asked);
    expect(found.map(({ id }) => id).toSorted()).toEqual(['new', 'other']);
    expect(found).toEqual(await storage.runSummaries({ ids: found.map(({ id }) => id) }));
    expect(await storage.newestRuns([])).toEqual([]);
  },

  async 'gives a run more tags, and tells of it as of a run that is there'(place) {
    const storage = await place.open();
    await storage.createRun(run('r1', { tags: { shop: 'a', day: '1' } }), [
      { ...at('r1', 1), type: 'RUN_ENQUEUED' },
    ]);
    const heard: Change[] = [];
    storage.subscribe((changes) => heard.push(...changes));
    await storage.addRunTags('r1', { day: '2', note: 'x' });
    expect((await storage.getRun('r1'))!.tags).toEqual({ shop: 'a', day: '2', note: 'x' });
    expect(await storage.listRuns({ tags: { day: '1' } })).toEqual([]);
    expect(await storage.listRuns({ tags: { day: '2', shop: 'a' } })).toHaveLength(1);
    expect(heard).toEqual([{ topic: 'run', runId: 'r1', lastEventId: await storage.lastEventId() }]);
    await expect(storage.addRunTags('gone', { a: 'b' })).rejects.toMatchObject({ name: 'RunNotFound' });
  },

  async 'finds runs by asset, time, the end of their id and who launched them'(place) {
    const storage = await place.open();
    const planned = (id: string, assetKey: string) =>
      ({ ...at(id, 1), type: 'ASSET_MATERIALIZATION_PLANNED', stepKey: assetKey, assetKey }) as const;
    const launches = [
      run('r-11', { createdAt: 10, tags: { 'dagster/schedule_name': 'daily' } }),
      run('r-12', { createdAt: 20, tags: { 'dagster/sensor_name': 'watch', 'dagster/backfill': 'b' } }),
      run('r-23', { createdAt: 30 }),
    ];
    for (const each of launches) await storage.createRun(each, [planned(each.id, `cake${each.createdAt}`)]);
    await storage.append([
      { ...at('r-11', 15), type: 'RUN_CANCELED' },
      { ...at('', 16), type: 'ASSET_WIPED', assetKey: 'cake10', data: {} },
    ]);
    const ids = async (...[filter]: Parameters<Storage['runSummaries']>) =>
      (await storage.runSummaries(filter)).map(({ id }) => id);
    expect(await ids({ assetKey: 'cake10' })).toEqual(['r-11']);
    expect(await ids({ ids: ['r-11', 'r-23', 'none'] })).toEqual(['r-23', 'r-11']);
    expect(await ids({ idEnd: '3' })).toEqual(['r-23']);
    expect(await ids({ createdFrom: 20, createdBefore: 30 })).toEqual(['r-12']);
    expect(await ids({ during: { from: 15, to: 30 } })).toEqual(['r-12']);
    expect(await ids({ during: { from: 14, to: 21 } })).toEqual(['r-12', 'r-11']);
    expect(await ids({ launchedBy: { type: 'schedule' } })).toEqual(['r-11']);
    expect(await ids({ launchedBy: { type: 'schedule', name: 'weekly' } })).toEqual([]);
    expect(await ids({ launchedBy: { type: 'backfill', name: 'b' } })).toEqual(['r-12']);
    expect(await ids({ launchedBy: { type: 'person' } })).toEqual(['r-23']);
    expect(await storage.runTags(1)).toEqual([
      ['by', 'hand'],
      ['dagster/backfill', 'b'],
      ['dagster/schedule_name', 'daily'],
      ['dagster/sensor_name', 'watch'],
    ]);
  },

  async 'sums a run up without its plan'(place) {
    const storage = await place.open();
    const steps = ['a', 'b', 'c'].map((key) => ({
      key, outputs: [{ name: 'result', assetKey: key }], deps: [], priority: 0,
    })); // prettier-ignore
    const plan = { steps, executor: { type: 'in_process' } } as unknown as Run['plan'];
    await storage.createRun(run('r', { plan }), []);
    const [summary] = await storage.runSummaries();
    expect(summary).toEqual({
      id: 'r',
      jobName: '__ASSET_JOB',
      location: 'kitchen',
      tags: { by: 'hand' },
      createdAt: 1_000,
      status: 'NOT_STARTED',
      outline: { steps: 3, assets: 3, firstAssets: ['a', 'b'] },
    });
  },
};
