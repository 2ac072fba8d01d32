import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { systemTimers, type Timers } from '$lib/base/clock';
import { startDaemon } from '$lib/daemon/daemon-loop';
import { runCoordinator, type RunCoordinatorOptions } from '$lib/daemon/run-coordinator';
import type { EventType } from '$lib/events/event';
import { runCanceling, runStart, runStarting, runSuccess } from '$lib/events/run-event-makers';
import { launchEvents } from '$lib/plan/launch-events';
import { openNodeConnection } from '$lib/storage/sqlite/node-connection';
import { valueOf, type SqliteConnection } from '$lib/storage/sqlite/sqlite-connection';
import { SqliteStorage } from '$lib/storage/sqlite/sqlite-storage';
import type { Run, StoredRun } from '$lib/storage/storage';
import { planOf, step } from '../plan/random-plan';

const clock = { now: () => 1234 };
const at = (runId: string) => ({ runId, timestamp: 1 });
let connection: SqliteConnection;
let storage: SqliteStorage;
let daemons: { stop(): Promise<void> }[];
/** Runs the daemon launched, each with the means to end it. */
let launched: { run: StoredRun; end: () => void; crash: (error: Error) => void }[];
let errors: unknown[];

beforeEach(async () => {
  connection = openNodeConnection(':memory:');
  storage = new SqliteStorage(connection);
  await storage.putBundle({
    hash: 'here',
    title: '',
    cells: [],
    errors: [],
    attachments: {},
    codeVersions: {},
  });
  [daemons, launched, errors] = [[], [], []];
});
afterEach(async () => {
  for (const daemon of daemons) await daemon.stop();
  await storage.close();
});

const enqueue = (id: string, more: Partial<Run> = {}) => {
  const run: Run = {
    id,
    jobName: 'job',
    location: 'cake',
    bundle: 'here',
    plan: planOf([step('a')]),
    tags: {},
    createdAt: 0,
    ...more,
  };
  return storage.createRun(run, launchEvents(run, 0));
};

const launch: RunCoordinatorOptions['launch'] = async (run) => {
  await storage.append([runStarting(at(run.id), 'job'), runStart(at(run.id), 'job')]);
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  launched.push({ run, end: resolve, crash: reject });
  await promise;
  await storage.append([runSuccess(at(run.id), 'job')]);
};

const onError = (error: unknown) => errors.push(error);

const start = (more: Partial<RunCoordinatorOptions> = {}, timers: Timers = systemTimers) => {
  const parts = [runCoordinator({ storage, launch, clock, ...more })];
  daemons.push(startDaemon({ parts, storage, clock, timers, onError }));
};

/** Lets the database grow no more and writes until not even a line fits; answers how to give it space again. */
async function fillUp(): Promise<() => void> {
  connection.exec(`pragma max_page_count = ${Number(valueOf(connection, 'pragma page_count'))}`);
  const line = (message: string) =>
    storage.append([{ ...at('r1'), type: 'LOG_MESSAGE', level: 'INFO', message, data: {} }]);
  for (const length of [1_000, 1])
    await expect(
      (async () => {
        for (;;) await line('x'.repeat(length));
      })(),
    ).rejects.toMatchObject({ name: 'StorageFull' });
  return () => connection.exec('pragma max_page_count = 1000000');
}

const ids = () => launched.map(({ run }) => run.id);
const logOf = async (id: string) =>
  (await storage.runEvents(id))
    .map(({ type }) => type)
    .filter((type): type is EventType => type.startsWith('RUN_'));

test('rq-10: a queued run is dequeued, started and done, without anybody asking again', async () => {
  start();
  await enqueue('r1');
  await vi.waitFor(() => expect(ids()).toEqual(['r1']));
  launched[0]!.end();
  await vi.waitFor(async () =>
    expect(await logOf('r1')).toEqual([
      'RUN_ENQUEUED',
      'RUN_DEQUEUED',
      'RUN_STARTING',
      'RUN_START',
      'RUN_SUCCESS',
    ]),
  );
});

test('a run waits for its place, and gets it when another ends', async () => {
  for (const id of ['r1', 'r2', 'r3']) await enqueue(id);
  start({ limits: { maxConcurrentRuns: 2 } });
  await vi.waitFor(() => expect(ids()).toEqual(['r1', 'r2']));
  launched[1]!.end();
  await vi.waitFor(() => expect(ids()).toEqual(['r1', 'r2', 'r3']));
});

test('a hundred wakes launch no run twice', async () => {
  start({ limits: { maxConcurrentRuns: -1 } });
  await Promise.all(Array.from({ length: 120 }, (_, n) => enqueue(`r${n}`)));
  await vi.waitFor(() => expect(launched).toHaveLength(120));
  for (const { end } of launched) end();
  await vi.waitFor(async () =>
    expect(await storage.listRuns({ statuses: ['SUCCESS'], limit: 200 })).toHaveLength(120),
  );
  expect(new Set(ids()).size).toBe(120);
});

test('a new leader takes up what the last one left in progress, before and beside the queue', async () => {
  await enqueue('started');
  await storage.append([runStarting(at('started'), 'job'), runStart(at('started'), 'job')]);
  await enqueue('canceling');
  await storage.append([runStart(at('canceling'), 'job'), runCanceling(at('canceling'))]);
  await enqueue('orphan', { bundle: 'gone' });
  await storage.append([runStart(at('orphan'), 'job')]);
  await enqueue('next');
  start({ limits: { maxConcurrentRuns: 3 } });
  await vi.waitFor(() => expect(ids().toSorted()).toEqual(['canceling', 'next', 'started']));
  expect(await storage.getRun('orphan')).toMatchObject({ status: 'FAILURE' });
  expect(await logOf('started')).not.toContain('RUN_DEQUEUED');
});

test('a launch that fails is the failure of its run, with the reason', async () => {
  start({ launch: () => Promise.reject(new Error('no sandbox here')) });
  await enqueue('r1');
  await vi.waitFor(async () => expect(await storage.getRun('r1')).toMatchObject({ status: 'FAILURE' }));
  expect((await storage.runEvents('r1')).at(-1)).toMatchObject({
    type: 'RUN_FAILURE',
    data: { reason: 'JOB_INITIALIZATION_FAILURE', error: { message: 'no sandbox here' } },
  });
  await enqueue('r2');
  await vi.waitFor(async () => expect(await storage.getRun('r2')).toMatchObject({ status: 'FAILURE' }));
  expect(errors).toEqual([]);
});

test('a failure for which there is no space is said as soon as there is', async () => {
  let timeComes = () => {};
  start({}, { at: (_, wake) => ((timeComes = wake), () => {}) });
  await enqueue('r1');
  await vi.waitFor(() => expect(ids()).toEqual(['r1']));
  const makeSpace = await fillUp();
  launched[0]!.crash(new Error('the sandbox died'));
  await vi.waitFor(() => expect(errors).toMatchObject([{ name: 'StorageFull' }]));
  expect(await storage.getRun('r1')).toMatchObject({ status: 'STARTED' });
  makeSpace();
  timeComes();
  await vi.waitFor(async () => expect(await storage.getRun('r1')).toMatchObject({ status: 'FAILURE' }));
  expect((await storage.runEvents('r1', { types: ['RUN_FAILURE'] })).map(({ message }) => message)).toEqual([
    expect.stringContaining('the sandbox died'),
  ]);
});

test('a run that was canceled while it waited is not launched', async () => {
  start({ limits: { maxConcurrentRuns: 1 } });
  await enqueue('r1');
  await enqueue('r2');
  await vi.waitFor(() => expect(ids()).toEqual(['r1']));
  await storage.append([{ ...at('r2'), type: 'RUN_CANCELED', level: 'ERROR', message: '', data: {} }]);
  await enqueue('r3');
  launched[0]!.end();
  await vi.waitFor(() => expect(ids()).toEqual(['r1', 'r3']));
});

test('what goes wrong in a part is told with its heartbeat for five minutes, also where no turn waited for it', async () => {
  let now = 0;
  let report: (error: unknown) => void = () => {};
  const timers = { at: () => () => {} };
  const daemon = startDaemon({
    parts: [
      (_wake, onError) => {
        report = onError;
        return { type: 'SENSOR', hear: () => false, turn: async () => Promise.reject(new Error('no disk')) };
      },
    ],
    storage,
    clock: { now: () => now },
    timers,
    onError,
  });
  daemons.push(daemon);
  const told = () => daemon.heartbeats().flatMap((each) => each.errors.map(({ message }) => message));
  await vi.waitFor(() => expect(told()).toEqual(['no disk']));
  now = 200_000;
  report(new Error('later'));
  expect(told()).toEqual(['no disk', 'later']);
  now = 400_000;
  expect(told()).toEqual(['later']);
  expect(errors).toHaveLength(2);
});

test('after stop nothing is launched', async () => {
  start();
  await enqueue('r1');
  await vi.waitFor(() => expect(ids()).toEqual(['r1']));
  await daemons[0]!.stop();
  await enqueue('r2');
  launched[0]!.end();
  await vi.waitFor(async () => expect(await storage.getRun('r1')).toMatchObject({ status: 'SUCCESS' }));
  expect(ids()).toEqual(['r1']);
});
