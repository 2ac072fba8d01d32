import { expect, test } from 'vitest';
import { heights, metadataSeries, type Measured } from '../../../src/lib/components/assets/metadata-series';

const measured = (id: number, partition: string | undefined, metadata: object): Measured =>
  ({ id, timestamp: id * 1000, runId: 'r', data: { partition, metadata } }) as Measured;
const int = (value: number) => ({ type: 'int', value });

const events = [
  measured(3, 'b', { rows: int(30), note: { type: 'text', value: '7' } }),
  measured(2, 'a', { rows: int(20), mean: { type: 'float', value: 1.5 } }),
  measured(1, 'b', { rows: int(10), lost: { type: 'float', value: 'NaN' } }),
  measured(4, undefined, { rows: int(40) }),
];
const values = (keys?: { indexOf(key: string): number }) =>
  metadataSeries(events, keys).map(({ label, points }) => [label, points.map(({ value }) => value)]);

test('every number is a series in the order of time; texts and what is no number are none', () => {
  expect(values()).toEqual([
    ['mean', [1.5]],
    ['rows', [10, 20, 30, 40]],
  ]);
});

test('over partitions: the newest of each in the order of the keys, without keys that do not exist', () => {
  expect(values(['b', 'a'])).toEqual([
    ['mean', [1.5]],
    ['rows', [30, 20]],
  ]);
  expect(values(['a'])).toEqual([
    ['mean', [1.5]],
    ['rows', [20]],
  ]);
});

test('a series is drawn from its lowest to its highest value, one that never changes in the middle', () => {
  expect(heights([2, 4, 3])).toEqual([0, 1, 0.5]);
  expect(heights([5, 5])).toEqual([0.5, 0.5]);
});
