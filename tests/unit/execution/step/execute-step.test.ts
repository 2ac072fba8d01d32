import { expect, test } from 'vitest';
import { z } from 'zod';
import { encodeValue } from '$lib/artifacts/codecs/encode-value';
import { AssetCheckResult } from '$lib/definitions/asset-check-result';
import { AssetMaterialization, AssetObservation } from '$lib/definitions/asset-events';
import type { AssetExecutionContext } from '$lib/definitions/asset-execution-context';
import { DataVersion } from '$lib/definitions/data-version';
import { Failure, RetryRequested } from '$lib/definitions/failure';
import { DynamicOutput, Output } from '$lib/definitions/output';
import { limits } from '$lib/location/boundary/limits';
import type { InputValue, StepMessage } from '$lib/location/step-protocol';
import { directSteps, hook, last, node, types } from './direct-steps';

const bytes = (value: unknown): InputValue => ({ type: 'bytes', value: encodeValue(value) });

/** What a single op says, given how it is written and asked for. */
const run = (
  compute: Parameters<typeof node>[1],
  more: Parameters<typeof node>[2] = {},
  wish: Parameters<ReturnType<typeof directSteps>['run']>[1] = {},
): Promise<readonly StepMessage[]> => directSteps({ nodes: [node('op', compute, more)] }).run('op', wish);

test.each<[what: string, value: InputValue, expected: unknown]>([
  ['bytes', bytes(new Map([[1, 2n]])), new Map([[1, 2n]])],
  ['a constant', { type: 'json', value: [1, null] }, [1, null]],
  [
    'a list',
    { type: 'list', items: [bytes(1), { type: 'json', value: 2 }, { type: 'list', items: [] }] },
    [1, 2, []],
  ],
  ['partitions', { type: 'partitions', items: { a: bytes(1), __b: bytes(2) } }, { a: 1, __b: 2 }],
  ['no partitions', { type: 'partitions', items: {} }, {}],
])('an input of %s arrives', async (_, value, expected) => {
  const seen: unknown[] = [];
  const heard = await run(({ x }) => void seen.push(x), {}, { sent: [{ name: 'x', value }] });
  expect(seen).toEqual([expected]);
  expect(types(heard)).toEqual(['started', 'input', 'output', 'succeeded']);
});

test('an input of another type fails the step before its function is called', async () => {
  const rows = { inputs: [{ name: 'x', type: z.array(z.object({ n: z.number() })) }] };
  const calls: unknown[] = [];
  const heard = await run(({ x }) => calls.push(x), rows, { inputs: { x: [{ n: 1 }, { n: 'two' }] } });
  expect(types(heard)).toEqual(['started', 'failed']);
  expect(last(heard)).toMatchObject({
    error: { name: 'TypeCheckFailed', message: expect.stringMatching(/input "x".*1.*n.*number/) },
  });
  expect(calls).toEqual([]);
  expect(last(await run(({ x }) => calls.push(x), rows, { inputs: { x: [{ n: 1 }] } })).type).toBe(
    'succeeded',
  );
});

test('an output of another type is refused, then the step fails; nothing of it is handed over', async () => {
  const heard = await run(() => 'text', { output: { type: z.number() } });
  expect(types(heard)).toEqual(['started', 'refusedOutput', 'failed']);
  expect(heard[1]).toMatchObject({ name: 'result', reason: expect.stringContaining('number') });
});

test('the same output twice: the first is stored, then the step fails (ev-14)', async () => {
  const heard = await run(function* () {
    yield new Output({ value: 1 });
    yield new Output({ value: 2 });
  });
  expect(types(heard)).toEqual(['started', 'output', 'failed']);
  expect(last(heard)).toMatchObject({ error: { message: expect.stringContaining('multiple times') } });
});

test('dynamic outputs come one by one, each with its key', async () => {
  const outputs = [{ name: 'result', isRequired: true, isDynamic: true, path: 'r' }];
  const yielding = (...keys: string[]) =>
    function* () {
      for (const mappingKey of keys) yield new DynamicOutput({ value: mappingKey, mappingKey });
    };
  const heard = await run(yielding('k0', 'k1'), { output: { isDynamic: true } }, { outputs });
  expect(heard.flatMap((each) => (each.type === 'output' ? each.mappingKey : []))).toEqual(['k0', 'k1']);
  expect(types(await run(yielding(), { output: { isDynamic: true } }, { outputs }))).toEqual([
    'started',
    'succeeded',
  ]);
  const twice = await run(yielding('a', 'a'), { output: { isDynamic: true } }, { outputs });
  expect(types(twice)).toEqual(['started', 'output', 'failed']);
  const illegal = await run(yielding('a-b'), { output: { isDynamic: true } }, { outputs });
  expect(types(illegal)).toEqual(['started', 'failed']);
});

test('checks, observations and other materializations are told as they come', async () => {
  const heard = await run(
    function* (_: unknown, context: AssetExecutionContext) {
      context.logEvent(new AssetMaterialization({ assetKey: 'side', metadata: { n: 1 } }));
      yield new AssetObservation({ assetKey: 'up', dataVersion: 'v2', partition: 'p' });
      yield new AssetCheckResult({ passed: false, severity: 'WARN', metadata: { bad: 2 } });
    } as never,
    { outputs: [], checks: [{ assetKey: 'a', name: 'good', isRequired: true }] },
    { outputs: [], checks: [{ assetKey: 'a', name: 'good', blocking: false }] },
  );
  expect(heard.slice(1)).toMatchObject([
    {
      type: 'assetEvent',
      event: 'materialization',
      assetKey: 'side',
      metadata: { n: { type: 'int', value: 1 } },
    },
    { type: 'assetEvent', event: 'observation', assetKey: 'up', dataVersion: 'v2', partitionKey: 'p' },
    { type: 'check', assetKey: 'a', name: 'good', passed: false, severity: 'WARN' },
    { type: 'succeeded' },
  ]);
});

test('a source that is observed gives a data version and no value', async () => {
  const observed = { name: 'result', assetKey: 'source', isRequired: true, isObservation: true };
  const outputs = [{ name: 'result', assetKey: 'source', isRequired: true, path: 'source' }];
  const heard = await run(() => new DataVersion('v7'), { outputs: [observed] }, { outputs });
  expect(heard[1]).toMatchObject({
    type: 'assetEvent',
    event: 'observation',
    assetKey: 'source',
    dataVersion: 'v7',
  });
  expect(last(heard).type).toBe('succeeded');
});

test('too many outputs fail the step before they would end the isolate', async () => {
  const heard = await run(
    function* () {
      for (let n = 0; ; n++) yield new DynamicOutput({ value: 1, mappingKey: `k${n}` });
    },
    { output: { isDynamic: true } },
    { outputs: [{ name: 'result', isRequired: true, isDynamic: true, path: 'r' }] },
  );
  expect(heard.length).toBe(limits.yields + 2);
  expect(last(heard)).toMatchObject({ error: { name: 'TooManyOutputs', remedy: expect.any(String) } });
});

test('metadata that the context adds goes with the output; not after it', async () => {
  const heard = await run(function* (_: unknown, context: AssetExecutionContext) {
    context.addOutputMetadata({ a: 1 });
    context.addOutputMetadata({ b: 2 }, { outputName: 'result' });
    yield new Output({ value: 1, metadata: { b: 3 } });
    context.addOutputMetadata({ late: 1 });
  } as never);
  expect(heard[1]).toMatchObject({ metadata: { a: { value: 1 }, b: { value: 3 } } });
  expect(last(heard)).toMatchObject({
    type: 'failed',
    error: { message: expect.stringContaining('after it was yielded') },
  });
  const unknown = await run(((_: unknown, context: AssetExecutionContext) =>
    context.addOutputMetadata({}, { outputName: 'resul' })) as never);
  expect(last(unknown)).toMatchObject({
    error: { message: expect.stringContaining('Did you mean "result"?') },
  });
});

test.each<[what: string, thrown: () => Error, expected: object]>([
  ['an error', () => new RangeError('no'), { error: { name: 'RangeError', message: 'no' } }],
  [
    'a Failure with metadata',
    () => new Failure({ description: 'dry', metadata: { rows: 0 } }),
    { error: { name: 'Failure', message: 'dry', metadata: { rows: { type: 'int', value: 0 } } } },
  ],
  ['a Failure that must not be retried', () => new Failure({ allowRetries: false }), { allowRetries: false }],
  [
    'RetryRequested',
    () => new RetryRequested({ maxRetries: 3, secondsToWait: 5, cause: new Error('busy') }),
    { retry: { maxRetries: 3, secondsToWait: 5 }, error: { message: 'busy', cause: { message: 'busy' } } },
  ],
  [
    'a nonsensical RetryRequested',
    () => new RetryRequested({ maxRetries: NaN, secondsToWait: -1 }),
    { retry: { maxRetries: 0, secondsToWait: 0 } },
  ],
])('what is told of %s', async (_, thrown, expected) => {
  const heard = await run(() => {
    throw thrown();
  });
  expect(types(heard)).toEqual(['started', 'failed']);
  expect(last(heard)).toMatchObject(expected);
});

test('config: the part of the run config at the path of the step, with variables, checked', async () => {
  const configSchema = z.object({ n: z.number(), key: z.string().optional() });
  const op = ((_: unknown, { config }: AssetExecutionContext) => config) as never;
  const config = { ops: { g: { ops: { clean: { config: { n: 1, key: { env: 'KEY' } } } } } } };
  const heard = await run(
    op,
    { configSchema },
    { stepKey: 'g.clean[k0]', resources: { config, env: { KEY: 'secret' } } },
  );
  expect(new TextDecoder().decode((heard[1] as never)['value']['bytes'])).toBe('{"n":1,"key":"secret"}');
  const missing = await run(op, { configSchema }, { stepKey: 'other', resources: { config } });
  expect(types(missing)).toEqual(['started', 'failed']);
  expect(last(missing)).toMatchObject({ error: { name: 'InvalidConfig' } });
});

test('hooks: the matching ones are called after the end, the others skipped, errors change nothing', async () => {
  const calls: unknown[] = [];
  const hooks = [
    hook('success', 'cheer', ({ outputs, stepKey, hookName }) => calls.push([hookName, stepKey, outputs])),
    hook('failure', 'alarm', ({ error, resources }) => calls.push([error?.message, resources])),
    hook('success', 'broken', () => {
      throw new TypeError('no line');
    }),
  ];
  const nodes = [
    node('good', () => 7),
    node('bad', () => {
      throw new Error('burnt');
    }),
    node('asking', () => {
      throw new RetryRequested({ maxRetries: 1 });
    }),
    node('final', () => {
      throw new Failure({ allowRetries: false });
    }),
  ];
  const { run } = directSteps({ nodes, hooks });
  const asked = { hooks: ['cheer', 'alarm', 'broken'] };
  const outcomes = async (name: string, more: object = {}) =>
    (last(await run(name, { ...asked, ...more })) as never)['hooks'] as { outcome: string; error?: object }[];

  expect(await outcomes('good')).toEqual([
    { name: 'cheer', outcome: 'completed' },
    { name: 'alarm', outcome: 'skipped' },
    { name: 'broken', outcome: 'errored', error: expect.objectContaining({ message: 'no line' }) },
  ]);
  expect(calls.splice(0)).toEqual([['cheer', 'good', { result: 7 }]]);
  const alarmed = async (name: string, more: object = {}) => (await outcomes(name, more))[1]!.outcome;
  expect(await alarmed('bad')).toBe('completed');
  expect(calls.splice(0)).toEqual([['burnt', {}]]);
  expect(await alarmed('bad', { hasRetriesLeft: true })).toBe('skipped');
  expect(await alarmed('final', { hasRetriesLeft: true })).toBe('completed');
  expect(await alarmed('asking')).toBe('skipped');
  expect(await alarmed('asking', { attempt: 2, hasRetriesLeft: true })).toBe('completed');
});

test('a step of another bundle, or of an op that is not there, fails after its start', async () => {
  const { run } = directSteps({ nodes: [] });
  const other = await run('op', { bundle: 'other' });
  expect(types(other)).toEqual(['started', 'failed']);
  expect(last(other)).toMatchObject({ error: { name: 'BundleNotLoaded' } });
  expect(last(await run('op'))).toMatchObject({ error: { name: 'UnknownNode' } });
});
