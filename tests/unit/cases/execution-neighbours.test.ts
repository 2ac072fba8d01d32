import {
  asset, assetCheck, AssetCheckResult, AssetIn, AssetOut, DynamicOut, DynamicOutput, In, job, MaterializeResult,
  multiAsset, op, Out, Output, resource, RetryPolicy, RetryRequested,
} from 'dagbook'; // prettier-ignore
import { executeInProcess, materialize } from 'dagbook/testing';
import { describe, expect, test } from 'vitest';

/** What the body of a job does when it is executed: how it ends, and the events of each step. */
async function ran(body: () => void, jobOptions = {}) {
  const executed = job({ name: 'tried', ...jobOptions }, body);
  const result = await executeInProcess(executed, { raiseOnError: false });
  const log = (key: string) => result.events.filter(({ stepKey }) => stepKey === key).map(({ type }) => type);
  return { result, log };
}

/** By the rules of Dagster of which its open cases show one example each. */
describe('what a step does by what is upstream', () => {
  const nothing = op({ name: 'nothing', out: new Out<number>({ isRequired: false }) }, function* () {});
  const keys = op({ name: 'keys', out: new DynamicOut<string>() }, function* () {
    for (const mappingKey of ['a', 'b', 'c']) yield new DynamicOutput({ value: mappingKey, mappingKey });
  });
  const list = op({ name: 'list' }, ({ all }: { all: unknown[] }) => all);

  test('a list all of whose members were skipped skips it', async () => {
    const { result, log } = await ran(() => list({ all: [nothing.alias('m1')(), nothing.alias('m2')()] }));
    expect([result.success, log('list')]).toEqual([true, ['STEP_SKIPPED']]);
  });

  test('one mapped step that fails stops neither the others nor what is independent, but what collects', async () => {
    const each = op({ name: 'each' }, ({ key }: { key: string }) => {
      if (key === 'b') throw new Error('b');
      return key;
    });
    const { result, log } = await ran(() =>
      list({
        all: keys()
          .map((key) => each({ key }))
          .collect(),
      }),
    );
    expect(result.success).toBe(false);
    expect(['a', 'b', 'c'].map((key) => log(`each[${key}]`).at(-1))).toEqual([
      'STEP_SUCCESS',
      'STEP_FAILURE',
      'STEP_SUCCESS',
    ]);
    expect(log('list')).toEqual(['STEP_ABANDONED']); // Dagster says nothing
  });

  test('what it only follows is not loaded', async () => {
    const first = op({ name: 'first' }, () => {});
    const second = op({ name: 'second', ins: { start: new In({ nothing: true }) } }, () => 2);
    const { log } = await ran(() => second({ start: first() }));
    expect(log('second')).toEqual(['STEP_START', 'STEP_OUTPUT', 'HANDLED_OUTPUT', 'STEP_SUCCESS']);
  });

  test('an asset that was not yielded skips what reads it, and the run succeeds', async () => {
    const outs = { a: new AssetOut(), b: new AssetOut({ isRequired: false }) };
    const several = multiAsset({ outs }, function* () {
      yield new MaterializeResult({ assetKey: 'a', value: 1 });
    });
    const reader = asset({ ins: { b: new AssetIn('b') } }, () => 1);
    const { success, events, materializations } = await materialize({ several, reader });
    expect([success, materializations().map(({ assetKey }) => assetKey)]).toEqual([true, ['a']]);
    expect(events.filter(({ stepKey }) => stepKey === 'reader').map(({ type }) => type)).toContain(
      'STEP_SKIPPED',
    );
  });
});

describe('how a step fails', () => {
  test('a required output that was not yielded fails it; what was yielded is stored', async () => {
    const two = op({ name: 'two', outs: { a: new Out(), b: new Out() } }, function* () {
      yield new Output({ value: 1, outputName: 'a' });
    });
    const { log } = await ran(() => void two());
    expect(log('two')).toEqual(['STEP_START', 'STEP_OUTPUT', 'HANDLED_OUTPUT', 'STEP_FAILURE']);
  });

  test.each([
    ['RetryRequested alone asks for one retry', new RetryRequested(), undefined, 2],
    [
      'RetryRequested counts instead of the policy',
      new RetryRequested({ maxRetries: 2 }),
      { maxRetries: 5 },
      3,
    ],
    ['a policy without RetryRequested', new Error('x'), { maxRetries: 3 }, 4],
    ['neither', new Error('x'), undefined, 1],
  ])('%s', async (_, thrown, policy, attempts) => {
    let count = 0;
    const retryPolicy = policy && new RetryPolicy(policy);
    const failing = op({ name: 'failing', ...(retryPolicy && { retryPolicy }) }, () => {
      count++;
      throw thrown;
    });
    const { log } = await ran(() => void failing());
    expect([count, log('failing').at(-1)]).toEqual([attempts, 'STEP_FAILURE']);
  });

  test('the policy of a job is for the ops that have none', async () => {
    const count: Record<string, number> = { own: 0, other: 0 };
    const failing = (name: string, options = {}) =>
      op({ name, ...options }, () => {
        count[name]!++;
        throw new Error(name);
      });
    const own = failing('own', { retryPolicy: new RetryPolicy({ maxRetries: 2 }) });
    const other = failing('other');
    await ran(() => void [own(), other()], { retryPolicy: new RetryPolicy() });
    expect(count).toEqual({ own: 3, other: 2 });
  });

  test('what a resource requires by its definition alone is set up before it and torn down after it', async () => {
    const calls: string[] = [];
    const named = (name: string, requires = {}) =>
      resource({ requires }, function* () {
        calls.push(name);
        yield name;
        calls.push(`${name}-`);
      });
    const r2 = named('r2', { r1: named('r1') });
    await ran(() => void op({ name: 'using', resources: { r2 } }, () => void calls.push('op'))());
    expect(calls).toEqual(['r1', 'r2', 'op', 'r2-', 'r1-']);
  });

  test('a resource that cannot be set up lets no step start', async () => {
    const broken = resource(() => {
      throw new Error('no database');
    });
    const { result, log } = await ran(() => void op({ name: 'using', resources: { broken } }, () => 1)());
    const types = result.events.map(({ type }) => type);
    expect(log('using')).toEqual([]);
    expect(types.slice(types.indexOf('RUN_START'))).toEqual([
      'RUN_START',
      'ENGINE_EVENT',
      'RESOURCE_INIT_STARTED',
      'RESOURCE_INIT_FAILURE',
      'RUN_FAILURE',
    ]);
  });
});

test('ready steps go by priority, ties by key; what is no whole number counts as 0', async () => {
  const named = (name: string, priority?: string) =>
    op({ name, ...(priority !== undefined && { tags: { 'dagster/priority': priority } }) }, () => 1);
  const ops = [
    named('z', '3'),
    named('b'),
    named('a'),
    named('late', '-1'),
    named('y', '10'),
    named('c', 'high'),
  ];
  const { result } = await ran(() => ops.forEach((each) => void each()));
  const started = result.events.filter(({ type }) => type === 'STEP_START').map(({ stepKey }) => stepKey);
  expect(started).toEqual(['y', 'z', 'a', 'b', 'c', 'late']);
});

test.each([
  [true, 'ERROR', false],
  [true, 'WARN', true],
  [false, 'ERROR', true],
  [false, 'WARN', true],
] as const)(
  'a check that fails, blocking %s, severity %s: the run succeeds: %s',
  async (blocking, severity, success) => {
    const made = asset({ name: 'made' }, () => 1);
    const after = asset({ deps: [made] }, () => 2);
    const check = assetCheck(
      { asset: made, blocking },
      () => new AssetCheckResult({ passed: false, severity }),
    );
    const result = await materialize({ made, after, check }, { raiseOnError: false });
    expect([result.success, result.materializations('after').length]).toEqual([success, success ? 1 : 0]);
  },
);
