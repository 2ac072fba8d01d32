import { expect, test } from 'vitest';
import { findNames, nameIndex } from '../../../src/lib/components/search/find-names';

const index = nameIndex([
  { name: 'mixedDough', about: 'Asset · Cakes' },
  { name: 'dough', about: 'Asset · Cakes' },
  { name: 'doughnuts', about: 'Asset · Fried' },
  { name: 'sourdough', about: 'Asset · Bread' },
  { name: 'raw/flour', about: 'Asset · Dough' },
  { name: 'daily over usual grain height', about: 'Job · Mill' },
  { name: '반죽', about: 'Asset · 빵' },
]);

test.each([
  // The whole, a beginning, a beginning of a part, inside, what it is about, letters in order.
  ['dough', ['dough', 'doughnuts', 'mixedDough', 'sourdough', 'raw/flour', 'daily over usual grain height']],
  ['DOUGH cakes', ['dough', 'mixedDough']],
  ['flour', ['raw/flour']],
  ['mxd', ['mixedDough']],
  ['rwf', ['raw/flour']],
  ['ixd', []],
  ['반', ['반죽']],
  ['dough rye', []],
])('%s finds %j', (text, names) => {
  expect(findNames(index, text).map(({ name }) => name)).toEqual(names);
});

test('the best few are those that all would begin with', () => {
  expect(findNames(index, 'dough', 2)).toEqual(findNames(index, 'dough').slice(0, 2));
});

test('a keystroke over 10,000 assets and their cells takes less than a frame', () => {
  const many = nameIndex(
    Array.from({ length: 20_000 }, (_, at) => ({
      name: `group${at % 40}/part${at % 7}/asset${at}`,
      about: 'x',
    })),
  );
  const times = ['a', 'as', 'ass', 'asse', 'asset', 'asset1', 'g3ast', 'part2 99', 'zzz'].map((text) =>
    Math.min(...Array.from({ length: 5 }, () => timeOf(() => findNames(many, text)))),
  );
  expect(Math.max(...times)).toBeLessThan(16);
});

function timeOf(work: () => unknown): number {
  const start = performance.now();
  work();
  return performance.now() - start;
}
