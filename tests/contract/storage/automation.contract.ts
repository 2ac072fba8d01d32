import { expect } from 'vitest';
import type { Backfill, Tick } from '$lib/storage/automation-storage';
import type { Change, Storage } from '$lib/storage/storage';
import type { Contract, Place } from '../contract';
import { at, notebook, observed, run } from './samples';

const tick = (id: string, timestamp: number, more: Partial<Tick> = {}): Tick => ({
  id,
  location: 'kitchen',
  name: 'daily',
  type: 'schedule',
  timestamp,
  status: 'SUCCESS',
  startedAt: timestamp,
  runIds: [],
  knownRunKeys: [],
  failureCount: 0,
  dynamicPartitionsRequests: [],
  logs: [],
  ...more,
});

const backfill = (id: string, createdAt: number, more: Partial<Backfill> = {}): Backfill => ({
  id,
  status: 'REQUESTED',
  isPaused: false,
  tags: {},
  createdAt,
  target: { assets: ['a'] },
  progress: {},
  ...more,
});

const enqueued = (id: string) => ({ ...at(id, 1), type: 'RUN_ENQUEUED' as const });

export const automationContract: Contract<Place<Storage>> = {
  async 'keeps what came of a tick in one transaction'(place) {
    const storage = await place.open();
    const heard: Change[] = [];
    storage.subscribe((changes) => heard.push(...changes));
    const state = { location: 'kitchen', name: 'watch', type: 'sensor' } as const;
    await storage.putInstigator({ ...state, status: 'RUNNING', runningSince: 3 });
    heard.length = 0;
    const add = { type: 'add', partitionsDefName: 'cities', partitionKeys: ['seoul'] } as const;
    const done = tick('t1', 10, { ...state, runIds: ['r1'], dynamicPartitionsRequests: [add] });
    await storage.commitTick({
      tick: done,
      progress: { cursor: '7' },
      runs: [{ run: run('r1'), events: [enqueued('r1')] }],
      events: [observed('a', 'v1')],
    });
    expect(await storage.getTick('t1')).toEqual(done);
    expect(await storage.instigators()).toEqual([
      { ...state, status: 'RUNNING', runningSince: 3, cursor: '7' },
    ]);
    expect(await storage.getRun('r1')).toMatchObject({ status: 'QUEUED' });
    expect(await storage.dynamicPartitions('cities')).toEqual(['seoul']);
    expect((await storage.latestObservations(['a'])).size).toBe(1);
    expect(new Set(heard.map(({ topic }) => topic))).toEqual(new Set(['partitions', 'run', 'asset', 'tick']));

    const broken = { run: run('r2'), events: [enqueued('nobody')] };
    await expect(storage.commitTick({ tick: tick('t2', 20), runs: [broken] })).rejects.toThrow('nobody');
    expect(await storage.getTick('t2')).toBeUndefined();
    expect(await storage.getRun('r2')).toBeUndefined();
  },

  async 'does nothing twice when a tick is stored again'(place) {
    const storage = await place.open();
    const runs = [{ run: run('r1'), events: [enqueued('r1')] }];
    await storage.commitTick({ tick: tick('t1', 10), runs });
    await storage.append([{ ...at('r1', 2), type: 'RUN_START' }]);
    await storage.commitTick({ tick: tick('t1', 10, { skipReason: 'again' }), runs });
    expect(await storage.ticks()).toEqual([tick('t1', 10, { skipReason: 'again' })]);
    expect(await storage.getRun('r1')).toMatchObject({ status: 'STARTED' });
    expect(await storage.runEvents('r1')).toHaveLength(2);
  },

  async 'does not change partitions for a tick that failed'(place) {
    const storage = await place.open();
    const add = { type: 'add', partitionsDefName: 'cities', partitionKeys: ['seoul'] } as const;
    await storage.commitTick({ tick: tick('t', 1, { status: 'FAILURE', dynamicPartitionsRequests: [add] }) });
    expect(await storage.dynamicPartitions('cities')).toEqual([]);
  },

  async 'finds ticks by whose they are, status and time'(place) {
    const storage = await place.open();
    for (const each of [
      tick('a', 10),
      tick('b', 20, { status: 'SKIPPED' }),
      tick('c', 30),
      tick('d', 40, { name: 'watch', type: 'sensor' }),
      tick('e', 50, { location: 'hall' }),
    ])
      await storage.commitTick({ tick: each });
    const ids = async (...[filter]: Parameters<Storage['ticks']>) =>
      (await storage.ticks(filter)).map(({ id }) => id);
    expect(await ids()).toEqual(['e', 'd', 'c', 'b', 'a']);
    expect(await ids({ location: 'kitchen', name: 'daily' })).toEqual(['c', 'b', 'a']);
    expect(await ids({ type: 'sensor' })).toEqual(['d']);
    expect(await ids({ statuses: ['SKIPPED'] })).toEqual(['b']);
    expect(await ids({ before: 30, from: 20 })).toEqual(['b']);
    expect(await ids({ limit: 2 })).toEqual(['e', 'd']);
  },

  async 'knows the runs of run keys, each sensor for itself'(place) {
    const storage = await place.open();
    const keyed = (id: string, key: string, sensor: string, location = 'kitchen') =>
      storage.createRun(
        run(id, { location, tags: { 'dagster/run_key': key, 'dagster/sensor_name': sensor } }),
        [],
      );
    await keyed('r1', 'k1', 'watch');
    await keyed('r2', 'k2', 'other');
    await keyed('r3', 'k3', 'watch', 'hall');
    const found = await storage.runsByKey('kitchen', { 'dagster/sensor_name': 'watch' }, [
      'k1',
      'k2',
      'k3',
      'k4',
    ]);
    expect([...found]).toEqual([['k1', 'r1']]);
  },

  async 'keeps evaluations of assets and of their checks apart'(place) {
    const storage = await place.open();
    const evaluation = (evaluationId: number, assetKey: string, check?: string) => ({
      evaluationId,
      assetKey,
      ...(check !== undefined && { check }),
      location: 'kitchen',
      instigator: 'default_automation_condition_sensor',
      timestamp: evaluationId * 10,
      requested: 1,
      runIds: ['r1'],
      tree: { label: 'eager', children: [] },
    });
    const evaluations = [evaluation(1, 'a'), evaluation(2, 'a'), evaluation(2, 'a', 'c'), evaluation(2, 'b')];
    await storage.commitTick({ tick: tick('t', 1, { type: 'automation' }), evaluations });
    const ids = async (...[key, filter]: Parameters<Storage['evaluations']>) =>
      (await storage.evaluations(key, filter)).map(({ evaluationId }) => evaluationId);
    expect(await ids('a')).toEqual([2, 1]);
    expect(await ids('a', { before: 2 })).toEqual([1]);
    expect(await ids('a', { check: 'c' })).toEqual([2]);
    expect(await storage.evaluationsAt(2)).toEqual(evaluations.slice(1));
  },

  async 'launches the runs of a backfill with its progress, newest backfill first'(place) {
    const storage = await place.open();
    await storage.createBackfill(backfill('b1', 1));
    await storage.createBackfill(backfill('b2', 2, { status: 'COMPLETED_SUCCESS' }));
    await storage.createBackfill(backfill('b2', 3));
    const progress = { requested: '2024-01-01' };
    const launch = [{ run: run('r1'), events: [enqueued('r1')] }];
    expect(await storage.updateBackfill('b1', () => undefined, launch)).toBeUndefined();
    expect(await storage.getRun('r1')).toBeUndefined();
    await storage.updateBackfill('b1', (stored) => ({ ...stored, progress }), launch);
    expect(await storage.getBackfill('b1')).toEqual(backfill('b1', 1, { progress }));
    expect(await storage.getRun('r1')).toMatchObject({ status: 'QUEUED' });
    const ids = async (...[filter]: Parameters<Storage['listBackfills']>) =>
      (await storage.listBackfills(filter)).map(({ id }) => id);
    expect(await ids()).toEqual(['b2', 'b1']);
    expect(await ids({ statuses: ['REQUESTED'] })).toEqual(['b1']);
    expect(await ids({ before: 'b2' })).toEqual(['b1']);
    const job = { location: 'kitchen', jobName: 'bake' };
    await storage.createBackfill(backfill('b3', 4, { target: { type: 'job', ...job } }));
    expect(await ids({ job })).toEqual(['b3']);
    expect(await ids({ job: { ...job, location: 'cellar' } })).toEqual([]);
  },

  async 'keeps the newest heartbeat of each daemon'(place) {
    const storage = await place.open();
    const errors = [{ name: 'Error', message: 'no' }];
    await storage.beat([{ daemon: 'SENSOR', timestamp: 1, errors: [] }]);
    await storage.beat([
      { daemon: 'SENSOR', timestamp: 2, errors },
      { daemon: 'SCHEDULER', timestamp: 2, errors: [] },
    ]);
    expect(await storage.heartbeats()).toEqual([
      { daemon: 'SCHEDULER', timestamp: 2, errors: [] },
      { daemon: 'SENSOR', timestamp: 2, errors },
    ]);
  },

  async 'leaves out the location of a deleted notebook, and says so'(place) {
    const storage = await place.open();
    await storage.saveNotebook(notebook(1, 'x'));
    const snapshot = { assets: [], checks: [], steps: [], jobs: [], resources: [], schedules: [], sensors: [], errors: [] }; // prettier-ignore
    await storage.putLocation({ name: 'n1', bundle: 'b', snapshot, loadedAt: 1 });
    expect(await storage.locations()).toHaveLength(1);
    const heard: Change[] = [];
    storage.subscribe((changes) => heard.push(...changes));
    await storage.saveNotebook(notebook(2, 'x', { deletedAt: 5 }));
    expect(await storage.locations()).toEqual([]);
    await storage.saveNotebook(notebook(3, 'x'));
    expect(await storage.locations()).toHaveLength(1);
    expect(heard.filter(({ topic }) => topic === 'location')).toHaveLength(2);
  },
};
