import { DataVersion } from '$lib/definitions/data-version';
import { MaterializeResult } from '$lib/definitions/materialize-result';
import type { NodeDefinition } from '$lib/definitions/node-definition';
import { Output } from '$lib/definitions/output';
import { describe, expect, it } from 'vitest';
import { run, out, result, sole, op, two, maybe, named, none, gen } from './step-yields';

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
      'the last word of a key',
      sole,
      new MaterializeResult({ assetKey: 'a', value: 1 }),
      [],
      /"a" is not one of its outputs/,
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
