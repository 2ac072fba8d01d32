import { asset, AssetOut, MaterializeResult, multiAsset } from '$lib/definitions';
import { stepOutputs } from '$lib/definitions/step-outputs';
import { describe, expect, it } from 'vitest';
import { collect } from './collect';

/** What a step of one definition gives: its outputs up to the error, and the error. */
async function run(definition: unknown) {
  const node = [...collect({ step: definition }).nodes.values()][0]!;
  const given: unknown[] = [];
  try {
    for await (const { output, value, metadata, ...more } of stepOutputs(
      node,
      node.compute({}, {} as never),
    )) {
      given.push([output, value, ...(Object.keys(metadata).length > 0 ? [metadata] : [])]);
      if (more.dataVersion) given.push(more);
    }
    return { given };
  } catch (error) {
    return { given, error: (error as Error).message };
  }
}

const ab = { outs: { a: new AssetOut(), b: new AssetOut({ key: 'x/b' }) } };
const maybe = { outs: { a: new AssetOut(), b: new AssetOut({ isRequired: false }) } };

describe('what an asset’s function returned', () => {
  it.each<[string, unknown, unknown[]]>([
    ['a value', asset(() => 1), [['result', 1]]],
    ['a promise', asset(async () => [1]), [['result', [1]]]],
    ['nothing: there is no value to store', asset(() => {}), [['result', undefined]]],
    ['null is a value', asset(() => null), [['result', null]]],
    ['an empty list is a value', asset(() => []), [['result', []]]],
    [
      'an iterator that is no generator is a value',
      asset(() => new Map([[1, 2]])),
      [['result', new Map([[1, 2]])]],
    ],
    [
      'a result',
      asset(
        () => new MaterializeResult({ value: 1, metadata: { n: 2 }, dataVersion: 'v', tags: { a: 'b' } }),
      ),
      [['result', 1, { n: { type: 'int', value: 2 } }], { dataVersion: 'v', tags: { a: 'b' } }],
    ],
    ['a result without a value', asset(() => new MaterializeResult()), [['result', undefined]]],
    ['a result by key', asset(() => new MaterializeResult({ assetKey: 'step', value: 1 })), [['result', 1]]],
    ['a generator', asset(function* () { yield new MaterializeResult({ value: 1 }); }), [['result', 1]]], // prettier-ignore
    ['a generator that returns', asset(async function* () { yield* []; return 1; }), [['result', 1]]], // prettier-ignore
    ['an optional asset not yielded', asset({ outputRequired: false }, function* () {}), []],
    ['an object by output', multiAsset(ab, () => ({ a: 1, b: new MaterializeResult({ value: 2 }) })), [['a', 1], ['b', 2]]], // prettier-ignore
    ['an object by key', multiAsset(ab, () => ({ 'x/b': 1, a: 2 }) as object), [['b', 1], ['a', 2]]], // prettier-ignore
    ['a list of results', multiAsset(ab, async () => [new MaterializeResult({ assetKey: 'a' }), new MaterializeResult({ assetKey: 'b' })]), [['a', undefined], ['b', undefined]]], // prettier-ignore
    ['results, then an object', multiAsset(ab, async function* () { yield new MaterializeResult({ assetKey: 'a', value: 1 }); return { b: 2 }; }), [['a', 1], ['b', 2]]], // prettier-ignore
    ['one without the optional', multiAsset(maybe, () => ({ a: 1 })), [['a', 1]]],
  ])('%s', async (_, definition, given) => {
    expect(await run(definition)).toEqual({ given });
  });

  it.each<[string, unknown, unknown[], RegExp]>([
    ['an unknown asset', multiAsset(ab, function* () { yield new MaterializeResult({ assetKey: 'x/a' }); }), [], /step: "x\/a" is not one of its assets/], // prettier-ignore
    [
      'a near miss',
      multiAsset(ab, () => ({ a: 1, 'x/c': 2 }) as object),
      [['a', 1]],
      /"x\/c" is not one of its assets. Did you mean "x\/b"\?/,
    ],
    ['an asset twice (Dagster case ev-14)', multiAsset(ab, function* () { yield new MaterializeResult({ assetKey: 'a' }); yield new MaterializeResult({ assetKey: 'a' }); }), [['a', undefined]], /a was given twice/], // prettier-ignore
    [
      'a required asset left out: what came is kept',
      multiAsset(ab, () => ({ a: 1 })),
      [['a', 1]],
      /ended without giving "x\/b"/,
    ],
    ['a generator that yields nothing', asset(function* () {}), [], /ended without giving "step"/],
    ['which of several?', multiAsset(ab, () => new MaterializeResult()), [], /does not say of which asset/],
    ['something else yielded', asset(function* () { yield 5; }), [], /a number was yielded/], // prettier-ignore
    ['something else returned', multiAsset(ab, () => 5 as never), [], /a number was returned/],
    [
      'metadata that is no data',
      asset(() => new MaterializeResult({ metadata: { m: new Map() } })),
      [],
      /metadata "m" cannot be kept: a Map is not JSON/,
    ],
    ['a bad tag', asset(() => new MaterializeResult({ tags: { 'a b': '' } })), [], /tag key "a b"/],
    ['the function’s own error', asset(async function* () { yield new MaterializeResult(); throw new Error('burnt'); }), [['result', undefined]], /^burnt$/], // prettier-ignore
  ])('refuses %s', async (_, definition, given, message) => {
    expect(await run(definition)).toEqual({ given, error: expect.stringMatching(message) });
  });

  it('a generator that is left early can clean up', async () => {
    const done: string[] = [];
    const definition = asset(function* () {
      try {
        yield new MaterializeResult({ value: 1 });
        yield new MaterializeResult({ value: 2 });
      } finally {
        done.push('closed');
      }
    });
    expect(await run(definition)).toEqual({
      given: [['result', 1]],
      error: expect.stringContaining('given twice'),
    });
    expect(done).toEqual(['closed']);
  });
});
