import { AssetCheckResult } from '$lib/definitions/asset-check-result';
import { AssetMaterialization, AssetObservation } from '$lib/definitions/asset-events';
import { DataVersion, DataVersionsByPartition } from '$lib/definitions/data-version';
import { MaterializeResult, ObserveResult } from '$lib/definitions/materialize-result';
import type { NodeDefinition, NodeOutput } from '$lib/definitions/node-definition';
import { Nothing } from '$lib/definitions/nothing';
import { DynamicOutput, Output } from '$lib/definitions/output';
import { stepOutputs } from '$lib/definitions/step-outputs';
import type { StepYield, WantedOutputs } from '$lib/definitions/step-yield';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';

const nodeOf = (outputs: readonly Partial<NodeOutput>[], checks: NodeDefinition['checks'] = []) =>
  ({
    name: 'step',
    inputs: [],
    outputs: outputs.map((output) => ({ name: 'result', isRequired: true, ...output })),
    checks,
    resources: [],
    compute: () => undefined,
  }) satisfies NodeDefinition;

/** A yield in short: what is empty is left out. */
const short = (yielded: StepYield) =>
  Object.fromEntries(
    Object.entries(yielded).filter(([name, value]) => name === 'value' || JSON.stringify(value) !== '{}'),
  );

/** What a step yields up to the error, and the error. */
async function run(node: NodeDefinition, returned: unknown, wanted?: Partial<WantedOutputs>) {
  const yields: unknown[] = [];
  try {
    for await (const each of stepOutputs(node, returned, wanted)) yields.push(short(each));
    return { yields };
  } catch (error) {
    return { yields, error: `${(error as Error).name}: ${(error as Error).message}` };
  }
}

const out = (output: string, value: unknown, more = {}) => ({ type: 'output', output, value, ...more });
const result = (value: unknown, more = {}) => out('result', value, more);

const sole = nodeOf([{ assetKey: 'p/a' }]);
const op = nodeOf([{}]);
const two = nodeOf([
  { name: 'a', assetKey: 'a' },
  { name: 'b', assetKey: 'x/b' },
]);
const maybe = nodeOf([
  { name: 'a', assetKey: 'a' },
  { name: 'b', assetKey: 'x/b', isRequired: false },
]);
const named = nodeOf([{ name: 'total' }]);
const split = nodeOf([{ name: 'parts', isDynamic: true }]);
const int = nodeOf([{ type: z.int() }]);
const dynamicInt = nodeOf([{ isDynamic: true, type: z.int() }]);
const none = nodeOf([]);

function* gen(...yielded: unknown[]) {
  yield* yielded;
}

describe('what a step’s function returned', () => {
  it.each<[string, NodeDefinition, unknown, unknown[]]>([
    ['a value', sole, 1, [result(1)]],
    ['a promise', sole, Promise.resolve([1]), [result([1])]],
    ['nothing: there is no value to store', sole, undefined, [result(undefined)]],
    ['null is a value', sole, null, [result(null)]],
    ['an empty list is a value', sole, [], [result([])]],
    ['an iterator that is no generator is a value', sole, new Map([[1, 2]]), [result(new Map([[1, 2]]))]],
    ['an object with the name of another output is a value', op, { a: 1 }, [result({ a: 1 })]],
    [
      'a result',
      sole,
      new MaterializeResult({ value: 1, metadata: { n: 2 }, dataVersion: 'v', tags: { a: 'b' } }),
      [result(1, { metadata: { n: { type: 'int', value: 2 } }, dataVersion: 'v', tags: { a: 'b' } })],
    ],
    ['a result without a value', sole, new MaterializeResult(), [result(undefined)]],
    ['a result by key', sole, new MaterializeResult({ assetKey: 'p/a', value: 1 }), [result(1)]],
    [
      'an Output',
      op,
      new Output({ value: 1, dataVersion: new DataVersion('v') }),
      [result(1, { dataVersion: 'v' })],
    ],
    ['a generator', sole, gen(new MaterializeResult({ value: 1 })), [result(1)]],
    ['a generator that returns', sole, (async function* () { yield* []; return 1; })(), [result(1)]], // prettier-ignore
    [
      'an object by output',
      two,
      { a: 1, b: new MaterializeResult({ value: 2 }) },
      [out('a', 1), out('b', 2)],
    ],
    ['an object by key', two, { 'x/b': 1, a: 2 }, [out('b', 1), out('a', 2)]],
    ['a tuple in the order of outputs', two, [1, [2]], [out('a', 1), out('b', [2])]],
    [
      'a tuple of Outputs',
      two,
      [new Output({ value: 1 }), new Output({ value: 2 })],
      [out('a', 1), out('b', 2)],
    ],
    [
      'Outputs by name',
      two,
      gen(new Output({ value: 2, outputName: 'b' }), new Output({ value: 1, outputName: 'a' })),
      [out('b', 2), out('a', 1)],
    ],
    [
      'a list of results',
      two,
      [new MaterializeResult({ assetKey: 'a' }), new MaterializeResult({ assetKey: 'x/b' })],
      [out('a', undefined), out('b', undefined)],
    ],
    [
      'results, then an object',
      two,
      (function* () {
        yield new MaterializeResult({ assetKey: 'a', value: 1 });
        return { b: 2 };
      })(),
      [out('a', 1), out('b', 2)],
    ],
    ['one without the optional', maybe, { a: 1 }, [out('a', 1)]],
    [
      'a generator without the optional',
      maybe,
      gen(new Output({ value: 1, outputName: 'a' })),
      [out('a', 1)],
    ],
    ['the single output, bare', named, 5, [out('total', 5)]],
    ['the single output, by name', named, { total: 5 }, [out('total', 5)]],
    [
      'the single output, an object of its own',
      named,
      { total: 5, mean: 1 },
      [out('total', { total: 5, mean: 1 })],
    ],
    ['nothing, of a step without outputs', none, undefined, []],
  ])('%s', async (_, node, returned, yields) => {
    expect(await run(node, returned)).toEqual({ yields });
  });

  it.each<[string, NodeDefinition, unknown, unknown[], RegExp]>([
    [
      'an unknown asset',
      two,
      gen(new MaterializeResult({ assetKey: 'x/a' })),
      [],
      /step: "x\/a" is not one of its outputs/,
    ],
    [
      'a near miss',
      two,
      { a: 1, 'x/c': 2 },
      [out('a', 1)],
      /"x\/c" is not one of its outputs. Did you mean "x\/b"\?/,
    ],
    [
      'an unknown output',
      two,
      new Output({ value: 1, outputName: 'aa' }),
      [],
      /"aa" is not one of its outputs. Did you mean "a"/,
    ],
    [
      'an output twice (Dagster case ev-14): the first is stored',
      two,
      gen(new Output({ value: 1, outputName: 'a' }), new Output({ value: 1, outputName: 'a' })),
      [out('a', 1)],
      /output a returned multiple times/,
    ],
    [
      'a required output left out: what came is kept',
      two,
      { a: 1 },
      [out('a', 1)],
      /InvalidStepOutput: step: it ended without giving "x\/b"/,
    ],
    ['a generator that yields nothing', sole, gen(), [], /ended without giving "p\/a"/],
    [
      'which of several?',
      two,
      new MaterializeResult(),
      [],
      /a MaterializeResult does not say of which output/,
    ],
    ['which output?', two, gen(new Output({ value: 1 })), [], /an Output does not say of which output/],
    ['a value yielded', sole, gen(5), [], /a number was yielded/],
    ['a value returned for several outputs', two, 5, [], /a number was returned/],
    ['null returned for several outputs', two, null, [], /null was returned/],
    ['a tuple that is too short', two, [1], [], /a list of 1 was returned for 2 outputs/],
    ['a value without outputs', none, 5, [], /a number was returned/],
    [
      'metadata that is no data',
      sole,
      new MaterializeResult({ metadata: { m: new Map() } }),
      [],
      /metadata "m" cannot be kept: a Map is not JSON/,
    ],
    ['a bad tag', sole, new MaterializeResult({ tags: { 'a b': '' } }), [], /tag key "a b"/],
    [
      'the function’s own error',
      sole,
      (async function* () {
        yield new MaterializeResult();
        throw new Error('burnt');
      })(),
      [result(undefined)],
      /^Error: burnt$/,
    ],
  ])('refuses %s', async (_, node, returned, yields, message) => {
    expect(await run(node, returned)).toEqual({ yields, error: expect.stringMatching(message) });
  });

  it('a generator that is left early can clean up', async () => {
    const done: string[] = [];
    const returned = (function* () {
      try {
        yield new MaterializeResult({ value: 1 });
        yield new MaterializeResult({ value: 2 });
      } finally {
        done.push('closed');
      }
    })();
    expect((await run(sole, returned)).error).toMatch('returned multiple times');
    expect(done).toEqual(['closed']);
  });
});

describe('dynamic outputs', () => {
  const part = (mappingKey: string, value: unknown = 1) => new DynamicOutput({ value, mappingKey });
  it.each<[string, unknown, unknown[]]>([
    [
      'yielded',
      gen(part('k0', 0), part('k1', 1)),
      [out('parts', 0, { mappingKey: 'k0' }), out('parts', 1, { mappingKey: 'k1' })],
    ],
    ['a list', [part('k0')], [out('parts', 1, { mappingKey: 'k0' })]],
    ['none (case ev-08)', gen(), []],
    ['an empty list', [], []],
  ])('%s', async (_, returned, yields) => {
    expect(await run(split, returned)).toEqual({ yields });
  });

  it('beside another output', async () => {
    const node = nodeOf([{ name: 'parts', isDynamic: true }, { name: 'total' }]);
    expect(await run(node, { parts: [part('a')], total: 3 })).toEqual({
      yields: [out('parts', 1, { mappingKey: 'a' }), out('total', 3)],
    });
  });

  it.each<[string, NodeDefinition, () => unknown, unknown[], RegExp]>([
    [
      'a mapping key twice (case ev-11)',
      split,
      () => gen(part('a'), part('a')),
      [out('parts', 1, { mappingKey: 'a' })],
      /mapping key "a" multiple times/,
    ],
    ['an illegal mapping key (case ev-12)', split, () => (function* () { yield part('a-b'); })(), [], /InvalidMappingKey: .*\^\[A-Za-z0-9_\]\+\$|"a-b" is not a legal name/], // prettier-ignore
    ['a plain value', split, () => 5, [], /is dynamic, and what came is no DynamicOutput/],
    ['an Output', split, () => gen(new Output({ value: 1 })), [], /is dynamic/],
    ['a DynamicOutput for a plain output', op, () => gen(part('a')), [], /"result", which is not dynamic/],
  ])('refuses %s', async (_, node, returned, yields, message) => {
    expect(await run(node, returned())).toEqual({ yields, error: expect.stringMatching(message) });
  });
});

describe('typed outputs', () => {
  it.each<[string, NodeDefinition, unknown, unknown[], RegExp | undefined]>([
    ['of the right type', int, 3, [result(3)], undefined],
    ['a result without a value has no type', int, new MaterializeResult(), [result(undefined)], undefined],
    [
      'of the wrong type: told, then the step fails',
      int,
      'x',
      [{ type: 'refused', output: 'result', reason: 'Invalid input: expected number, received string' }],
      /TypeCheckFailed: step: type check failed for output "result": Invalid input/,
    ],
    [
      'nothing is not a number',
      int,
      undefined,
      [expect.objectContaining({ type: 'refused' })],
      /TypeCheckFailed/,
    ],
    [
      'of a dynamic output the key is told, and those before it are kept',
      dynamicInt,
      gen(
        new DynamicOutput({ value: 1, mappingKey: 'a' }),
        new DynamicOutput({ value: '', mappingKey: 'b' }),
      ),
      [result(1, { mappingKey: 'a' }), expect.objectContaining({ type: 'refused', mappingKey: 'b' })],
      /TypeCheckFailed/,
    ],
    ['Nothing takes nothing', nodeOf([{ type: Nothing }]), undefined, [result(undefined)], undefined],
    [
      'Nothing takes no value',
      nodeOf([{ type: Nothing }]),
      1,
      [expect.objectContaining({ type: 'refused' })],
      /expected nothing, received number/,
    ],
    [
      'the place in the value is named',
      nodeOf([{ type: z.object({ rows: z.array(z.object({ n: z.int() })) }) }]),
      { rows: [{ n: 1 }, { n: 'x' }] },
      [expect.objectContaining({ reason: expect.stringMatching(/^rows\[1\]\.n: /) })],
      /TypeCheckFailed/,
    ],
    [
      'an asynchronous schema',
      nodeOf([{ type: z.string().refine(async (text) => text === 'yes', 'say yes') }]),
      'no',
      [expect.objectContaining({ reason: 'say yes' })],
      /TypeCheckFailed/,
    ],
  ])('%s', async (_, node, returned, yields, message) => {
    const ran = await run(node, returned);
    expect(ran.yields).toEqual(yields);
    if (message) expect(ran.error).toMatch(message);
    else expect(ran.error).toBeUndefined();
  });
});

describe('a subset', () => {
  const wanted = { outputs: [{ name: 'a', assetKey: 'a' }] };
  it('only what is wanted must come (case ev-27)', async () => {
    expect(await run(two, gen(new MaterializeResult({ assetKey: 'a', value: 1 })), wanted)).toEqual({
      yields: [out('a', 1)],
    });
  });
  it('what is not wanted is refused, as in Dagster', async () => {
    expect(await run(two, { a: 1, b: 2 }, wanted)).toEqual({
      yields: [out('a', 1)],
      error: expect.stringMatching(/output "x\/b" was given, which is not selected/),
    });
  });
  it('what is wanted and missing is an error, unless the step says that it may be', async () => {
    expect((await run(two, gen(), wanted)).error).toMatch('without giving "a"');
    expect(await run(two, gen(), { outputs: [{ name: 'a', isRequired: false }] })).toEqual({ yields: [] });
  });
  it('of an op in a graph the step says which asset it is', async () => {
    const step = { outputs: [{ name: 'result', assetKey: 'g' }] };
    expect(await run(op, new MaterializeResult({ assetKey: 'g', value: 1 }), step)).toEqual({
      yields: [result(1)],
    });
  });
});

describe('a step of partitions', () => {
  const of = (...partitionKeys: string[]) => ({ partitionKeys });
  const p = (partitionKey: string, value: unknown, more = {}) => result(value, { partitionKey, ...more });
  it.each<[string, NodeDefinition, unknown, readonly string[], unknown[]]>([
    ['one: its value', sole, { a: 1 }, ['k'], [p('k', { a: 1 })]],
    ['several: an object', sole, { y: 2, x: 1 }, ['x', 'y'], [p('x', 1), p('y', 2)]],
    ['several: a Map', sole, new Map([['x', 1], ['y', 2]]), ['x', 'y'], [p('x', 1), p('y', 2)]], // prettier-ignore
    [
      'nothing: each is made, without a value',
      sole,
      undefined,
      ['x', 'y'],
      [p('x', undefined), p('y', undefined)],
    ],
    [
      'metadata of all, and of one',
      sole,
      new MaterializeResult({
        value: { x: 1, y: new MaterializeResult({ value: 2, metadata: { own: true } }) },
        metadata: { n: 1 },
      }),
      ['x', 'y'],
      [
        p('x', 1, { metadata: { n: { type: 'int', value: 1 } } }),
        p('y', 2, { metadata: { n: { type: 'int', value: 1 }, own: { type: 'bool', value: true } } }),
      ],
    ],
    ['an output that is no asset is whole', op, { a: 1 }, ['x', 'y'], [result({ a: 1 })]],
    [
      'types are of each partition',
      nodeOf([{ assetKey: 'a', type: z.int() }]),
      { x: 1, y: 2 },
      ['x', 'y'],
      [p('x', 1), p('y', 2)],
    ],
  ])('%s', async (_, node, returned, keys, yields) => {
    expect(await run(node, returned, of(...keys))).toEqual({ yields });
  });

  it.each<[string, unknown, RegExp]>([
    ['a missing key', { x: 1 }, /value of "p\/a" has no value for partition "y"/],
    ['an unknown key', { x: 1, y: 2, z: 3 }, /has "z", which the step does not make/],
    ['both', new Map([['z', 3]]), /no value for partition "x", "y", and has "z"/],
    ['a list', [1, 2], /a list came for "p\/a", of which the step makes 2 partitions/],
  ])('refuses %s', async (_, returned, message) => {
    expect(await run(sole, returned, of('x', 'y'))).toEqual({
      yields: [],
      error: expect.stringMatching(message),
    });
  });
});

describe('checks', () => {
  const check = (name: string, assetKey = 'p/a') => ({ name, assetKey, isRequired: true });
  const found = (name: string, passed: boolean, more = {}) => ({
    type: 'check', assetKey: 'p/a', name, passed, severity: 'ERROR', ...more,
  }); // prettier-ignore
  const own = nodeOf([], [check('full')]);
  const withAsset = nodeOf([{ assetKey: 'p/a' }], [check('full'), check('fresh')]);
  const blocking = (name: string) => ({ checks: [{ ...check(name), blocking: true }] });

  it.each<[string, NodeDefinition, unknown, unknown[]]>([
    ['true', own, true, [found('full', true)]],
    ['false', own, Promise.resolve(false), [found('full', false)]],
    [
      'a result',
      own,
      new AssetCheckResult({ passed: false, severity: 'WARN', description: 'few', metadata: { n: 1 } }),
      [
        found('full', false, {
          severity: 'WARN',
          description: 'few',
          metadata: { n: { type: 'int', value: 1 } },
        }),
      ],
    ],
    ['a generator', own, gen(new AssetCheckResult({ passed: true })), [found('full', true)]],
    [
      'in the asset’s result: after the asset',
      withAsset,
      new MaterializeResult({
        value: 1,
        checkResults: [
          new AssetCheckResult({ checkName: 'full', passed: true }),
          new AssetCheckResult({ checkName: 'fresh', passed: false }),
        ],
      }),
      [result(1), found('full', true), found('fresh', false)],
    ],
    [
      'yielded beside an output',
      nodeOf([{ assetKey: 'p/a' }], [check('full')]),
      gen(new Output({ value: 1 }), new AssetCheckResult({ passed: true })),
      [result(1), found('full', true)],
    ],
  ])('%s', async (_, node, returned, yields) => {
    expect(await run(node, returned)).toEqual({ yields });
  });

  it.each<[string, NodeDefinition, unknown, RegExp]>([
    [
      'an unknown check',
      withAsset,
      new AssetCheckResult({ checkName: 'ful', passed: true }),
      /"ful" is not one of its checks. Did you mean "full"\?/,
    ],
    [
      'of an unknown asset',
      own,
      new AssetCheckResult({ assetKey: 'q', passed: true }),
      /of "q" is not one of its checks/,
    ],
    ['which check?', withAsset, new AssetCheckResult({ passed: true }), /does not say which check/],
    [
      'none is announced',
      sole,
      new MaterializeResult({ checkResults: [new AssetCheckResult({ passed: true })] }),
      /is not one of its checks/,
    ],
    [
      'twice',
      own,
      gen(new AssetCheckResult({ passed: true }), new AssetCheckResult({ passed: true })),
      /check "full" of "p\/a" returned multiple times/,
    ],
    ['no answer', own, undefined, /ended without the result of "full"/],
    ['no truth value', own, new AssetCheckResult({ passed: 1 as never }), /has passed: 1/],
    [
      'a word as severity',
      own,
      new AssetCheckResult({ passed: true, severity: 'BAD' as never }),
      /severity "BAD"/,
    ],
    ['something else', own, 'fine', /a string was returned/],
  ])('refuses %s', async (_, node, returned, message) => {
    expect((await run(node, returned)).error).toMatch(message);
  });

  it.each([
    ['blocking, ERROR', new AssetCheckResult({ passed: false }), true, true],
    ['blocking, WARN (case ck-03)', new AssetCheckResult({ passed: false, severity: 'WARN' }), true, false],
    ['blocking, passed', new AssetCheckResult({ passed: true }), true, false],
    ['not blocking, ERROR', new AssetCheckResult({ passed: false }), false, false],
  ])('%s', async (_, returned, isBlocking, fails) => {
    const ran = await run(own, returned, isBlocking ? blocking('full') : undefined);
    expect(ran.yields).toHaveLength(1);
    if (fails) expect(ran.error).toBe('AssetCheckFailed: step: blocking check "full" of "p/a" failed');
    else expect(ran.error).toBeUndefined();
  });

  it('a blocking check that failed fails the step only after everything else was yielded', async () => {
    const returned = gen(
      new AssetCheckResult({ checkName: 'full', passed: false }),
      new MaterializeResult({
        value: 1,
        checkResults: [new AssetCheckResult({ checkName: 'fresh', passed: true })],
      }),
    );
    const checks = [
      { ...check('full'), blocking: true },
      { ...check('fresh'), blocking: false },
    ];
    expect(await run(withAsset, returned, { checks })).toEqual({
      yields: [found('full', false), result(1), found('fresh', true)],
      error: expect.stringMatching(/^AssetCheckFailed/),
    });
  });

  it('a check that is not wanted must not come, and is not missed', async () => {
    const checks = [{ ...check('full'), blocking: false }];
    const full = new AssetCheckResult({ checkName: 'full', passed: true });
    const fresh = new AssetCheckResult({ checkName: 'fresh', passed: true });
    expect(
      (await run(withAsset, new MaterializeResult({ checkResults: [full] }), { checks })).error,
    ).toBeUndefined();
    expect(
      (await run(withAsset, new MaterializeResult({ checkResults: [full, fresh] }), { checks })).error,
    ).toMatch('check "fresh" of "p/a" was given, which is not selected');
  });
});

describe('asset events and observations', () => {
  const seen = nodeOf([{ assetKey: 'p/a', isObservation: true }]);
  const observed = (more = {}) => ({ type: 'assetEvent', event: 'observation', assetKey: 'p/a', ...more });
  it.each<[string, NodeDefinition, unknown, readonly string[], unknown[]]>([
    ['a data version', seen, new DataVersion('3'), [], [observed({ dataVersion: '3' })]],
    [
      'a result',
      seen,
      new ObserveResult({ metadata: { n: 1 }, dataVersion: 'v' }),
      [],
      [observed({ metadata: { n: { type: 'int', value: 1 } }, dataVersion: 'v' })],
    ],
    [
      'versions by partition',
      seen,
      new DataVersionsByPartition({ x: '1', y: new DataVersion('2') }),
      ['x', 'y'],
      [observed({ partitionKey: 'x', dataVersion: '1' }), observed({ partitionKey: 'y', dataVersion: '2' })],
    ],
    [
      'of one partition',
      seen,
      new DataVersion('3'),
      ['x'],
      [observed({ partitionKey: 'x', dataVersion: '3' })],
    ],
    [
      'something that happened to another asset',
      op,
      gen(
        new AssetMaterialization({ assetKey: 'q', partition: '1', description: 'made', metadata: { n: 1 } }),
        new AssetObservation({ assetKey: 'q', tags: { a: 'b' } }),
        new Output({ value: 1 }),
      ),
      [],
      [
        {
          type: 'assetEvent',
          event: 'materialization',
          assetKey: 'q',
          partitionKey: '1',
          description: 'made',
          metadata: { n: { type: 'int', value: 1 } },
        },
        { type: 'assetEvent', event: 'observation', assetKey: 'q', tags: { a: 'b' } },
        result(1),
      ],
    ],
  ])('%s', async (_, node, returned, partitionKeys, yields) => {
    expect(await run(node, returned, { partitionKeys })).toEqual({ yields });
  });

  it.each<[string, unknown, RegExp]>([
    ['a value', 5, /a number came for "p\/a", which is observed and not made/],
    ['unknown partitions', new DataVersionsByPartition({ z: '1' }), /data versions came for "z"/],
    [
      'an asset key that is none',
      gen(new AssetObservation({ assetKey: 'a//b' })),
      /"a\/\/b" is not an asset key/,
    ],
  ])('refuses %s', async (_, returned, message) => {
    expect((await run(seen, returned, { partitionKeys: ['x'] })).error).toMatch(message);
  });
});
