import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Timers } from '$lib/base/clock';
import { workbench, type Workbench } from './workbench';

let bench: Workbench;
afterAll(() => bench.close());
beforeAll(async () => {
  bench = await workbench(
    `
export const mailer = resource(function* ({ log }) { log.info('connected'); yield { send: (text) => 'sent: ' + text }; log.info('closed'); });
const tell = failureHook({ resources: ['mailer'] }, function tell({ error, log, resources }) { log.info(resources.mailer.send(error.name)); });
const yay = successHook(function yay() {});
const dying = failureHook(function dying() { process.exit(4); });
const endless = failureHook(function endless() { while (true) {} });
const hooks = [tell, yay];
const ends = op({ hooks }, () => { process.exit(3); });
const eats = op({ hooks }, () => { const all = []; while (true) all.push(new Array(1e5).fill(all.length)); });
const hangs = op({ hooks, timeout: 5 }, () => { while (true) {} });
const loads = op({ hooks }, ({ never }) => never);
const again = op({ hooks, retryPolicy: new RetryPolicy() }, (_, { retryNumber }) => { if (retryNumber === 0) process.exit(3); return retryNumber; });
const unlucky = op({ hooks: [dying] }, () => { process.exit(3); });
const stuck = op({ hooks: [endless] }, () => { process.exit(3); });
const next = op(({ _ }) => 1);
export const killed = job(() => { next({ _: ends() }); });
export const outOfMemory = job(() => { eats(); });
export const tooLong = job(() => { hangs(); });
export const retried = job(() => { again(); });
export const hookDies = job(() => { unlucky(); });
export const hookHangs = job(() => { stuck(); });
export const never = asset(() => 1);
export const reading = graphAsset({ ins: { never } }, ({ never }) => loads({ never }));
`,
    { memoryMb: 40 },
  );
});

/** Each time limit is over as soon as it is set. */
const impatient: Timers = { at: (_, wake) => (queueMicrotask(wake), () => {}) };

async function drive(
  what: string | readonly string[],
  executor: 'in_process' | 'multiprocess',
  timers?: Timers,
) {
  const run = await bench.launch(what, { type: executor });
  const status = await bench.drive(run, timers && { timers });
  const events = await bench.events(run);
  return {
    status,
    log: events.map(({ type }) => type),
    said: events.filter(({ type }) => type === 'LOG_MESSAGE').map(({ message }) => message),
    hooks: events.filter(({ type }) => type.startsWith('HOOK')),
  };
}

describe.each(['in_process', 'multiprocess'] as const)(
  'failure hooks are called in another isolate (%s)',
  (executor) => {
    test.each([
      ['of a step whose isolate ended', 'killed', 'IsolateLost'],
      ['of one that ran out of memory', 'outOfMemory', 'IsolateLost'],
      ['of one whose input cannot be loaded', ['reading'], 'InputNotLoaded'],
    ])('%s', async (_, what, error) => {
      const { status, log, said, hooks } = await drive(what, executor);
      expect(status).toBe('FAILURE');
      expect(hooks.map(({ type }) => type)).toEqual(['HOOK_COMPLETED', 'HOOK_SKIPPED']);
      expect(said).toContain(`sent: ${error}`);
      expect(log.indexOf('HOOK_COMPLETED')).toBeGreaterThan(log.indexOf('STEP_FAILURE'));
      expect(log.indexOf('RUN_FAILURE')).toBeGreaterThan(log.indexOf('HOOK_SKIPPED'));
    });
  },
);

test('of a step that took longer than it may', async () => {
  let asked = 0;
  const onlyTheFirst: Timers = { at: (_, wake) => (asked++ === 0 && queueMicrotask(wake), () => {}) };
  const { hooks, said } = await drive('tooLong', 'in_process', onlyTheFirst);
  expect(hooks.map(({ type }) => type)).toEqual(['HOOK_COMPLETED', 'HOOK_SKIPPED']);
  expect(said).toContain('sent: TimeLimitExceeded');
});

test('not of a step that is tried again', async () => {
  const { status, hooks } = await drive('retried', 'in_process');
  expect(status).toBe('SUCCESS');
  expect(hooks.map(({ type }) => type)).toEqual(['HOOK_SKIPPED', 'HOOK_COMPLETED']);
});

test.each([
  ['dies with its isolate, too', 'hookDies', undefined, 'exit code 4'],
  ['never ends', 'hookHangs', impatient, '60 seconds'],
])('a hook that %s has errored, and the run ends', async (_, job, timers, reason) => {
  const { status, hooks } = await drive(job, 'in_process', timers);
  expect(status).toBe('FAILURE');
  expect(hooks).toMatchObject([
    { type: 'HOOK_ERRORED', data: { error: { message: expect.stringContaining(reason) as string } } },
  ]);
});
