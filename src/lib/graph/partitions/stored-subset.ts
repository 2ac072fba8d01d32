/**
 * A subset as JSON that still means the same later: what is stored is not indexes (they move when keys are added or
 * deleted) but keys, and for time windows the instants that they cover. What does not exist any more is left out when
 * it is read.
 */
import type { KeySpace } from '../../definitions/partitions/key-space';
import { timeWindows } from '../../definitions/partitions/time-windows';
import { boxesOf, cellsOfBoxes, type Box } from './boxes';
import { indexesOf, pairsOf, rangesOf, rangesOfIndexes, type IndexRanges } from './index-ranges';

export type StoredSubset =
  | { readonly type: 'keys'; readonly keys: readonly string[] }
  /** From the start of the first window to the end of the last, in milliseconds. */
  | { readonly type: 'time_windows'; readonly windows: readonly (readonly [number, number])[] }
  /** The union of boxes: each a subset of every dimension, in the order of their names. */
  | {
      readonly type: 'multi';
      readonly dimensions: readonly string[];
      readonly boxes: readonly (readonly StoredSubset[])[];
    };

export function storeRanges(space: KeySpace, ranges: IndexRanges): StoredSubset {
  const { partitions, dimensions } = space;
  if (dimensions) {
    const sizes = dimensions.map(({ space }) => space.size);
    return {
      type: 'multi',
      dimensions: dimensions.map(({ name }) => name),
      boxes: boxesOf(sizes, ranges).map((box) =>
        box.map((ranges, i) => storeRanges(dimensions[i]!.space, ranges)),
      ),
    };
  }
  if (partitions.type !== 'time_window') {
    return { type: 'keys', keys: Array.from(indexesOf(ranges), (index) => space.keyAt(index)) };
  }
  const windows = timeWindows(partitions);
  return {
    type: 'time_windows',
    windows: Array.from(
      pairsOf(ranges),
      ([from, to]) => [windows.startOf(from), windows.endOf(to - 1)] as const,
    ),
  };
}

/** What a stored subset is among the keys that exist now. */
export function readRanges(space: KeySpace, stored: StoredSubset): IndexRanges {
  const { partitions, dimensions, size } = space;
  if (dimensions) {
    if (stored.type !== 'multi' || stored.dimensions.join() !== dimensions.map(({ name }) => name).join())
      return [];
    const boxes = stored.boxes.map((box): Box =>
      dimensions.map(({ space }, i) => (box[i] ? readRanges(space, box[i]) : [])),
    );
    return cellsOfBoxes(
      dimensions.map(({ space }) => space.size),
      boxes,
    );
  }
  if (stored.type === 'keys') {
    return rangesOfIndexes(stored.keys.map((key) => space.indexOf(key)).filter((index) => index >= 0));
  }
  if (stored.type !== 'time_windows' || partitions.type !== 'time_window' || size === 0) return [];
  const windows = timeWindows(partitions);
  const limit = windows.endOf(size - 1);
  return rangesOf(
    stored.windows.map(([start, end]) => [
      windows.startedBefore(Math.min(start, limit)),
      windows.endedBy(Math.min(end, limit)),
    ]),
  );
}
