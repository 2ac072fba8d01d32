import { writeFileSync } from 'node:fs';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { systemClock } from '$lib/base/clock';
import type { Executor, ExecutorMessage } from '$lib/execution/executor';
import { inProcessExecutor, multiprocessExecutor } from '$lib/execution/isolate-executor';
import type { StepRequest } from '$lib/location/step-protocol';
import { workbench, type Workbench } from './workbench';

let bench: Workbench;
afterAll(() => bench.close());
beforeAll(async () => {
  bench = await workbench(`
const { existsSync, rmSync, writeFileSync } = process.getBuiltinModule('node:fs');
const meet = (own, other) => async (_, { runId }) => {
  writeFileSync('/tmp/' + runId + own, '');
  while (!existsSync('/tmp/' + runId + other)) await new Promise((resolve) => setTimeout(resolve, 5));
  rmSync('/tmp/' + runId + other);
};
export const left = asset(meet('left', 'right'));
export const right = asset(meet('right', 'left'));
export const a = asset(() => { const until = Date.now() + 60; while (Date.now() < until); return (globalThis.count = (globalThis.count ?? 0) + 1); });
export const b = asset(() => { const until = Date.now() + 60; while (Date.now() < until); });
export const c = asset(() => { const until = Date.now() + 60; while (Date.now() < until); });
export const spin = asset(() => { while (true) {} });
export const gate = asset(async (_, { runId }) => {
  while (!existsSync('/tmp/' + runId + 'gate')) await new Promise((resolve) => setTimeout(resolve, 5));
  rmSync('/tmp/' + runId + 'gate');
});
export const dies = asset(() => process.exit(1));
export const careless = asset(() => { void Promise.reject(new Error('forgotten await')); });
`);
});

const request = (node: string): StepRequest => ({
  id: `r:${node}:1`,
  runId: 'r',
  stepKey: node,
  attempt: 1,
  hasRetriesLeft: false,
  jobName: 'job',
  tags: {},
  bundle: bench.notebook.hash,
  node,
  inputs: [],
  outputs: [{ name: 'result', assetKey: node, isRequired: true, path: node }],
  checks: [],
  hooks: [],
  resources: { runId: 'r', keys: [], config: {}, env: {} },
});

/** Submits steps; `until` resolves when a message has come. */
function listen(make: (onMessage: (message: ExecutorMessage) => void) => Executor) {
  const said: string[] = [];
  const heard = new Map<string, PromiseWithResolvers<void>>();
  const word = (text: string) => {
    if (!heard.has(text)) heard.set(text, Promise.withResolvers());
    return heard.get(text)!;
  };
  const executor = make(({ id, type }) => {
    const text = `${id.split(':')[1]}:${type}`;
    said.push(text);
    word(text).resolve();
  });
  return { said, executor, until: (text: string) => word(text).promise };
}

const options = () => ({ pool: bench.pool, bundle: bench.notebook.hash, clock: systemClock });

test('in process: one after the other, in the same isolate', async () => {
  const { said, executor, until } = listen(inProcessExecutor(options()));
  for (const node of ['a', 'b', 'c']) executor.submit(request(node));
  await until('c:succeeded');
  expect(said.filter((text) => !text.endsWith(':output'))).toEqual([
    'a:started', 'a:succeeded', 'b:started', 'b:succeeded', 'c:started', 'c:succeeded',
  ]); // prettier-ignore
});

test('multiprocess: as many at a time as allowed, each bracketed by its worker', async () => {
  const { said, executor, until } = listen(multiprocessExecutor({ ...options(), maxConcurrent: 2 }));
  expect(executor.capabilities.maxConcurrent).toBe(2);
  for (const node of ['a', 'b', 'c']) executor.submit(request(node));
  await Promise.all(['a', 'b', 'c'].map((key) => until(`${key}:succeeded`)));
  expect(said.slice(0, 2)).toEqual(['a:workerStarting', 'b:workerStarting']);
  expect(said.indexOf('c:workerStarting')).toBeGreaterThan(
    Math.min(said.indexOf('a:succeeded'), said.indexOf('b:succeeded')),
  );
  expect(said.filter((text) => text.startsWith('c:')).slice(0, 3)).toEqual([
    'c:workerStarting',
    'c:workerStarted',
    'c:started',
  ]);
});

test('no more at a time than the pool has isolates', () => {
  const { executor } = listen(multiprocessExecutor({ ...options(), maxConcurrent: 50 }));
  expect(executor.capabilities.maxConcurrent).toBe(bench.pool.size);
  expect(listen(multiprocessExecutor(options())).executor.capabilities.maxConcurrent).toBe(bench.pool.size);
});

test('a canceled step says nothing more, and those behind it get their turn', async () => {
  const { said, executor, until } = listen(inProcessExecutor(options()));
  for (const node of ['spin', 'a', 'b']) executor.submit(request(node));
  await until('spin:started');
  executor.cancel('r:a:1');
  executor.cancel('r:spin:1');
  await until('b:succeeded');
  expect(said.filter((text) => !text.startsWith('b:'))).toEqual(['spin:started']);
});

test('a step that is canceled while it waits in the isolate is never heard; those around it are executed', async () => {
  const { said, executor, until } = listen(inProcessExecutor(options()));
  for (const node of ['gate', 'spin', 'b']) executor.submit(request(node));
  await until('gate:started');
  executor.cancel('r:spin:1');
  writeFileSync('/tmp/rgate', '');
  await until('b:succeeded');
  expect(said).toEqual([
    'gate:started', 'gate:output', 'gate:succeeded', 'b:started', 'b:output', 'b:succeeded',
  ]); // prettier-ignore
});

test('all canceled: the isolate ends at once, and nothing more is heard', async () => {
  const { said, executor, until } = listen(inProcessExecutor(options()));
  for (const node of ['spin', 'a', 'b']) executor.submit(request(node));
  await until('spin:started');
  executor.cancel();
  executor.submit(request('c'));
  await until('c:succeeded');
  expect(said.filter((text) => !text.startsWith('c:'))).toEqual(['spin:started']);
});

test('an isolate that dies loses the step it was at; those that waited in it are executed in another', async () => {
  const { said, executor, until } = listen(inProcessExecutor(options()));
  for (const node of ['b', 'dies', 'c']) executor.submit(request(node));
  await until('c:succeeded');
  expect(said.filter((text) => !text.endsWith(':output'))).toEqual([
    'b:started', 'b:succeeded', 'dies:started', 'dies:lost', 'c:started', 'c:succeeded',
  ]); // prettier-ignore
});

test('an error that nobody caught fails the step that left it, not the one that waits behind it', async () => {
  const { said, executor, until } = listen(inProcessExecutor(options()));
  for (const node of ['careless', 'b']) executor.submit(request(node));
  await until('b:succeeded');
  expect(said.filter((text) => !text.endsWith(':output'))).toEqual([
    'careless:started', 'careless:log', 'careless:failed', 'b:started', 'b:succeeded',
  ]); // prettier-ignore
});

test('two steps of a run really run at the same time: each waits for the other to begin', async () => {
  const run = await bench.launch(['left', 'right'], { type: 'multiprocess', maxConcurrent: 2 });
  expect(await bench.drive(run)).toBe('SUCCESS');
});

test('the isolate stays warm from run to run', async () => {
  const count = async () => {
    await bench.drive(await bench.launch(['a']));
    const { value } = (await bench.storage.materializations('a'))[0]!.data;
    return Number(new TextDecoder().decode(await bench.storage.getValue(value!.hash)).match(/\d+/)![0]);
  };
  const before = await count();
  expect(await count()).toBe(before + 1);
});
