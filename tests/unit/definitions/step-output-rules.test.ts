import { MaterializeResult } from '$lib/definitions/materialize-result';
import type { NodeDefinition } from '$lib/definitions/node-definition';
import { Nothing } from '$lib/definitions/nothing';
import { DynamicOutput, Output } from '$lib/definitions/output';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { nodeOf, run, out, result, sole, op, two, split, int, dynamicInt, gen } from './step-yields';

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
