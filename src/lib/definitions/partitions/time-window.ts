import { kind } from '../brand';
import type { TimeWindowPartitionsSnapshot } from './partitions-snapshot';
import { readInstant, timeWindows, TimeWindows, windowKey } from './time-windows';

/** The time that a partition stands for: from `start` (inclusive) to `end` (exclusive). */
export class TimeWindow {
  readonly [kind] = 'TimeWindow';
  readonly start: Date;
  readonly end: Date;

  constructor(start: Date | number, end: Date | number) {
    this.start = new Date(start);
    this.end = new Date(end);
  }
}

/**
 * The window of a key, whether it has ended or not; absent if the definition has no such key. With `lastKey`, from
 * the start of the first to the end of the last.
 */
export function timeWindowOf(
  partitions: TimeWindowPartitionsSnapshot,
  key: string,
  lastKey = key,
): TimeWindow | undefined {
  const first = windowOf(partitions, key);
  const last = lastKey === key ? first : windowOf(partitions, lastKey);
  return first && last && first.start <= last.start ? new TimeWindow(first.start, last.end) : undefined;
}

function windowOf(partitions: TimeWindowPartitionsSnapshot, key: string) {
  const instant = readInstant(partitions.fmt, partitions.timezone, key);
  if (instant === undefined) return undefined;
  // From the key on, not from the first window on: the key may be of a year that nobody will see.
  const windows = new TimeWindows({ ...partitions, start: instant });
  const [start, end] = [windows.startOf(0), windows.endOf(0)];
  const isIn = start >= timeWindows(partitions).startOf(0) && end <= (partitions.end ?? Infinity);
  return isIn && windowKey(partitions, start) === key ? { start, end } : undefined;
}
