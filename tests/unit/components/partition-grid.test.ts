import { expect, test } from 'vitest';
import { keyGrid } from '../../../src/lib/components/backfills/key-grid';
import { cellsOfGridBox, gridAxes, indexOfPlace } from '../../../src/lib/components/partitions/grid-axes';
import { lookOf } from '../../../src/lib/components/partitions/partition-parts';
import { keySpace } from '../../../src/lib/definitions/partitions/key-space';
import { indexesOf } from '../../../src/lib/graph/partitions/index-ranges';

const named = (name: string, keys: readonly string[]) => ({
  name,
  partitions: { type: 'static', keys } as const,
});
const space = keySpace(
  {
    type: 'multi',
    dimensions: [
      named('colour', ['red', 'blue']),
      named('day', ['mon', 'tue', 'wed', 'thu']),
      named('shop', ['north', 'south', 'east']),
    ],
  },
  { now: 0, dynamicPartitions: () => [] },
);
const dimensions = space.dimensions!;

test.each([
  {
    rows: undefined,
    columns: undefined,
    axes: { rows: 2, columns: 1 },
    why: 'the longest goes to the right',
  },
  { rows: 'day', columns: undefined, axes: { rows: 1, columns: 2 }, why: 'rows as asked for' },
  { rows: undefined, columns: 'colour', axes: { rows: 1, columns: 0 }, why: 'columns as asked for' },
  { rows: 'shop', columns: 'shop', axes: { rows: 2, columns: 1 }, why: 'not one dimension for both' },
  { rows: 'moon', columns: 'sun', axes: { rows: 2, columns: 1 }, why: 'unknown names are as none' },
])('which dimensions are rows and columns: $why', ({ rows, columns, axes }) => {
  expect(gridAxes(dimensions, rows, columns)).toEqual(axes);
});

test('a box of the grid is the partitions of its rows and columns, and of one key of each other dimension', () => {
  const cells = cellsOfGridBox(space, { rows: 2, columns: 1 }, [1, 0, 0], { rows: [0, 1], columns: [2, 3] });
  expect(Array.from(indexesOf(cells), (index) => space.keyAt(index))).toEqual([
    'blue|wed|north',
    'blue|wed|south',
    'blue|thu|north',
    'blue|thu|south',
  ]);
  expect(space.keyAt(indexOfPlace(dimensions, [1, 2, 0]))).toBe('blue|wed|north');
});

test('a partition has the look of the state that says most; what no state has is missing', () => {
  const ranges = { materialized: [0, 4], stale: [1, 2], failed: [2, 3], inProgress: [3, 4], missing: [4, 5] };
  expect([0, 1, 2, 3, 4, 9].map((index) => lookOf(ranges, index).state)).toEqual([
    'materialized',
    'stale',
    'failed',
    'inProgress',
    'missing',
    'missing',
  ]);
});

test('keys of a backfill make a grid, with holes where it does not make one', () => {
  const grid = keyGrid(['mon|north', 'mon|south', 'tue|south'])!;
  expect([grid.rows, grid.columns]).toEqual([
    ['mon', 'tue'],
    ['north', 'south'],
  ]);
  expect([grid.indexAt(0, 0), grid.indexAt(0, 1), grid.indexAt(1, 0), grid.indexAt(1, 1)]).toEqual([0, 1, undefined, 2]); // prettier-ignore
  expect(keyGrid(['mon', 'tue'])).toBeUndefined();
  expect(keyGrid(['mon|north', 'mon|south'])).toBeUndefined();
});
