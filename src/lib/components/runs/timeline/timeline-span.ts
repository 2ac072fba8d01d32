import type { Span } from '../gantt-zoom';

const minute = 60_000;
const hour = 60 * minute;

/** How much time is seen, and ms between its marks. */
export const ranges = {
  '1h': { length: hour, mark: 10 * minute },
  '12h': { length: 12 * hour, mark: 2 * hour },
  '24h': { length: 24 * hour, mark: 4 * hour },
  '7d': { length: 7 * 24 * hour, mark: 24 * hour },
} as const;
export type Range = keyof typeof ranges;

export const rangeOf = (text: string | undefined): Range =>
  text !== undefined && text in ranges ? (text as Range) : '12h';

/** The part of a range that lies before the present, where it goes with the present. */
const past = 0.8;
/** It moves in steps, so that not every second asks for other runs. */
const stepsEach = 60;

/** The time that is seen: up to `until` (ms since the epoch), or around `now`. */
export function spanOf(range: Range, until: number | undefined, now: number): Span {
  const { length } = ranges[range];
  const step = length / stepsEach;
  const to = until ?? Math.floor(now / step) * step + length * (1 - past);
  return { from: to - length, to };
}

/** Where its marks are: whole hours and days of the user's zone. */
export function marksOf(range: Range, { from, to }: Span): readonly number[] {
  const { mark } = ranges[range];
  const begin = new Date(from);
  begin.setHours(0, 0, 0, 0);
  const marks: number[] = [];
  // Days have 23 or 25 hours where clocks change.
  for (let at = begin.getTime(); at < to;) {
    if (at >= from) marks.push(at);
    const next = new Date(at);
    if (mark >= 24 * hour) next.setDate(next.getDate() + 1);
    at = mark >= 24 * hour ? next.getTime() : at + mark;
  }
  return marks;
}
