import { afterEach, describe, expect, test, vi } from 'vitest';
import { largestInlineValue } from '$lib/artifacts/default-io-manager';
import { newRunId } from '$lib/base/ids';
import type { EventOf, NewEvent } from '$lib/events/event';
import { foldRun } from '$lib/events/run-state';
import { runCanceling } from '$lib/events/run-event-makers';
import type { Run } from '$lib/storage/storage';
import { workbench, type Workbench } from './workbench';

let bench: Workbench;
afterEach(() => bench.close());

const failure = async (run: Run) =>
  (await bench.events(run)).find(({ type }) => type === 'STEP_FAILURE') as EventOf<'STEP_FAILURE'>;

const latest = async (key: string) => (await bench.storage.materializations(key))[0]!.data;

describe('values', () => {
  test('a large value goes through the artifacts, a small one through the database', async () => {
    bench = await workbench(`
export const large = asset(() => new Uint8Array(${largestInlineValue} * 2).fill(7));
export const sum = asset({ ins: { large } }, ({ large }) => large.length);
`);
    const run = await bench.launch();
    expect(await bench.drive(run, { cacheBytes: 0 })).toBe('SUCCESS');
    const [large, sum] = [(await latest('large')).value!, (await latest('sum')).value!];
    expect(await bench.storage.getValue(large.hash)).toBeUndefined();
    expect((await bench.artifacts.get(large.hash))?.length).toBe(large.size);
    expect(new TextDecoder().decode(await bench.storage.getValue(sum.hash))).toContain(
      String(largestInlineValue * 2),
    );
    expect((await latest('sum')).inputVersions).toEqual({ large: large.hash });
  });

  test('a value that is not at hand any more is read back, also when its commit was still waiting', async () => {
    bench = await workbench(`
export const a = asset(() => 1);
export const b = asset({ ins: { a } }, ({ a }) => a + 1);
export const c = asset({ ins: { a, b } }, ({ a, b }) => a + b);
`);
    expect(await bench.drive(await bench.launch(), { cacheBytes: 0 })).toBe('SUCCESS');
  });

  test('an input that the run does not make is what was materialized last', async () => {
    bench = await workbench(`
export const up = asset(() => 20);
export const down = asset({ ins: { up } }, ({ up }) => up + 1);
export const later = asset({ deps: [up] }, () => {});
`);
    await bench.drive(await bench.launch(['up']));
    expect(await bench.drive(await bench.launch(['down', 'later']))).toBe('SUCCESS');
    const version = (await latest('up')).dataVersion;
    expect((await latest('down')).inputVersions).toEqual({ up: version });
    expect((await latest('later')).inputVersions).toEqual({ up: version });
    expect((await latest('later')).value).toBeUndefined();
  });

  test('a data version is the hash of the value, or the one the step gives', async () => {
    bench = await workbench(`
export const plain = asset(() => 'same');
export const given = asset(() => new MaterializeResult({ value: 1, dataVersion: 'v7' }));
`);
    for (const _ of [1, 2]) await bench.drive(await bench.launch());
    const [second, first] = await bench.storage.materializations('plain');
    expect(second!.data.dataVersion).toBe(first!.data.dataVersion);
    expect(second!.data.dataVersion).toBe(second!.data.value!.hash);
    expect((await latest('given')).dataVersion).toBe('v7');
  });

  test.each([
    ['never', [], 'never has never been materialized', 'Materialize never first.'],
    ['lost', ['lost'], 'the stored value of lost is lost', 'Materialize lost again.'],
    [
      'empty',
      ['empty'],
      'empty was materialized without a value',
      'Return a value from empty, or name it in deps instead of ins.',
    ],
  ])('an input that cannot be loaded: %s', async (key, before, message, remedy) => {
    bench = await workbench(`
export const never = asset(() => 1);
export const lost = asset(() => 'x'.repeat(${largestInlineValue} + 1));
export const empty = asset(() => {});
export const reader = asset({ ins: { ${key} } }, () => 1);
export const other = asset(() => 1);
`);
    if (before.length > 0) await bench.drive(await bench.launch(before));
    for await (const { hash } of bench.artifacts.list()) await bench.artifacts.delete(hash);
    const run = await bench.launch(['reader', 'other']);
    expect(await bench.drive(run)).toBe('FAILURE');
    expect((await failure(run)).data.error).toMatchObject({
      remedy,
      message: `Input "${key}" cannot be loaded: ${message}`,
    });
    expect(await bench.log(run, 'reader')).toEqual(['STEP_START', 'STEP_FAILURE']);
    expect(await bench.log(run, 'other')).toContain('STEP_SUCCESS');
  });
});

test('what a step logs and writes to its console is in the log', async () => {
  bench = await workbench(`
export const talk = asset((_, context) => {
  context.log.warning('too sweet'); console.log('hello', [1]); console.error('ouch');
});
`);
  const run = await bench.launch();
  await bench.drive(run);
  const said = (await bench.events(run)).filter(({ type }) => type === 'LOG_MESSAGE');
  expect(said).toMatchObject([
    { level: 'WARNING', message: 'too sweet', data: {} },
    { level: 'INFO', message: expect.stringContaining('hello'), data: { stream: 'stdout' } },
    { level: 'ERROR', message: 'ouch', data: { stream: 'stderr' } },
  ]);
});

describe('cancel', () => {
  const hears = (run: Run, type: string) =>
    vi.waitFor(async () => expect(await bench.log(run)).toContain(type), { timeout: 5000 });

  test.each(['in_process', 'multiprocess'] as const)('ends an endless loop, %s', async (type) => {
    bench = await workbench(`
export const spin = asset(() => { while (true) {} });
export const after = asset({ deps: [spin] }, () => 1);
`);
    const run = await bench.launch(undefined, { type });
    const controller = new AbortController();
    const ended = bench.drive(run, { signal: controller.signal });
    await hears(run, 'spin:STEP_START');
    controller.abort();
    expect(await ended).toBe('CANCELED');
    expect((await bench.log(run)).slice(-3)).toEqual(['RUN_CANCELING', 'spin:STEP_FAILURE', 'RUN_CANCELED']);
    expect((await failure(run)).data.interrupted).toBe(true);
    expect(await bench.log(run, 'after')).toEqual([]);
  });

  test('ends a notebook that never finishes loading', async () => {
    bench = await workbench(`export const a = asset(() => 1);`);
    const run = await bench.launch();
    const stuck = await workbench(`while (true) {}`);
    const controller = new AbortController();
    const ended = stuck.storage
      .createRun({ ...run, bundle: stuck.notebook.hash }, [])
      .then(() => stuck.drive({ ...run, bundle: stuck.notebook.hash }, { signal: controller.signal }));
    await vi.waitFor(async () => expect(await stuck.log(run)).toContain('LOGS_CAPTURED'));
    controller.abort();
    expect(await ended).toBe('CANCELED');
    await stuck.close();
  });

  test('a cancellation that its driver did not live to finish is finished by the next', async () => {
    bench = await workbench(`export const a = asset(() => 1);`);
    const run = await bench.launch();
    const at = { runId: run.id, timestamp: 1 };
    const started = {
      ...at,
      stepKey: 'a',
      type: 'STEP_START',
      level: 'DEBUG',
      message: '',
      data: { attempt: 1 },
    } as const;
    await bench.storage.append([
      { ...at, type: 'RUN_START', level: 'DEBUG', message: '', data: {} },
      started,
      runCanceling(at),
    ]);
    expect(await bench.drive(run)).toBe('CANCELED');
    expect((await bench.log(run)).slice(1)).toEqual([
      'a:STEP_START',
      'RUN_CANCELING',
      'a:STEP_FAILURE',
      'RUN_CANCELED',
    ]);
  });
});

test('a run that was cut off anywhere goes on and ends the same way', async () => {
  bench = await workbench(`
export const flour = asset(() => 1);
export const sugar = asset(() => 2);
export const cake = asset({ ins: { flour, sugar } }, ({ flour, sugar }) => flour + sugar);
export const bad = asset({ deps: [flour] }, () => { throw new Error('burnt'); });
export const never = asset({ deps: [bad] }, () => 1);
`);
  const whole = await bench.launch();
  expect(await bench.drive(whole)).toBe('FAILURE');
  const log = await bench.events(whole);
  const queued = log.findIndex(({ type }) => type === 'RUN_ENQUEUED') + 1;
  for (let cut = queued; cut <= log.length; cut++) {
    const run: Run = { ...whole, id: newRunId() };
    await bench.storage.createRun(
      run,
      log.slice(0, cut).map(({ id: _, ...event }) => ({ ...event, runId: run.id }) as NewEvent),
    );
    const before = foldRun(log.slice(0, cut));
    expect(await bench.drive(run)).toBe('FAILURE');
    const after = foldRun(await bench.events(run));
    expect(after.counts).toMatchObject({ succeeded: 3, failed: 1, abandoned: 1 });
    expect(after.failedSteps).toEqual(['bad']);
    for (const [key, { status }] of before.steps) {
      if (status === 'succeeded') expect(after.steps.get(key)!.attempt).toBe(1);
      if (status === 'running') expect(await bench.log(run, key)).toContain('STEP_RESTARTED');
    }
  }
});

describe('an isolate that dies', () => {
  test.each([
    ['process.exit(3)', 'exit code 3'],
    ['{ const all = []; while (true) all.push(new Array(1e5).fill(all.length)); }', 'out of memory'],
  ])('%s fails its step with the reason; others go on in a new one', async (body, reason) => {
    bench = await workbench(
      `
export const a1 = asset(() => 1);
export const a2 = asset(() => ${body});
export const a3 = asset(() => 3);
export const a4 = asset({ deps: [a2] }, () => 4);
`,
      { memoryMb: 40 },
    );
    const run = await bench.launch();
    expect(await bench.drive(run)).toBe('FAILURE');
    const { steps, failedSteps } = foldRun(await bench.events(run));
    expect(failedSteps).toEqual(['a2']);
    expect(steps.get('a2')!.error!.message).toContain(reason);
    expect(steps.get('a3')!.status).toBe('succeeded');
    expect(steps.get('a4')!.because).toEqual(['a2']);
  });
});

describe('a store that is full', () => {
  test('ends the run, and says why where that still fits', async () => {
    bench = await workbench(`
export const a = asset(() => 'x'.repeat(200_000));
export const b = asset({ deps: [a] }, () => 1);
`);
    const run = await bench.launch();
    const pages = Number(bench.connection.prepare('pragma page_count').all()[0]![0]);
    bench.connection.exec(`pragma max_page_count = ${pages + 10}`);
    expect(await bench.drive(run)).toBe('FAILURE');
    const last = (await bench.events(run)).at(-1) as EventOf<'RUN_FAILURE'>;
    expect(last).toMatchObject({
      type: 'RUN_FAILURE',
      data: { reason: 'RUN_EXCEPTION', error: { name: 'StorageFull' } },
    });
    expect(await bench.log(run, 'b')).toEqual([]);
  });

  test('of the artifacts fails the step whose value found no room', async () => {
    bench = await workbench(`
export const a = asset(() => 'x'.repeat(${largestInlineValue} + 1));
export const b = asset(() => 1);
`);
    const run = await bench.launch();
    const artifacts = {
      ...bench.artifacts,
      put: () => Promise.reject(new Error('no room')),
      get: async () => undefined,
      delete: async () => {},
      list: async function* () {},
    };
    expect(await bench.drive(run, { artifacts })).toBe('FAILURE');
    expect(await bench.log(run, 'a')).toEqual(['STEP_START', 'STEP_OUTPUT', 'STEP_FAILURE']);
    expect(await bench.log(run, 'b')).toContain('STEP_SUCCESS');
  });
});

test('a run that is handed over stays as it is, and another driver goes on with it', async () => {
  bench = await workbench(`
export const a = asset(() => 1);
export const once = asset({ deps: [a] }, (_, { retryNumber }) => { while (retryNumber === 0) {} });
`);
  const run = await bench.launch();
  const controller = new AbortController();
  const left = bench.drive(run, { handOver: controller.signal });
  await vi.waitFor(async () => expect(await bench.log(run)).toContain('once:STEP_START'));
  controller.abort();
  expect(await left).toBe('STARTED');
  expect((await bench.log(run)).at(-1)).toBe('once:STEP_START');
  expect(await bench.drive(run)).toBe('SUCCESS');
  expect(await bench.log(run, 'once')).toEqual([
    'STEP_START',
    'STEP_RESTARTED',
    'STEP_OUTPUT',
    'ASSET_MATERIALIZATION',
    'STEP_SUCCESS',
  ]);
  expect((await bench.log(run, 'a')).filter((type) => type === 'STEP_SUCCESS')).toHaveLength(1);
});

test('a run that has ended is not driven again', async () => {
  bench = await workbench(`export const a = asset(() => 1);`);
  const run = await bench.launch();
  await bench.drive(run);
  const length = (await bench.events(run)).length;
  expect(await bench.drive(run)).toBe('SUCCESS');
  expect(await bench.events(run)).toHaveLength(length);
});
