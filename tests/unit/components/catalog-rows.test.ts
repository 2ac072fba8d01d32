import { expect, test } from 'vitest';
import { catalogEntries, catalogRows, findEntries } from '../../../src/lib/components/assets/catalog-rows';
import type { AssetStatus } from '../../../src/lib/instance/instance';

const status = (key: string, more: object, stale: string): AssetStatus =>
  ({
    asset: {
      key,
      group: 'default',
      kinds: [],
      owners: [],
      tags: {},
      metadata: {},
      isExecutable: true,
      ...more,
    },
    location: 'one',
    inProgress: [],
    stale: { status: stale, causes: [] },
  }) as unknown as AssetStatus;

const entries = catalogEntries(
  [
    status(
      'raw/orders',
      {
        kinds: ['csv', 'file'],
        owners: ['team:sales'],
        group: 'raw',
        metadata: { path: { type: 'path', value: '/data/orders' } },
      },
      'FRESH',
    ),
    status('cake', { tags: { domain: 'kitchen' }, kinds: ['csv'] }, 'STALE'),
    status('bread', { description: 'Dark rye' }, 'MISSING'),
  ],
  new Map([['one', 'Bakery']]),
);
const keys = (found: typeof entries) => found.map(({ status }) => status.asset.key);

test.each([
  [{}, ['bread', 'cake', 'raw/orders']],
  [{ words: 'CSV' }, ['cake', 'raw/orders']],
  [{ words: 'csv kitchen' }, ['cake']],
  [{ words: 'rye' }, ['bread']],
  [{ words: 'bakery sales' }, ['raw/orders']],
  [{ keys: new Set(['cake', 'bread']), tone: 'missing' as const }, ['bread']],
  [{ words: 'nothing' }, []],
  [{ words: '/data' }, ['raw/orders']],
])('%j finds %j', (asked, found) => expect(keys(findEntries(entries, asked))).toEqual(found));

const shown = (...[by, closed]: [Parameters<typeof catalogRows>[1], ReadonlySet<string>?]) =>
  catalogRows(entries, by, closed).map((row) =>
    row.type === 'heading' ? `${row.name} ${row.count}` : row.entry.status.asset.key,
  );

test('an asset stands under each of its kinds; what has none comes last; a closed heading stands alone', () => {
  expect(shown(undefined)).toEqual(['bread', 'cake', 'raw/orders']);
  expect(shown('kind')).toEqual(['csv 2', 'cake', 'raw/orders', 'file 1', 'raw/orders', ' 1', 'bread']);
  expect(shown('group', new Set(['default']))).toEqual(['default 2', 'raw 1', 'raw/orders']);
  expect(shown('notebook')[0]).toBe('Bakery 3');
});
