import { expect, test } from 'vitest';
import { countsAlong, partsAlong } from '../../../src/lib/components/partitions/partition-parts';
import { keySpace } from '../../../src/lib/definitions/partitions/key-space';

const named = (name: string, keys: readonly string[]) => ({
  name,
  partitions: { type: 'static', keys } as const,
});
const space = keySpace(
  { type: 'multi', dimensions: [named('day', ['mon', 'tue', 'wed']), named('shop', ['north', 'south'])] },
  { now: 0, dynamicPartitions: () => [] },
);

test('cells of a grid are counted along each of its dimensions', () => {
  expect([...countsAlong([3, 2], 0, [0, 3, 5, 6])]).toEqual([2, 1, 1]);
  expect([...countsAlong([3, 2], 1, [0, 3, 5, 6])]).toEqual([2, 2]);
});

test('a key of a dimension is made where all that has it is made, else partly; a failure is said of either', () => {
  const parts = partsAlong(space, 0, {
    materialized: [0, 3],
    failed: [5, 6],
    inProgress: [],
    stale: [],
    missing: [3, 5],
  });
  const shown = parts.filter(({ ranges }) => ranges.length > 0);
  expect(shown.map(({ tone, ranges }) => [tone, ranges])).toEqual([
    ['stale', [1, 2]],
    ['success', [0, 1]],
    ['failure', [2, 3]],
  ]);
});
