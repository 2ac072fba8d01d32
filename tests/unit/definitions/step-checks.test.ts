import { AssetCheckResult } from '$lib/definitions/asset-check-result';
import { AssetMaterialization, AssetObservation } from '$lib/definitions/asset-events';
import { DataVersion, DataVersionsByPartition } from '$lib/definitions/data-version';
import { MaterializeResult, ObserveResult } from '$lib/definitions/materialize-result';
import type { NodeDefinition } from '$lib/definitions/node-definition';
import { Output } from '$lib/definitions/output';
import { describe, expect, it } from 'vitest';
import { nodeOf, run, result, sole, op, gen } from './step-yields';

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
