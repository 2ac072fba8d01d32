import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { EventOf } from '$lib/events/event';
import cases from '../../fixtures/dagster-cases.json';
import { workbench, type Workbench } from './workbench';

const expected = (id: string) =>
  cases.find((each) => each.id === id)!.expect as unknown as Record<string, never>;

let bench: Workbench;
afterAll(() => bench.close());
beforeAll(async () => {
  bench = await workbench(`
const one = op(() => 1);
const inc = op(({ n }) => n + 1);
export const chain = job(() => { inc({ n: one() }); });
const maybe = op({ out: new Out({ isRequired: false }) }, function* maybe() {});
const yes = op({ out: new Out({ isRequired: false }) }, function* yes() { yield new Output({ value: 'y' }); });
const list = op(({ all }) => all);
export const skipping = job(() => { inc.alias('d3')({ n: inc.alias('d2')({ n: maybe() }) }); });
export const fanIn = job(() => { list({ all: [yes.alias('a')(), maybe(), yes.alias('b')()] }); });
export const noneIn = job(() => { list({ all: [maybe.alias('m')(), maybe.alias('n')()] }); });
const keys = op({ out: new DynamicOut(), configSchema: undefined }, function* keys() {
  for (const n of [0, 1, 2, 3]) yield new DynamicOutput({ value: n, mappingKey: 'k' + n });
});
const none = op({ out: new DynamicOut() }, function* none() {});
const optional = op({ out: new DynamicOut({ isRequired: false }) }, function* optional() {});
const ten = op(({ n }) => n * 10);
const even = op({ out: new Out({ isRequired: false }) }, function* even({ n }) {
  if (n % 2 === 0) yield new Output({ value: n });
});
const bad = op(({ n }) => { if (n === 1) throw new Error('one is bad'); return n; });
export const mapped = job(() => { list({ all: keys().map((n) => ten({ n })).collect() }); });
export const mappedNone = job(() => { list({ all: none().map((n) => ten({ n })).collect() }); });
export const mappedOptional = job(() => { list({ all: optional().map((n) => ten({ n })).collect() }); });
export const mappedSome = job(() => { list({ all: keys().map((n) => even({ n })).collect() }); });
export const mappedBad = job(() => { list({ all: keys().map((n) => bad({ n })).collect() }); });
const inner = op({ out: new DynamicOut() }, function* inner({ n }) {
  for (const m of [0, 1]) yield new DynamicOutput({ value: n * 100 + m, mappingKey: 'i' + m });
});
const few = op({ out: new DynamicOut() }, function* few() {
  for (const n of [1, 2]) yield new DynamicOutput({ value: n, mappingKey: 'o' + n });
});
export const nested = job(() => {
  const sums = few().map((n) => list.alias('innerList')({ all: inner({ n }).map((m) => ten({ n: m })).collect() }));
  list({ all: sums.collect() });
});
const twice = op({ outs: { a: new Out() } }, function* twice() {
  yield new Output({ value: 1, outputName: 'a' }); yield new Output({ value: 2, outputName: 'a' });
});
export const outputTwice = job(() => { twice(); });
const sameKey = op({ out: new DynamicOut() }, function* sameKey() {
  for (const mappingKey of ['a', 'a']) yield new DynamicOutput({ value: 1, mappingKey });
});
export const duplicateKey = job(() => { sameKey(); });
const wrongKey = op({ out: new DynamicOut() }, function* wrongKey() {
  yield new DynamicOutput({ value: 1, mappingKey: 'a-b' });
});
export const badKey = job(() => { wrongKey(); });
`);
});

type Job = string;

async function drive(job: Job, type: 'in_process' | 'multiprocess' = 'in_process') {
  const run = await bench.launch(job, { type });
  const status = await bench.drive(run);
  return { run, status, log: await bench.log(run) };
}

async function result(job: Job, step: string) {
  const { run, status } = await drive(job);
  const events = await bench.events(run);
  const handled = events.find((event) => event.stepKey === step && event.type === 'HANDLED_OUTPUT');
  const bytes = await bench.storage.getValue((handled as EventOf<'HANDLED_OUTPUT'>).data.value!.hash);
  return { status, value: JSON.parse(new TextDecoder().decode(bytes)) as unknown, run };
}

describe('the event order of Dagster, with ops', () => {
  test('ev-01: one -> inc in process', async () => {
    const { log } = await drive('chain');
    const names = new Map([
      ['one', 'a'],
      ['inc', 'b'],
    ]);
    const renamed = log.map((word) => word.replace(/^\w+(?=:)/, (step) => names.get(step) ?? step));
    expect(renamed).toEqual(expected('ev-01-success').order);
  });

  test('ev-04: an optional output that was not yielded skips all that is downstream', async () => {
    const { run, status } = await drive('skipping');
    expect((await bench.log(run, 'maybe')).at(-1)).toBe('STEP_SUCCESS');
    expect(await bench.log(run, 'd2')).toEqual(['STEP_SKIPPED']);
    expect(await bench.log(run, 'd3')).toEqual(['STEP_SKIPPED']);
    expect(status).toBe('SUCCESS');
  });

  test('ev-05: a list keeps the order of its declaration and drops the members that were skipped', async () => {
    expect(await result('fanIn', 'list')).toMatchObject({ status: 'SUCCESS', value: ['y', 'y'] });
  });

  test('a list all of whose members are skipped skips the step', async () => {
    const { run, status } = await drive('noneIn');
    expect([await bench.log(run, 'list'), status]).toEqual([['STEP_SKIPPED'], 'SUCCESS']);
  });

  test.each(['in_process', 'multiprocess'] as const)(
    'ev-07: mapped steps, collected in order; %s',
    async (type) => {
      const { run, status } = await drive('mapped', type);
      expect(status).toBe('SUCCESS');
      const started = (await bench.events(run)).filter((event) => event.type === 'STEP_START');
      expect(started.map(({ stepKey }) => stepKey).sort()).toEqual(
        ['keys', 'list', 'ten[k0]', 'ten[k1]', 'ten[k2]', 'ten[k3]'].sort(),
      );
      expect((await result('mapped', 'list')).value).toEqual([0, 10, 20, 30]);
    },
  );

  test('ev-08: nothing to map over: collect runs with an empty list', async () => {
    expect(await result('mappedNone', 'list')).toMatchObject({ status: 'SUCCESS', value: [] });
  });

  test('a dynamic output that is not required and yields nothing skips what is mapped over it and its collect', async () => {
    const { run, status } = await drive('mappedOptional');
    expect((await bench.log(run, 'optional')).at(-1)).toBe('STEP_SUCCESS');
    expect(await bench.log(run, 'list')).toEqual(['STEP_SKIPPED']);
    expect(status).toBe('SUCCESS');
  });

  test('ev-09: mapped steps that yield nothing are left out', async () => {
    expect(await result('mappedSome', 'list')).toMatchObject({ status: 'SUCCESS', value: [0, 2] });
  });

  test('ev-10: one mapped failure: collect does not run; unlike Dagster we say so', async () => {
    const { run, status } = await drive('mappedBad');
    expect([await bench.log(run, 'list'), status]).toEqual([['STEP_ABANDONED'], 'FAILURE']);
    expect(await bench.log(run, 'bad[k3]')).toContain('STEP_SUCCESS');
  });

  test('dynamic outputs inside mapped steps, which Dagster refuses', async () => {
    const { value, run } = await result('nested', 'list');
    expect(value).toEqual([
      [1000, 1010],
      [2000, 2010],
    ]);
    expect(await bench.log(run, 'ten[o2][i1]')).toContain('STEP_SUCCESS');
  });

  test.each([
    ['outputTwice', 'twice', expected('ev-14-dup-output')['events'], /multiple times/],
    ['duplicateKey', 'sameKey', undefined, /"a"/],
    ['badKey', 'wrongKey', ['STEP_START', 'STEP_FAILURE'], /a-b/],
  ])('%s fails its step', async (job, step, events, message) => {
    const { run, status } = await drive(job);
    const log = await bench.log(run, step);
    if (events) expect(log).toEqual(events);
    expect([status, log.at(-1)]).toEqual(['FAILURE', 'STEP_FAILURE']);
    const failure = (await bench.events(run)).find(({ type }) => type === 'STEP_FAILURE');
    expect((failure as EventOf<'STEP_FAILURE'>).data.error.message).toMatch(message);
  });
});
