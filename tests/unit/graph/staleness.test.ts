import { noDataVersion, type Materialization, type Observation } from '$lib/graph/stale-causes';
import { staleStatuses } from '$lib/graph/staleness';
import { describe, expect, it, test } from 'vitest';
import { assetSnapshot } from './snapshots';

type Made = Partial<Materialization['data']> & { readonly id: number };

/** Materializations by key; `id` is the time. */
const made = ({ id, ...data }: Made): Materialization => ({
  id,
  data: { codeVersion: '1', dataVersion: `v${id}`, inputVersions: {}, ...data },
});

const a = assetSnapshot('a');
const b = assetSnapshot('b', { deps: [{ key: 'a', input: 'a' }] });
const c = assetSnapshot('c', { deps: [{ key: 'b', input: 'b' }] });
const versioned = { ...a, hasOwnCodeVersion: true };
const external = { ...a, isExecutable: false };
const observable = { ...a, isObservable: true };

const fresh = { status: 'FRESH', causes: [] };
const missing = { status: 'MISSING', causes: [] };
const stale = (...causes: readonly (readonly [string, string, string?])[]) => ({
  status: 'STALE',
  causes: causes.map(([category, reason, dependency]) => ({
    category,
    reason,
    ...(dependency !== undefined && { dependency }),
  })),
});
const newMaterialization = (key: string) => ['DATA', 'has a new dependency materialization', key] as const;
const newDataVersion = (key: string) => ['DATA', 'has a new dependency data version', key] as const;
const staleDependency = (key: string) => ['DATA', 'stale dependency', key] as const;

const inOrder = {
  a: { id: 1 },
  b: { id: 2, inputVersions: { a: 'v1' } },
  c: { id: 3, inputVersions: { b: 'v2' } },
} satisfies Record<string, Made>;

interface Case {
  readonly assets: readonly ReturnType<typeof assetSnapshot>[];
  readonly made?: Record<string, Made>;
  readonly observed?: Record<string, Observation>;
  readonly expected: Record<string, unknown>;
}

/** Ids of Dagster's cases where there is one. */
const cases: Record<string, Case> = {
  'st-01 never materialized': { assets: [a], expected: { a: missing } },
  'st-02 materialized in order': {
    assets: [a, b, c],
    made: inOrder,
    expected: { a: fresh, b: fresh, c: fresh },
  },
  'upstream never materialized: only itself is missing': {
    assets: [a, b],
    made: { b: { id: 2, inputVersions: {} } },
    expected: { a: missing, b: stale(['DEPENDENCIES', 'has a new dependency on a', 'a']) },
  },
  'st-03 upstream materialized again: and what is further down': {
    assets: [a, b, c],
    made: { ...inOrder, a: { id: 4 } },
    expected: { a: fresh, b: stale(newMaterialization('a')), c: stale(staleDependency('b')) },
  },
  'upstream with a code version of its own has new data': {
    assets: [versioned, b],
    made: { ...inOrder, a: { id: 4 } },
    expected: { b: stale(newDataVersion('a')) },
  },
  'upstream says its data version itself, with a value and without': {
    assets: [a, b],
    made: { ...inOrder, a: { id: 4, dataVersion: 'mine', value: { hash: 'h' } } },
    expected: { b: stale(newDataVersion('a')) },
  },
  'upstream says its data version itself by tag': {
    assets: [a, b],
    made: { ...inOrder, a: { id: 4, tags: { 'dagster/data_version_is_user_provided': 'true' } } },
    expected: { b: stale(newDataVersion('a')) },
  },
  'st-04 upstream materialized again with the same data': {
    assets: [a, b],
    made: { ...inOrder, a: { id: 4, dataVersion: 'v1' } },
    expected: { a: fresh, b: fresh },
  },
  'upstream wiped': {
    assets: [a, b],
    made: { b: inOrder.b },
    expected: { a: missing, b: stale(newMaterialization('a')) },
  },
  'st-05 new code': {
    assets: [{ ...a, codeVersion: '2' }, b, c],
    made: inOrder,
    expected: {
      a: stale(['CODE', 'has a new code version']),
      b: stale(staleDependency('a')),
      c: stale(staleDependency('b')),
    },
  },
  'new code of both: what is about itself comes first': {
    assets: [
      { ...a, codeVersion: '2' },
      { ...b, codeVersion: '2' },
    ],
    made: inOrder,
    expected: { b: stale(['CODE', 'has a new code version'], staleDependency('a')) },
  },
  'st-06 new code materialized, downstream not yet': {
    assets: [{ ...versioned, codeVersion: '2' }, b],
    made: { ...inOrder, a: { id: 4, codeVersion: '2' } },
    expected: { a: fresh, b: stale(newDataVersion('a')) },
  },
  'st-07 new dependency': {
    assets: [a, assetSnapshot('x'), { ...b, deps: [...b.deps, { key: 'x', input: 'x' }] }],
    made: { ...inOrder, x: { id: 1 } },
    expected: { b: stale(['DEPENDENCIES', 'has a new dependency on x', 'x']) },
  },
  'new dependency that only orders': {
    assets: [a, assetSnapshot('x'), { ...b, deps: [...b.deps, { key: 'x' }] }],
    made: { ...inOrder, x: { id: 1 } },
    expected: { b: stale(['DEPENDENCIES', 'has a new dependency on x', 'x']) },
  },
  'new dependency, whether it has data or not': {
    assets: [a, assetSnapshot('x'), { ...b, deps: [...b.deps, { key: 'x' }] }],
    made: inOrder,
    expected: { b: stale(['DEPENDENCIES', 'has a new dependency on x', 'x']) },
  },
  'a dependency that only orders, and was first made afterwards': {
    assets: [a, { ...b, deps: [{ key: 'a' }] }],
    made: { a: { id: 4 }, b: { id: 2, inputVersions: { a: noDataVersion } } },
    expected: { b: stale(newMaterialization('a')) },
  },
  'a dependency that only orders, never materialized': {
    assets: [a, { ...b, deps: [{ key: 'a' }] }],
    made: { b: { id: 2, inputVersions: { a: noDataVersion } } },
    expected: { b: fresh },
  },
  'st-08 removed dependency': {
    assets: [a, { ...b, deps: [] }],
    made: inOrder,
    expected: { b: stale(['DEPENDENCIES', 'removed dependency on a', 'a']) },
  },
  'several causes, in the order of the dependencies': {
    assets: [a, assetSnapshot('z'), { ...b, codeVersion: '2', deps: [{ key: 'z', input: 'z' }] }],
    made: { ...inOrder, z: { id: 1 } },
    expected: {
      b: stale(
        ['CODE', 'has a new code version'],
        ['DEPENDENCIES', 'removed dependency on a', 'a'],
        ['DEPENDENCIES', 'has a new dependency on z', 'z'],
      ),
    },
  },
  'st-09 observable source with new data': {
    assets: [observable, b],
    made: { b: { id: 2, inputVersions: { a: 'old' } } },
    observed: { a: { id: 3, data: { dataVersion: 'new' } } },
    expected: { a: fresh, b: stale(newDataVersion('a')) },
  },
  'st-10 observable source looked at again, with the same data': {
    assets: [observable, b],
    made: { b: { id: 2, inputVersions: { a: 'same' } } },
    observed: { a: { id: 3, data: { dataVersion: 'same' } } },
    expected: { b: fresh },
  },
  'an observation of what is made here says nothing of its data': {
    assets: [a, b],
    made: inOrder,
    observed: { a: { id: 4, data: { dataVersion: 'seen' } } },
    expected: { b: fresh },
  },
  'st-12 computed elsewhere, never and once reported': {
    assets: [external, { ...b, deps: [{ key: 'a' }] }],
    made: { b: { id: 2, inputVersions: { a: noDataVersion } } },
    expected: { a: fresh, b: fresh },
  },
  'an external asset is never stale, whatever its code': {
    assets: [{ ...external, codeVersion: '2' }],
    made: { a: { id: 1, reported: true } },
    expected: { a: fresh },
  },
  'reported by hand: by time, since nobody knows what was read': {
    assets: [a, b],
    made: { a: { id: 4 }, b: { id: 2, codeVersion: '', reported: true } },
    expected: { b: stale(newMaterialization('a')) },
  },
  'reported by hand after its upstream': {
    assets: [a, b],
    made: { a: { id: 1 }, b: { id: 2, codeVersion: '', reported: true } },
    expected: { b: fresh },
  },
  'reported by hand with an upstream that was never made': {
    assets: [a, b],
    made: { b: { id: 2, codeVersion: '', reported: true } },
    expected: { b: stale(['DATA', 'has a new input', 'a']) },
  },
  'named by one location, computed by another': {
    assets: [external, { ...a, codeVersion: '2' }, external],
    made: inOrder,
    expected: { a: stale(['CODE', 'has a new code version']) },
  },
};

describe('staleness', () => {
  it.each(Object.entries(cases))('%s', (_, given) => {
    const { assets } = staleStatuses({
      assets: given.assets,
      latest: new Map(Object.entries(given.made ?? {}).map(([key, each]) => [key, made(each)])),
      observed: new Map(Object.entries(given.observed ?? {})),
    });
    expect(Object.fromEntries(assets)).toMatchObject(given.expected);
  });
});

test('a change reaches the end of a chain of 10,000 assets', () => {
  const assets = Array.from({ length: 10_000 }, (_, n) =>
    assetSnapshot(`a${n}`, { deps: n === 0 ? [] : [{ key: `a${n - 1}`, input: 'before' }] }),
  );
  const latest = new Map(
    assets.map(({ key }, n) => [
      key,
      made({ id: n, inputVersions: n === 0 ? {} : { [`a${n - 1}`]: `v${n - 1}` } }),
    ]),
  );
  const changed = assets.with(0, { ...assets[0]!, codeVersion: '2' });
  expect(staleStatuses({ assets, latest }).assets.get('a9999')).toEqual(fresh);
  expect(staleStatuses({ assets: changed, latest }).assets.get('a9999')).toEqual(
    stale(staleDependency('a9998')),
  );
});
