import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { EventOf } from '$lib/events/event';
import type { Run } from '$lib/storage/storage';
import cases from '../../fixtures/dagster-cases.json';
import { workbench, type Workbench } from './workbench';

const expected = (id: string) =>
  cases.find((each) => each.id === id)!.expect as unknown as { calls: string[]; per_step: string[] };

let bench: Workbench;
afterAll(() => bench.close());
beforeAll(async () => {
  bench = await workbench(`
export const r1 = resource(function* r1() { console.log('r1 setup'); yield 1; console.log('r1 teardown'); });
export const r2 = resource({ requires: ['r1'] }, function* r2({ resources }) {
  console.log('r2 setup'); yield resources.r1 + 1; console.log('r2 teardown');
});
export const unused = resource(() => console.log('unused setup'));
export const broken = resource(() => { throw new Error('no connection'); });
export const bad = resource(function* () { yield 1; throw new Error('cannot let go'); });
export const secret = resource({ config: { token: new EnvVar('TOKEN') } }, ({ config }) => config.token);
const uses = op({ resources: ['r2'] }, (_, { resources }) => { console.log('op'); return resources.r2; });
const needsBroken = op({ resources: ['broken'] }, () => 1);
const leaves = op({ resources: ['bad'] }, () => 1);
const other = op(() => 1);
const tells = op({ resources: ['secret'] }, (_, { resources, log }) => {
  log.info('the token is ' + resources.secret);
  throw new Error('refused ' + resources.secret);
});
export const inOrder = job(() => { uses(); uses.alias('again')(); });
export const failing = job(() => { needsBroken(); other(); });
export const leaving = job(() => { leaves(); });
export const telling = job(() => { tells(); });
`);
});

async function drive(job: string, type: 'in_process' | 'multiprocess', env = {}) {
  const run = await bench.launch(job, { type });
  const status = await bench.drive(run, { env });
  return { run, status, log: await bench.log(run) };
}

const ofType = async <Type extends EventOf<never>['type'] | string>(run: Run, type: Type) =>
  (await bench.events(run)).filter((event) => event.type === type);

describe('in process', () => {
  test('ev-23: dependencies first, torn down in reverse, once for the run; what is not required is not made', async () => {
    const { run, status, log } = await drive('inOrder', 'in_process');
    expect(status).toBe('SUCCESS');
    const said = (await ofType(run, 'LOG_MESSAGE')).map(({ message }) => message.trim());
    expect(said.filter((line) => line === 'op')).toHaveLength(2);
    expect(log.slice(0, 5)).toEqual([
      'RUN_START',
      'ENGINE_EVENT',
      'RESOURCE_INIT_STARTED',
      'RESOURCE_INIT_SUCCESS',
      'LOGS_CAPTURED',
    ]);
    const [started] = await ofType(run, 'RESOURCE_INIT_STARTED');
    expect((started as EventOf<'RESOURCE_INIT_STARTED'>).data.resources).toEqual(['r1', 'r2', 'io_manager']);
  });

  test('a resource that cannot be made fails the run before its first step', async () => {
    const { run, status, log } = await drive('failing', 'in_process');
    expect([status, log]).toEqual([
      'FAILURE',
      ['RUN_START', 'ENGINE_EVENT', 'RESOURCE_INIT_STARTED', 'RESOURCE_INIT_FAILURE', 'RUN_FAILURE'],
    ]);
    const [failure] = (await ofType(run, 'RUN_FAILURE')) as EventOf<'RUN_FAILURE'>[];
    expect(failure!.data).toMatchObject({ reason: 'JOB_INITIALIZATION_FAILURE' });
    expect(failure!.message).toMatch(/broken.*no connection/s);
  });

  test('what goes wrong in tearing down is said and fails nothing', async () => {
    const { run, status } = await drive('leaving', 'in_process');
    expect(status).toBe('SUCCESS');
    const said = (await ofType(run, 'ENGINE_EVENT')).map(({ message }) => message);
    expect(said.some((message) => message.includes('cannot let go'))).toBe(true);
  });
});

describe('with workers', () => {
  test('ev-18: each worker says that it has its resources', async () => {
    const { run, status } = await drive('inOrder', 'multiprocess');
    expect(status).toBe('SUCCESS');
    for (const step of ['uses', 'again']) {
      const log = (await bench.log(run, step)).filter((type) => type !== 'LOG_MESSAGE');
      expect(log.slice(0, 6)).toEqual(expected('ev-18-multiprocess-prefix').per_step);
    }
  });

  test('a resource that cannot be made fails its step; others go on', async () => {
    const { run, status } = await drive('failing', 'multiprocess');
    expect(status).toBe('FAILURE');
    expect((await bench.log(run, 'needsBroken')).slice(2)).toEqual([
      'RESOURCE_INIT_STARTED',
      'RESOURCE_INIT_FAILURE',
      'STEP_FAILURE',
    ]);
    expect(await bench.log(run, 'other')).toContain('STEP_SUCCESS');
  });
});

test('the value of an environment variable is used and never written down', async () => {
  const TOKEN = 'hunter2-hunter2';
  const { run, status } = await drive('telling', 'in_process', { TOKEN });
  expect(status).toBe('FAILURE');
  const text = JSON.stringify(await bench.events(run));
  expect(text).toContain('the token is <TOKEN>');
  expect(text).toContain('refused <TOKEN>');
  expect(text).not.toContain(TOKEN);
});
