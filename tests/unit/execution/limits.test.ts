import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Timers } from '$lib/base/clock';
import type { EventOf } from '$lib/events/event';
import { engineEvent, runStart, runStarting } from '$lib/events/run-event-makers';
import { workbench, type Workbench } from './workbench';

let bench: Workbench;
afterAll(() => bench.close());
beforeAll(async () => {
  bench = await workbench(
    `
const forever = op({ timeout: 5 }, () => { while (true) {} });
const again = op({ timeout: 5, retryPolicy: new RetryPolicy() }, async (_, { retryNumber }) => {
  if (retryNumber === 0) await new Promise(() => {});
});
const quick = op(() => 1);
export const hanging = job(() => { forever(); });
export const patient = job(() => { again(); });
const endless = op(() => new Promise(() => {}));
export const slowRun = job({ timeout: 60 }, () => { quick({ after: endless() }); });
const here = op({ executor: 'in_process' }, () => 1);
export const mixed = job(() => { here(); quick(); });
const tagged = op({ tags: { database: 'tiny' } }, async () => { await new Promise((resolve) => setTimeout(resolve, 20)); });
export const limited = job(() => { for (const name of ['t1', 't2', 't3']) tagged.alias(name)(); quick(); });
`,
    { cores: 3 },
  );
});

/** Each wake-up comes as soon as it is asked for. */
const impatient: Timers = { at: (_, wake) => (queueMicrotask(wake), () => {}) };

const failures = async (run: Parameters<Workbench['events']>[0]) =>
  (await bench.events(run)).filter(({ type }) => /FAILURE|RETRY/.test(type)) as EventOf<'STEP_FAILURE'>[];

test('a step that takes longer than it may is stopped, even in an endless loop', async () => {
  const run = await bench.launch('hanging');
  expect(await bench.drive(run, { timers: impatient })).toBe('FAILURE');
  const [failure] = await failures(run);
  expect(failure!.data.error).toMatchObject({
    name: 'TimeLimitExceeded',
    message: expect.stringContaining('5 seconds') as string,
  });
});

test('its retry policy holds for a time limit, too', async () => {
  const run = await bench.launch('patient');
  let asked = 0;
  const onlyTheFirst: Timers = { at: (_, wake) => (asked++ === 0 && queueMicrotask(wake), () => {}) };
  expect(await bench.drive(run, { timers: onlyTheFirst })).toBe('SUCCESS');
  expect(await bench.log(run, 'again')).toContain('STEP_UP_FOR_RETRY');
});

test('a run that takes longer than it may fails, and its steps with it', async () => {
  const run = await bench.launch('slowRun');
  const started = Promise.withResolvers<void>();
  const wakes: (() => void)[] = [];
  const ended = bench.drive(run, {
    timers: { at: (_, wake) => (wakes.push(wake), started.resolve(), () => {}) },
  });
  await started.promise;
  for (;;) {
    if ((await bench.log(run, 'endless')).includes('STEP_START')) break;
    await new Promise((resolve) => setImmediate(resolve));
  }
  wakes[0]!();
  expect(await ended).toBe('FAILURE');
  expect((await bench.log(run)).slice(-2)).toEqual(['endless:STEP_FAILURE', 'RUN_FAILURE']);
});

test('the limit of a run counts what others drove of it, and not the time in which nobody did', async () => {
  const run = await bench.launch('slowRun');
  const at = (seconds: number) => ({ runId: run.id, timestamp: seconds * 1000 });
  await bench.storage.append([
    runStarting(at(0), 'job'),
    runStart(at(1), 'job'),
    engineEvent(at(21), 'working'),
    engineEvent(at(5_000), 'Resuming', { resumed: true }),
    engineEvent(at(5_010), 'working'),
  ]);
  const asked: number[] = [];
  const gone = new AbortController();
  const ended = bench.drive(run, {
    clock: { now: () => 9_000_000 },
    timers: { at: (time) => (asked.push(time), () => {}) },
    handOver: gone.signal,
  });
  while (asked.length === 0) await new Promise((resolve) => setImmediate(resolve));
  expect(asked[0]).toBe(9_000_000 + (60 - 30) * 1000);
  gone.abort();
  expect(await ended).toBe('STARTED');
});

test('a step may choose its own executor', async () => {
  const run = await bench.launch('mixed', { type: 'multiprocess' });
  expect(await bench.drive(run)).toBe('SUCCESS');
  expect((await bench.log(run, 'here'))[0]).toBe('STEP_START');
  expect((await bench.log(run, 'quick'))[0]).toBe('STEP_WORKER_STARTING');
});

test('steps of one tag run no more at a time than the limit says', async () => {
  const tagConcurrencyLimits = [{ key: 'database', limit: 1 }];
  const run = await bench.launch('limited', { type: 'multiprocess', tagConcurrencyLimits });
  expect(await bench.drive(run)).toBe('SUCCESS');
  let running = 0;
  let most = 0;
  for (const { stepKey, type } of await bench.events(run)) {
    if (!stepKey?.startsWith('t')) continue;
    if (type === 'STEP_START') most = Math.max(most, ++running);
    if (type === 'STEP_SUCCESS') running--;
  }
  expect(most).toBe(1);
});
