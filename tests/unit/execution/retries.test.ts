import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Timers } from '$lib/base/clock';
import type { EventOf } from '$lib/events/event';
import cases from '../../fixtures/dagster-cases.json';
import { workbench, type Workbench } from './workbench';

const expected = (id: string) =>
  (cases.find((each) => each.id === id)!.expect as unknown as { events_for_step: string[] }).events_for_step;

let bench: Workbench;
afterAll(() => bench.close());
beforeAll(async () => {
  bench = await workbench(`
const boom = () => { throw new Error('boom'); };
const two = new RetryPolicy({ maxRetries: 2 });
const always = op({ retryPolicy: two }, boom);
const once = op({ retryPolicy: two }, (_, { retryNumber }) => (retryNumber === 0 ? boom() : 1));
const refused = op({ retryPolicy: new RetryPolicy({ maxRetries: 5 }) }, () => {
  throw new Failure({ description: 'no use', allowRetries: false });
});
const asks = op((_, { retryNumber }) => {
  if (retryNumber < 2) throw new RetryRequested({ maxRetries: 2, secondsToWait: 0 });
  return retryNumber;
});
const slow = op({ retryPolicy: new RetryPolicy({ maxRetries: 1, delay: 3600 }) }, (_, { retryNumber }) => {
  if (retryNumber === 0) boom();
});
const plain = op((_, { retryNumber }) => (retryNumber === 0 ? boom() : 1));
export const exhaust = job(() => { always(); });
export const ok = job(() => { once(); });
export const noRetry = job(() => { refused(); });
export const requested = job(() => { asks(); });
export const delayed = job(() => { slow(); });
export const byJob = job({ retryPolicy: new RetryPolicy() }, () => { plain(); });
`);
});

async function drive(job: string, type: 'in_process' | 'multiprocess' = 'in_process') {
  const run = await bench.launch(job, { type });
  return { run, status: await bench.drive(run) };
}

test.each([
  ['ret-16-exhaust', 'exhaust', 'always', 'FAILURE'],
  ['ret-17-ok', 'ok', 'once', 'SUCCESS'],
  ['ret-18-no-retry', 'noRetry', 'refused', 'FAILURE'],
] as const)('%s', async (id, job, step, status) => {
  const { run, status: ended } = await drive(job);
  expect(await bench.log(run, step)).toEqual(expected(id));
  expect(ended).toBe(status);
});

test('RetryRequested counts by itself, without a policy', async () => {
  const { run, status } = await drive('requested');
  expect(status).toBe('SUCCESS');
  expect((await bench.log(run, 'asks')).filter((type) => type === 'STEP_RESTARTED')).toHaveLength(2);
});

test('the policy of the job holds for an op that has none', async () => {
  const { run, status } = await drive('byJob');
  expect([status, await bench.log(run, 'plain')]).toMatchObject(['SUCCESS', expected('ret-17-ok')]);
});

test('ev-19: with workers a retry starts a new one, and then is restarted', async () => {
  const { run } = await drive('ok', 'multiprocess');
  const log = (await bench.log(run, 'once')).filter((type) => /^STEP_(?!OUTPUT)/.test(type));
  expect(log).toEqual([
    'STEP_WORKER_STARTING',
    'STEP_WORKER_STARTED',
    'STEP_START',
    'STEP_UP_FOR_RETRY',
    'STEP_WORKER_STARTING',
    'STEP_WORKER_STARTED',
    'STEP_RESTARTED',
    'STEP_SUCCESS',
  ]);
});

test('a retry waits for its delay, and a driver that takes over waits for the rest of it', async () => {
  let now = Date.now();
  const woken: { time: number; wake: () => void }[] = [];
  const asked = Promise.withResolvers<void>();
  const timers: Timers = {
    at(time, wake) {
      woken.push({ time, wake });
      asked.resolve();
      return () => {};
    },
  };
  const run = await bench.launch('delayed');
  const handOver = new AbortController();
  const first = bench.drive(run, { clock: { now: () => now }, timers, handOver: handOver.signal });
  await asked.promise;
  handOver.abort();
  await first;
  const retry = (await bench.events(run)).find(
    ({ type }) => type === 'STEP_UP_FOR_RETRY',
  ) as EventOf<'STEP_UP_FOR_RETRY'>;
  expect(retry.data.secondsToWait).toBe(3600);
  expect(woken[0]!.time).toBe(retry.timestamp + 3_600_000);

  now = woken[0]!.time;
  expect(await bench.drive(run, { clock: { now: () => now }, timers })).toBe('SUCCESS');
});
