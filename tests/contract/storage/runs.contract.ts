import { expect } from 'vitest';
import type { Storage } from '$lib/storage/storage';
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
};
