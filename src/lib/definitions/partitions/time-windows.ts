import { DagbookError } from '../../base/errors';
import { cronTicks, repeatsEveryHour } from '../time/cron';
import { timeFormat } from '../time/strftime';
import { timeZone } from '../time/time-zone';
import type { TimeWindowPartitionsSnapshot } from './partitions-snapshot';

/** What decides where windows lie; the rest of a definition says which of them exist and what they are called. */
type Cadence = Pick<TimeWindowPartitionsSnapshot, 'cronSchedule' | 'timezone' | 'start' | 'exclusions'>;

/** The windows of a cadence in order, without end: computed as far as somebody looks, and kept. */
export class TimeWindows {
  readonly #ticks: Iterator<number, void>;
  readonly #isExcluded: (start: number) => boolean;
  readonly #starts: number[] = [];
  readonly #ends: number[] = [];
  #tick: number;

  constructor({ cronSchedule, timezone, start, exclusions = [] }: Cadence) {
    this.#ticks = cronTicks(cronSchedule, timezone, start);
    this.#tick = this.#ticks.next().value ?? Infinity;
    this.#isExcluded = exclusionOf(exclusions, timezone, start);
  }

  /** Infinity if there is no such window. */
  startOf(index: number): number {
    this.#growTo(index);
    return this.#starts[index] ?? Infinity;
  }

  endOf(index: number): number {
    this.#growTo(index);
    return this.#ends[index] ?? Infinity;
  }

  /** How many windows start before `instant`: the index of the first that starts at or after it. */
  startedBefore(instant: number): number {
    this.#growUntil(instant);
    return firstFrom(this.#starts, instant);
  }

  /** How many windows have ended at `instant`: the index of the first that ends after it. */
  endedBy(instant: number): number {
    this.#growUntil(instant);
    return firstFrom(this.#ends, instant + 1);
  }

  #growUntil(instant: number): void {
    while (this.#tick <= instant && this.#tick < Infinity) this.#grow();
  }

  /** Gives up after as many exclusions in a row as no window can follow. */
  #growTo(index: number): void {
    let excluded = 0;
    while (this.#starts.length <= index && this.#tick < Infinity && excluded < 100_000) {
      excluded = this.#grow() ? 0 : excluded + 1;
    }
  }

  #grow(): boolean {
    const [start, end] = [this.#tick, this.#ticks.next().value ?? Infinity];
    this.#tick = end;
    if (this.#isExcluded(start)) return false;
    if (this.#starts.length >= mostWindows) throw tooMany();
    this.#starts.push(start);
    this.#ends.push(end);
    return true;
  }
}

/** Twenty times as many as anybody should have: a notebook must not be able to fill the memory by a definition. */
const mostWindows = 2_000_000;

const tooMany = () =>
  new DagbookError(`there are more than ${mostWindows.toLocaleString('en')} time windows`, {
    name: 'InvalidDefinition',
    remedy: 'Let the partitions start later, or make each of them longer.',
  });

const byCadence = new Map<string, TimeWindows>();
const bySnapshot = new WeakMap<Cadence, TimeWindows>();

/** The windows of a definition; those of equal cadences are computed once. */
export function timeWindows(partitions: Cadence): TimeWindows {
  let windows = bySnapshot.get(partitions);
  if (windows) return windows;
  const { cronSchedule, timezone, start, exclusions } = partitions;
  const text = JSON.stringify([cronSchedule, timezone, start, exclusions]);
  windows = byCadence.get(text) ?? new TimeWindows(partitions);
  if (byCadence.size >= 100) byCadence.clear();
  byCadence.set(text, windows);
  bySnapshot.set(partitions, windows);
  return windows;
}

/**
 * The index of the last window that exists at `now`, or -1. Dagster's rules: a window exists once it has ended;
 * `endOffset` adds or takes away windows there; none ends after `end`. Before the first window, a positive offset
 * counts the windows that would have come until then.
 */
export function lastWindow(partitions: TimeWindowPartitionsSnapshot, now: number): number {
  const { end, endOffset } = partitions;
  const windows = timeWindows(partitions);
  const last =
    endOffset > 0 && now < windows.startOf(0)
      ? lastBeforeFirst(partitions, now, windows.startOf(0))
      : windows.endedBy(now) - 1 + endOffset;
  return last >= 0 && end !== undefined && windows.endOf(last) > end ? windows.endedBy(end) - 1 : last;
}

function lastBeforeFirst(partitions: TimeWindowPartitionsSnapshot, now: number, first: number): number {
  const { cronSchedule, timezone, endOffset } = partitions;
  let [between, isInside] = [0, false];
  for (const tick of cronTicks(cronSchedule, timezone, now)) {
    if (tick >= first || between === endOffset) break;
    if (between++ === 0) isInside = tick > now;
  }
  if (between === 0) isInside = now < first;
  return between >= endOffset ? -1 : Math.max(0, endOffset - 1 - between - (isInside ? 1 : 0));
}

/**
 * The key of the window that starts at `start`. Where the clock shows a time twice, a schedule that goes on every
 * hour has two windows of that name: the second gets the offset from UTC appended (Dagster's rule).
 */
export function windowKey(
  { fmt, timezone, cronSchedule }: TimeWindowPartitionsSnapshot,
  start: number,
): string {
  const zone = timeZone(timezone);
  const offset = zone.offsetAt(start);
  const format = timeFormat(fmt);
  const key = format.write(start + offset, offset);
  const isSecond = !format.hasOffset && repeatsEveryHour(cronSchedule) && zone.isRepeated(start);
  return isSecond ? key + timeFormat('%z').write(start + offset, offset) : key;
}

/** The instant that a text names: by `fmt`, with or without an offset appended. Absent if it has not that format. */
export function readInstant(fmt: string, timezone: string, text: string): number | undefined {
  const zone = timeZone(timezone);
  const format = timeFormat(fmt);
  const isLonger = !format.hasOffset && /[+-]\d{4}$/.test(text);
  const written = format.read(text) ?? (isLonger ? timeFormat(`${fmt}%z`).read(text) : undefined);
  if (!written) return undefined;
  const { wall, offset } = written;
  if (offset !== undefined) return wall - offset;
  return zone.instantsOf(wall)[0] ?? zone.endOfGap(wall);
}

/** The index of the window with this key among the windows up to `last`, or -1. */
export function windowIndex(partitions: TimeWindowPartitionsSnapshot, key: string, last: number): number {
  const instant = readInstant(partitions.fmt, partitions.timezone, key);
  const windows = timeWindows(partitions);
  if (instant === undefined || last < 0 || instant > windows.startOf(last)) return -1;
  // What the format leaves out counts as its first: the window starts at that time or is the next to start.
  const index = windows.startedBefore(instant);
  return windowKey(partitions, windows.startOf(index)) === key ? index : -1;
}

/** The index of the first of ascending values that is at least `value`. */
function firstFrom(values: readonly number[], value: number): number {
  let [low, high] = [0, values.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (values[middle]! < value) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** Asked for ascending starts only, so that the ticks of excluded crons are walked once. */
function exclusionOf(exclusions: readonly (string | number)[], timezone: string, from: number) {
  const instants = new Set(exclusions);
  const crons = exclusions
    .filter((each) => typeof each === 'string')
    .map((cron) => ({ ticks: cronTicks(cron, timezone, from), tick: -Infinity }));
  return (start: number): boolean => {
    for (const cron of crons) while (cron.tick < start) cron.tick = cron.ticks.next().value ?? Infinity;
    return instants.has(start) || crons.some(({ tick }) => tick === start);
  };
}
