import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { AssetSnapshot } from '$lib/definitions/snapshot';
import { upstreamSteps } from '$lib/plan/sources';
import { anyDynamicPlan } from './random-plan';
import { asset, planOf } from './snapshots';

const plan = (assets: AssetSnapshot[], selected = assets.map(({ key }) => key)) =>
  planOf({ assets }, { selected });

const cake = [
  asset('ingredients'),
  asset('mixedDough', { deps: [{ key: 'ingredients', input: 'ingredients' }] }),
  asset('production', {
    node: 'reports',
    output: 'production',
    deps: [{ key: 'mixedDough', input: 'dough' }],
  }),
  asset('topCakes', { node: 'reports', output: 'topCakes', deps: [{ key: 'mixedDough', input: 'dough' }] }),
];

test('one step a node, in topological order; inputs come from steps of the plan', () => {
  const { steps } = plan(cake.toReversed());
  expect(steps.map((step) => step.key)).toEqual(['ingredients', 'mixedDough', 'reports']);
  expect(steps[2]).toEqual({
    key: 'reports',
    node: 'reports',
    op: 'reports',
    inputs: [
      {
        name: 'dough',
        source: { type: 'asset', key: 'mixedDough', madeBy: { step: 'mixedDough', output: 'result' } },
      },
    ],
    outputs: [
      { name: 'topCakes', assetKey: 'topCakes', isRequired: true, codeVersion: 'code of topCakes' },
      { name: 'production', assetKey: 'production', isRequired: true, codeVersion: 'code of production' },
    ],
    deps: [{ step: 'mixedDough', output: 'result' }],
    priority: 0,
  });
});

test('an input that is not selected is left to be loaded from storage, whoever makes it', () => {
  const assets = [...cake, asset('sales', { deps: [{ key: 'elsewhere/rows', input: 'rows' }] })];
  const { steps } = plan(assets, ['mixedDough', 'sales']);
  expect(steps.map((step) => step.inputs)).toEqual([
    [{ name: 'ingredients', source: { type: 'asset', key: 'ingredients' } }],
    [{ name: 'rows', source: { type: 'asset', key: 'elsewhere/rows' } }],
  ]);
  expect(steps.every((step) => step.deps.length === 0)).toBe(true);
});

test('a dependency that only orders is no input', () => {
  const [, second] = plan([asset('a'), asset('b', { deps: [{ key: 'a' }] })]).steps;
  expect(second).toMatchObject({
    inputs: [],
    after: ['a'],
    deps: [{ step: 'a', output: 'result' }],
  });
});

test('assets of one step may need each other', () => {
  const both = [
    asset('first', { node: 'two', output: 'first' }),
    asset('second', { node: 'two', output: 'second', deps: [{ key: 'first' }] }),
  ];
  expect(plan(both).steps).toMatchObject([{ key: 'two', deps: [] }]);
});

describe('a selection that cannot be executed', () => {
  test('part of a multiAsset: the error names all its keys', () => {
    expect(() => plan(cake, ['mixedDough', 'topCakes'])).toThrow(
      'reports computes production, topCakes in one step and cannot compute only topCakes',
    );
  });
  test.each([
    [['nothing'], 'There is no asset nothing here'],
    [['stub'], 'The selection holds nothing to materialize'],
  ])('%s', (selected, message) => {
    expect(() => plan([...cake, asset('stub', { isExecutable: false })], selected)).toThrow(message);
  });
  test('a circle names its steps', () => {
    const circle = [asset('a', { deps: [{ key: 'b' }] }), asset('b', { deps: [{ key: 'a' }] }), asset('c')];
    expect(() => plan(circle)).toThrow('These steps wait for each other: a, b');
  });
});

test('an asset computed elsewhere is left out of a wider selection', () => {
  expect(plan([...cake, asset('stub', { isExecutable: false })]).steps).toHaveLength(3);
});

test.each([
  ['3', 3],
  ['-2', -2],
  ['urgent', 0],
  ['', 0],
])('priority tag %j is %i', (tag, priority) => {
  expect(plan([asset('a', { tags: { 'dagster/priority': tag } })]).steps[0]?.priority).toBe(priority);
});

test('every plan is complete and topological, and among free steps the least key is first', () => {
  const anyAssets = fc.array(fc.nat(), { minLength: 1, maxLength: 15 }).map((masks) =>
    masks.map((mask, index) =>
      asset(`a${(index * 7) % 31}`, {
        deps: masks.flatMap((_, before) =>
          before < index && (mask >> (before % 30)) & 1 ? [{ key: `a${(before * 7) % 31}` }] : [],
        ),
      }),
    ),
  );
  fc.assert(
    fc.property(anyAssets, (assets) => {
      const { steps } = plan(assets);
      const done = new Set<string>();
      const left = new Map(steps.map((step) => [step.key, step]));
      expect(left.size).toBe(assets.length);
      for (const step of steps) {
        const free = [...left.values()].filter(({ deps }) => deps.every((dep) => done.has(dep.step)));
        expect(free.map(({ key }) => key).toSorted()[0]).toBe(step.key);
        left.delete(step.key);
        done.add(step.key);
      }
    }),
  );
});

test('the plan of any job of ops has each of its steps once, after all that it depends on', () => {
  fc.assert(
    fc.property(anyDynamicPlan, ({ steps }) => {
      const before = new Set<string>();
      for (const step of steps) {
        for (const upstream of upstreamSteps(step)) expect(before).toContain(upstream);
        expect(before).not.toContain(step.key);
        before.add(step.key);
        const levels = step.key.split('[?]').length - 1;
        expect(levels).toBe(step.mappedOver?.length ?? 0);
      }
      expect([...before].map((key) => key.slice(0, 3)).toSorted()).toEqual(
        steps.map((_, index) => `s${String(index).padStart(2, '0')}`),
      );
    }),
  );
});
