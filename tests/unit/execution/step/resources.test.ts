import { expect, test } from 'vitest';
import { z } from 'zod';
import { EnvVar } from '$lib/definitions/env-var';
import { resource } from '$lib/definitions/resource';
import { directSteps, hook, last, node, types } from './direct-steps';

const runRequest = { runId: 'run', keys: ['r1', 'r2'], config: {}, env: {} };

function bakery() {
  const calls: string[] = [];
  const r1 = resource(function* () {
    calls.push('r1');
    yield 'one';
    calls.push('r1-');
  });
  const r2 = resource({ requires: ['r1'] }, async function* ({ resources }) {
    calls.push(`r2 with ${String(resources.r1)}`);
    yield 'two';
    calls.push('r2-');
  });
  const unused = resource(() => void calls.push('unused'));
  const op = node(
    'op',
    (_, { resources }: never) => void calls.push(`op with ${Object.keys(resources).join()}`),
    {
      resources: ['r2'],
    },
  );
  return { calls, ...directSteps({ nodes: [op], resources: { unused, r1, r2 } }) };
}

const keys = ['r1', 'r2'];

test('those that are required are set up in order and torn down in reverse (ev-23)', async () => {
  const { calls, engine, run } = bakery();
  const heard = await run('op', { resources: { keys } });
  expect(types(heard)).toEqual(['resourcesStarting', 'resourcesReady', 'started', 'output', 'succeeded']);
  expect(heard[1]).toMatchObject({ resources: keys });
  expect(await engine.closeRun('run')).toEqual([]);
  expect(calls).toEqual(['r1', 'r2 with one', 'op with r2', 'r2-', 'r1-']);
});

test('a run has them once, however many steps ask; another run has its own', async () => {
  const { calls, engine, loaded, run } = bakery();
  expect(await engine.openRun(runRequest, loaded)).toBeUndefined();
  expect(types(await run('op', { resources: { keys } }))).toEqual(['started', 'output', 'succeeded']);
  await run('op', { resources: { keys } });
  await run('op', { runId: 'other', resources: { keys } });
  await engine.closeRun('run');
  expect(await engine.closeRun('run')).toEqual([]);
  await engine.closeRun('other');
  const [one, op, end] = [['r1', 'r2 with one'], 'op with r2', ['r2-', 'r1-']];
  expect(calls).toEqual([...one, op, op, ...one, op, ...end, ...end]);
});

test('one that cannot be set up is named; what was set up before it is torn down; the next attempt tries again', async () => {
  const calls: string[] = [];
  const db = resource(function* () {
    calls.push('db');
    yield 1;
    calls.push('db-');
  });
  const api = resource(() => {
    if (calls.length < 3) throw new TypeError('no route');
    return 2;
  });
  const op = node('op', () => calls.push('op'), { resources: ['api'] });
  const { engine, loaded, run } = directSteps({ nodes: [op], resources: { db, api } });
  const heard = await run('op', { resources: { keys: ['db', 'api'] } });
  expect(types(heard)).toEqual(['resourcesStarting', 'resourcesFailed', 'failed']);
  expect(last(heard)).toMatchObject({
    error: {
      name: 'ResourceInitFailed',
      message: 'Resource "api" could not be set up: no route',
      cause: { name: 'TypeError' },
    },
  });
  expect(calls).toEqual(['db', 'db-']);
  expect(await engine.openRun({ ...runRequest, keys: ['api'] }, loaded)).toMatchObject({
    name: 'ResourceInitFailed',
  });
  calls.push('later');
  expect(types(await run('op', { attempt: 2, resources: { keys: ['db', 'api'] } })).at(-1)).toBe('succeeded');
});

test('errors of tearing down are told, and the others are torn down all the same', async () => {
  const calls: string[] = [];
  const ending = (name: string, error?: string) =>
    resource(async function* () {
      yield name;
      if (error) throw new Error(error);
      calls.push(name);
    });
  const twice = resource(function* () {
    yield 1;
    yield 2;
  });
  const resources = { a: ending('a'), b: ending('b', 'stuck'), c: twice, d: ending('d') };
  const { engine, loaded } = directSteps({ nodes: [], resources });
  await engine.openRun({ ...runRequest, keys: ['a', 'b', 'c', 'd'] }, loaded);
  expect(await engine.closeRun('run')).toMatchObject([
    { name: 'ResourceTeardownFailed', message: expect.stringContaining('"c"') },
    { message: 'Resource "b" could not be torn down: stuck' },
  ]);
  expect(calls).toEqual(['d', 'a']);
});

test.each<[kind: string, setUp: () => unknown]>([
  ['a value', () => 7],
  ['a promise', async () => 7],
  ['a generator', function* () { yield 7; }],
  ['an async generator', async function* () { yield 7; }],
  ['a promise of a generator', async () => (function* () { yield 7; })()],
])('%s is set up', async (_, setUp) => {
  const op = node('op', (_, { resources }: never) => resources['n'], { resources: ['n'] });
  const { engine, run } = directSteps({ nodes: [op], resources: { n: resource(setUp as () => unknown) } });
  const heard = await run('op', { resources: { keys: ['n'] } });
  expect(new TextDecoder().decode((heard.find(({ type }) => type === 'output') as never)['value']['bytes'])).toBe('7');
  expect(await engine.closeRun('run')).toEqual([]);
}); // prettier-ignore

test("its config: the run config's over the definition's, variables by value, checked", async () => {
  const seen: unknown[] = [];
  const configSchema = z.object({ url: z.string(), token: z.string(), size: z.number().default(10) });
  const api = resource(
    { configSchema, config: { url: 'a', token: new EnvVar('TOKEN') } },
    ({ config }) => void seen.push(config),
  );
  const { engine, loaded } = directSteps({ nodes: [], resources: { api } });
  const open = (config: object, env: Record<string, string>) =>
    engine.openRun({ runId: String(seen.length), keys: ['api'], config: config as never, env }, loaded);
  expect(await open({}, { TOKEN: 'secret' })).toBeUndefined();
  expect(await open({ resources: { api: { config: { url: 'b' } } } }, { TOKEN: 'secret' })).toBeUndefined();
  expect(seen).toEqual([
    { url: 'a', token: 'secret', size: 10 },
    { url: 'b', token: 'secret', size: 10 },
  ]);
  expect(await open({}, {})).toMatchObject({
    cause: { name: 'InvalidConfig', message: expect.stringContaining('TOKEN') },
  });
});

test('what a resource logs before the first step is told by that step', async () => {
  const db = resource(({ log }) => log.warning('slow link'));
  const { engine, loaded, run } = directSteps({ nodes: [node('op', () => 1)], resources: { db } });
  await engine.openRun({ ...runRequest, keys: ['db'] }, loaded);
  const heard = await run('op');
  expect(heard[0]).toMatchObject({ type: 'log', level: 'WARNING', message: 'slow link' });
  expect(types(await run('op'))).toEqual(['started', 'output', 'succeeded']);
});

test('what a resource or a hook requires is set up too, though the step does not name it', async () => {
  const calls: string[] = [];
  const line = resource(() => void calls.push('line'));
  const phone = resource({ requires: ['line'] }, () => 'phone');
  const { engine, run } = directSteps({
    nodes: [node('op', () => 1)],
    resources: { phone, line },
    hooks: [hook('success', 'tell', ({ resources }) => calls.push(String(resources['phone'])), ['phone'])],
  });
  const heard = await run('op', { hooks: ['tell'] });
  expect(heard[1]).toMatchObject({ type: 'resourcesReady', resources: ['line', 'phone'] });
  expect(calls).toEqual(['line', 'phone']);
  await engine.closeRun('run');
});
