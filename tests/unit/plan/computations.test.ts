import { describe, expect, test } from 'vitest';
import type { ExecutionPlan } from '$lib/plan/execution-plan';
import { launchEvents } from '$lib/plan/launch-events';
import { MadeUpFailure, simulate } from './simulate';
import { asset, check, from, handle, planOf, reads, stepSnapshot } from './snapshots';

const keysOf = (plan: ExecutionPlan) => plan.steps.map(({ key }) => key);
const stepOf = (plan: ExecutionPlan, key: string) => plan.steps.find((step) => step.key === key)!;
const asInput = (key: string, input = key) => ({ key, input });

describe('a multiAsset', () => {
  const two = (canSubset: boolean) => ({
    assets: [
      asset('rows'),
      asset('log'),
      asset('a', { node: 'two', output: 'a', canSubset, deps: [asInput('rows')] }),
      asset('b', {
        node: 'two',
        output: 'b',
        canSubset,
        deps: [asInput('rows'), asInput('log'), { key: 'x' }],
      }),
    ],
    checks: [check('a', 'ok', { node: 'two', canSubset }), check('b', 'ok', { node: 'two', canSubset })],
  });

  test('that can be subset makes only what is selected, and waits only for what that needs (ev-27)', () => {
    const plan = planOf(two(true), { selected: ['a'] });
    expect(plan.steps).toMatchObject([
      {
        key: 'two',
        inputs: [{ name: 'rows' }],
        outputs: [{ name: 'a', assetKey: 'a' }],
        checks: [{ assetKey: 'a', name: 'ok' }],
      },
    ]);
    expect(plan.steps[0]).not.toHaveProperty('after');
    expect(stepOf(planOf(two(true), { selected: ['b'] }), 'two')).toMatchObject({ after: ['x'] });
  });

  test('that cannot is refused in part, naming all of its keys (ev-28)', () => {
    expect(() => planOf(two(false), { selected: ['a'] })).toThrow(
      expect.objectContaining({
        name: 'InvalidSubsetError',
        message: 'two computes a, b in one step and cannot compute only a',
        remedy: 'Select all of them: a, b',
      }),
    );
  });

  test('its own checks cannot be left out where it cannot be subset, and can where it can', () => {
    const selected = ['a', 'b'];
    expect(planOf(two(false), { selected, checks: false }).steps[0]?.checks).toHaveLength(2);
    expect(planOf(two(true), { selected, checks: false }).steps[0]).not.toHaveProperty('checks');
  });

  test('an optional asset that is not yielded skips what is downstream; the run succeeds', () => {
    const plan = planOf({
      assets: [asset('maybe', { isRequired: false }), asset('down', { deps: [asInput('maybe')] })],
    });
    const run = simulate(plan, { maybe: () => ({}) });
    expect([run.told('down'), run.status]).toEqual([['STEP_SKIPPED'], 'SUCCESS']);
  });
});

describe('a graph-backed asset', () => {
  const graph = {
    assets: [
      asset('raw'),
      asset('clock'),
      asset('g', { step: 'g.clean', deps: [asInput('raw'), { key: 'clock' }] }),
      asset('report', { deps: [asInput('g')] }),
    ],
    steps: [
      stepSnapshot('g.fetch', { node: 'g', op: 'fetch', ...reads({ x: { type: 'asset', key: 'raw' } }) }),
      stepSnapshot('g.clean', { node: 'g', op: 'clean', ...reads({ rows: from('g.fetch') }) }),
    ],
  };

  test('is all steps of its graph; the last one yields the asset', () => {
    const plan = planOf(graph);
    expect(keysOf(plan)).toEqual(['clock', 'raw', 'g.fetch', 'g.clean', 'report']);
    expect(stepOf(plan, 'g.fetch').outputs).toEqual([{ name: 'result', isRequired: true }]);
    expect(stepOf(plan, 'g.clean').outputs).toMatchObject([{ assetKey: 'g', codeVersion: 'code of g' }]);
    expect(stepOf(plan, 'report').inputs).toEqual([
      { name: 'g', source: { type: 'asset', key: 'g', madeBy: { step: 'g.clean', output: 'result' } } },
    ]);
  });

  test('its first steps wait for what only orders it; the step that yields it records all that it depends on', () => {
    const plan = planOf(graph);
    expect(stepOf(plan, 'g.fetch')).toMatchObject({
      after: ['clock'],
      deps: [{ step: 'raw' }, { step: 'clock' }],
    });
    expect(stepOf(plan, 'g.clean')).toMatchObject({ after: ['raw', 'clock'], deps: [{ step: 'g.fetch' }] });
  });

  test('of several assets, one that can be subset takes only the steps that the selected ones need', () => {
    const parts = {
      assets: [
        asset('one', { node: 'g', step: 'g.one', canSubset: true }),
        asset('two', { node: 'g', step: 'g.two', canSubset: true }),
        asset('both', { node: 'g', step: 'g.both', canSubset: true }),
      ],
      steps: [
        stepSnapshot('g.one', { node: 'g' }),
        stepSnapshot('g.two', { node: 'g' }),
        stepSnapshot('g.both', { node: 'g', ...reads({ a: from('g.one') }), after: [] }),
      ],
    };
    const plan = planOf(parts, { selected: ['both'] });
    expect(keysOf(plan)).toEqual(['g.one', 'g.both']);
    expect(plan.steps[0]?.outputs).toEqual([{ name: 'result', isRequired: true }]);
  });
});

describe('checks', () => {
  const location = {
    assets: [asset('a'), asset('b', { deps: [asInput('a')] }), asset('other')],
    checks: [check('a', 'soft'), check('a', 'hard', { blocking: true }), check('other', 'x')],
  };

  test('of the selected assets come along, after their asset', () => {
    const plan = planOf(location, { selected: ['a'] });
    expect(keysOf(plan)).toEqual(['a', 'a_hard', 'a_soft']);
    expect(stepOf(plan, 'a_hard')).toMatchObject({
      deps: [{ step: 'a', output: 'result' }],
      checks: [{ assetKey: 'a', name: 'hard', blocking: true }],
      after: ['a'],
    });
  });

  test('can be left out, or chosen alone', () => {
    expect(keysOf(planOf(location, { selected: ['a'], checks: false }))).toEqual(['a']);
    const alone = planOf(location, { selected: [], checks: [{ assetKey: 'a', name: 'soft' }] });
    expect(alone.steps).toMatchObject([{ key: 'a_soft', deps: [] }]);
    expect(() => planOf(location, { selected: [], checks: [{ assetKey: 'a', name: 'sof' }] })).toThrow(
      'There is no check a:sof here. Did you mean "a:soft"?',
    );
  });

  test('that block and fail keep what is downstream of the asset from running; others do not', () => {
    const plan = planOf(location);
    expect(stepOf(plan, 'b').blockedBy).toEqual(['a_hard']);
    const fails = () => {
      throw new MadeUpFailure();
    };
    const blocked = simulate(plan, { a_hard: fails });
    expect(blocked.told('b')).toEqual(['STEP_ABANDONED']);
    expect(blocked.told('a_soft')).toContain('STEP_SUCCESS');
    expect(simulate(plan, { a_soft: fails }).told('b')).toContain('STEP_SUCCESS');
  });

  test('that block and were skipped do not keep anything', () => {
    const checks = [check('a', 'hard', { blocking: true, deps: [asInput('maybe')] })];
    const assets = [...location.assets.slice(0, 2), asset('maybe', { isRequired: false })];
    const run = simulate(planOf({ assets, checks }), { maybe: () => ({}) });
    expect([run.told('a_hard'), run.told('b').at(-1)]).toEqual([['STEP_SKIPPED'], 'STEP_SUCCESS']);
  });

  test('a check that an asset answers for itself is a part of its step', () => {
    const own = { assets: [asset('a')], checks: [check('a', 'own', { node: 'a', blocking: true })] };
    expect(planOf(own).steps).toMatchObject([{ key: 'a', checks: [{ name: 'own' }], deps: [] }]);
    expect(() => planOf(own, { selected: [], checks: [{ assetKey: 'a', name: 'own' }] })).toThrow(
      'Check a:own is evaluated by the step that computes a',
    );
  });

  test('several in one step that cannot be subset: all of them or none', () => {
    const many = {
      assets: [asset('a'), asset('b')],
      checks: [check('a', 'x', { node: 'both' }), check('b', 'y', { node: 'both' })],
    };
    expect(keysOf(planOf(many))).toEqual(['a', 'b', 'both']);
    expect(keysOf(planOf(many, { selected: ['a'] }))).toEqual(['a']);
    expect(() => planOf(many, { selected: [], checks: [{ assetKey: 'a', name: 'x' }] })).toThrow(
      'both evaluates a:x, b:y in one step and cannot evaluate only a:x',
    );
  });

  test('each is planned in the log of the run, after its asset', () => {
    const plan = planOf(location, { selected: ['a'] });
    const events = launchEvents({ id: 'r', jobName: 'job', plan }, 1);
    expect(events.map(({ type, stepKey }) => [type, stepKey])).toEqual([
      ['ASSET_MATERIALIZATION_PLANNED', 'a'],
      ['ASSET_CHECK_EVALUATION_PLANNED', 'a_hard'],
      ['ASSET_CHECK_EVALUATION_PLANNED', 'a_soft'],
      ['RUN_ENQUEUED', undefined],
    ]);
  });
});

test('what is observed is waited for, but its value is loaded from storage; nothing is planned to be made', () => {
  const assets = [asset('source', { isObservable: true }), asset('a', { deps: [asInput('source')] })];
  const plan = planOf({ assets });
  expect(stepOf(plan, 'source').outputs).toMatchObject([{ isObservation: true }]);
  expect(stepOf(plan, 'a')).toMatchObject({
    inputs: [{ source: { type: 'asset', key: 'source' } }],
    deps: [{ step: 'source', output: 'result' }],
  });
  expect(stepOf(plan, 'a').inputs[0]?.source).not.toHaveProperty('madeBy');
  expect(launchEvents({ id: 'r', jobName: 'job', plan }, 1).map(({ assetKey }) => assetKey)).toEqual([
    'a',
    undefined,
  ]);
});

test('partitions of a run: what each step makes, and what each input loads', () => {
  const days = { type: 'static', keys: ['1', '2', '3'] } as never;
  const assets = [
    asset('plain'),
    asset('a', { partitions: days }),
    asset('b', { partitions: days, deps: [asInput('a', 'today'), asInput('plain')] }),
  ];
  const checks = [check('b', 'x', { partitions: days }), check('b', 'whole')];
  const wanted = { keys: ['2'] };
  const plan = planOf(
    { assets, checks },
    {
      partitions: {
        assets: new Map([
          ['a', wanted],
          ['b', wanted],
        ]),
        upstream: ({ key }, of) =>
          key === 'a' && of === 'b' ? { keys: ['1', '2'], allowMissing: true } : undefined,
      },
    },
  );
  expect(plan.steps.map(({ key, partitions }) => [key, partitions])).toEqual([
    ['a', wanted],
    ['plain', undefined],
    ['b', wanted],
    ['b_whole', undefined],
    ['b_x', wanted],
  ]);
  expect(stepOf(plan, 'b').inputs.map(({ source }) => source)).toMatchObject([
    { key: 'a', partitions: ['1', '2'], allowMissing: true },
    { key: 'plain' },
  ]);
  expect(launchEvents({ id: 'r', jobName: 'job', plan }, 1)[0]?.data).toEqual({ partitions: ['2'] });
});

test('resources: only those that are required, in the order of set-up, with the managers of what is read', () => {
  const resource = (key: string, ...requires: string[]) => ({ key, type: 'resource' as const, requires });
  const store = { name: 'result', isRequired: true, ioManagerKey: 'parquet' };
  const plan = planOf({
    assets: [asset('a'), asset('b', { deps: [asInput('a')] })],
    steps: [
      stepSnapshot('a', { outputs: [store], resources: ['parquet'] }),
      stepSnapshot('b', { ...reads({ a: { type: 'asset', key: 'a' } }), resources: ['api'] }),
    ],
    resources: [
      resource('unused'),
      resource('api', 'token'),
      resource('token', 'vault'),
      resource('vault'),
      resource('parquet', 'vault'),
    ],
  });
  expect(plan.resources).toEqual(['vault', 'token', 'api', 'parquet']);
  expect(stepOf(plan, 'b')).toMatchObject({
    resources: ['api', 'parquet'],
    inputs: [{ source: { ioManagerKey: 'parquet' } }],
  });
});

test('a step may wait for an output without reading it', () => {
  const plan = planOf({
    assets: [asset('g', { step: 'g.b' })],
    steps: [stepSnapshot('g.a', { node: 'g' }), stepSnapshot('g.b', { node: 'g', after: [handle('g.a')] })],
  });
  expect(stepOf(plan, 'g.b')).toMatchObject({ inputs: [], deps: [{ step: 'g.a', output: 'result' }] });
});
