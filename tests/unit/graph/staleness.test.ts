import { staleStatuses, type LatestMaterialization } from '$lib/graph/staleness';
import { describe, expect, it } from 'vitest';
import { assetSnapshot } from './snapshots';

const made = (dataVersion: string, inputVersions: Record<string, string> = {}, codeVersion = '1') =>
  ({ codeVersion, dataVersion, inputVersions }) satisfies LatestMaterialization;

const a = assetSnapshot('a');
const b = assetSnapshot('b', { deps: [{ key: 'a', input: 'a' }] });
const c = assetSnapshot('c', { deps: [{ key: 'b', input: 'b' }] });
const fresh = { status: 'FRESH', causes: [] };
const stale = (...causes: string[]) => ({ status: 'STALE', causes });
const inOrder = { a: made('a1'), b: made('b1', { a: 'a1' }), c: made('c1', { b: 'b1' }) };

/** Names of Dagster's cases (area staleness) where there is one. */
describe('staleness', () => {
  it.each([
    ['st-01 never materialized', [a], {}, { a: { status: 'MISSING', causes: [] } }],
    ['st-02 materialized in order', [a, b, c], inOrder, { a: fresh, b: fresh, c: fresh }],
    [
      'st-03 upstream materialized again: and what is further down',
      [a, b, c],
      { ...inOrder, a: made('a2') },
      { a: fresh, b: stale('has a new dependency data version: a'), c: stale('stale dependency: b') },
    ],
    [
      'upstream materialized again with the same data',
      [a, b],
      { ...inOrder, a: made('a1', {}, '1') },
      { b: fresh },
    ],
    [
      'st-05 new code',
      [{ ...a, codeVersion: '2' }, b],
      inOrder,
      { a: stale('has a new code version'), b: stale('stale dependency: a') },
    ],
    [
      'st-07 new dependency',
      [a, assetSnapshot('x'), { ...b, deps: [...b.deps, { key: 'x', input: 'x' }] }],
      { ...inOrder, x: made('x1') },
      { b: stale('has a new dependency on x') },
    ],
    ['st-08 removed dependency', [a, { ...b, deps: [] }], inOrder, { b: stale('removed dependency on a') }],
    [
      'a dependency that only orders and was not recorded',
      [a, { ...b, deps: [{ key: 'a' }] }],
      { a: made('a1'), b: made('b1') },
      { b: fresh },
    ],
    [
      'st-12 computed elsewhere',
      [
        { ...a, isExecutable: false },
        { ...b, deps: [{ key: 'a' }] },
      ],
      { b: made('b1') },
      { a: fresh, b: fresh },
    ],
    [
      'named by one location, computed by another',
      [
        { ...a, isExecutable: false },
        { ...a, codeVersion: '2' },
        { ...a, isExecutable: false },
      ],
      inOrder,
      { a: stale('has a new code version') },
    ],
  ])('%s', (_, assets, latest, expected) => {
    const statuses = staleStatuses(assets, new Map(Object.entries(latest)));
    expect(Object.fromEntries(statuses)).toMatchObject(expected);
  });
});
