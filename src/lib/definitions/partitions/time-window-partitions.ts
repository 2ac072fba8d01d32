import { DagbookError } from '../../base/errors';
import type { Violation } from '../definition-rules';
import { takeOptions } from '../unknown-option';
import { readDate } from './check-partitions';
import { PartitionsDefinition } from './partitions-definition';
import type { TimeWindowPartitionsSnapshot } from './partitions-snapshot';
import { timeWindowOf, type TimeWindow } from './time-window';
import { windowKey, timeWindows } from './time-windows';

interface CommonOptions {
  /** A name of the IANA time zone database; default `UTC`. */
  readonly timezone?: string;
  /** `strftime` format of keys. */
  readonly fmt?: string;
  /** 1: the window that has not ended yet exists too; -1: the last that has ended does not yet. Default 0. */
  readonly endOffset?: number;
  /** Windows left out: those that start at a tick of a cron, at an instant, or at a date written by `fmt`. */
  readonly exclusions?: readonly (string | Date)[];
}

export interface TimeWindowPartitionsOptions extends CommonOptions {
  /** Each window goes from one tick to the next. */
  readonly cronSchedule: string;
  /** The first window starts at the first tick from then on. Text is read by `fmt`, in the time zone. */
  readonly start: string | Date;
  /** No window ends after it. */
  readonly end?: string | Date;
  readonly fmt: string;
}

interface CalendarOptions extends CommonOptions {
  /** The first window starts here or at the next start of a period. Text is read by `fmt`, in the time zone. */
  readonly startDate: string | Date;
  /** No window ends after it. */
  readonly endDate?: string | Date;
}

export interface HourlyPartitionsOptions extends CalendarOptions {
  /** Minutes after the hour at which windows start; default 0. */
  readonly minuteOffset?: number;
}

export interface DailyPartitionsOptions extends HourlyPartitionsOptions {
  /** The hour at which windows start; default 0. */
  readonly hourOffset?: number;
}

export interface WeeklyPartitionsOptions extends DailyPartitionsOptions {
  /** The day of the week on which windows start; default 0, Sunday. */
  readonly dayOffset?: number;
}

export interface MonthlyPartitionsOptions extends DailyPartitionsOptions {
  /** The day of the month on which windows start; default 1. */
  readonly dayOffset?: number;
}

const commonOptions = { timezone: true, fmt: true, endOffset: true, exclusions: true } as const;
const windowOptions = { ...commonOptions, start: true, end: true, cronSchedule: true } as const;
const hourlyOptions = { startDate: true, endDate: true, ...commonOptions, minuteOffset: true } as const;
const dailyOptions = { ...hourlyOptions, hourOffset: true } as const;
const longOptions = { ...dailyOptions, dayOffset: true } as const;

/** One partition for each time between two ticks of a cron schedule (Dagster's class of that name). */
export class TimeWindowPartitionsDefinition extends PartitionsDefinition<TimeWindowPartitionsSnapshot> {
  /** `violations`: what a subclass has found in its own options. */
  constructor(options: TimeWindowPartitionsOptions, violations: readonly Violation[] = []) {
    const read = readOptions(takeOptions('TimeWindowPartitionsDefinition', options, windowOptions));
    super(read.snapshot, [...violations, ...read.violations]);
  }

  /** The window of a key, whether it has ended or not. Throws `UnknownPartition`. */
  timeWindow(key: string): TimeWindow {
    const window = timeWindowOf(this.snapshot, key);
    if (window) return window;
    const { fmt } = this.snapshot;
    throw new DagbookError(`partition "${key}" is not the key of a window`, {
      name: 'UnknownPartition',
      remedy: `Keys are written as ${fmt}; the first is "${windowKey(this.snapshot, timeWindows(this.snapshot).startOf(0))}".`,
    });
  }
}

const date = '%Y-%m-%d';

/** Windows of an hour each, such as `2024-01-31-09:00`. */
export class HourlyPartitionsDefinition extends TimeWindowPartitionsDefinition {
  constructor(given: HourlyPartitionsOptions) {
    const { minuteOffset = 0, ...options } = takeOptions('HourlyPartitionsDefinition', given, hourlyOptions);
    const violations = checkOffsets({ minuteOffset });
    super(calendar(options, `${minuteOffset} * * * *`, violations, `${date}-%H:%M`), violations);
  }
}

/** Windows of a day each, such as `2024-01-31`. */
export class DailyPartitionsDefinition extends TimeWindowPartitionsDefinition {
  constructor(given: DailyPartitionsOptions) {
    takeOptions('DailyPartitionsDefinition', given, dailyOptions);
    const { minuteOffset = 0, hourOffset = 0, ...options } = given;
    const violations = checkOffsets({ minuteOffset, hourOffset });
    super(calendar(options, `${minuteOffset} ${hourOffset} * * *`, violations), violations);
  }
}

/** Windows of a week each, named by their first day. The first is the first full week from `startDate` on. */
export class WeeklyPartitionsDefinition extends TimeWindowPartitionsDefinition {
  constructor(given: WeeklyPartitionsOptions) {
    takeOptions('WeeklyPartitionsDefinition', given, longOptions);
    const { minuteOffset = 0, hourOffset = 0, dayOffset = 0, ...options } = given;
    const violations = checkOffsets({ minuteOffset, hourOffset, dayOffset }, [0, 7]);
    super(calendar(options, `${minuteOffset} ${hourOffset} * * ${dayOffset}`, violations), violations);
  }
}

/** Windows of a month each, named by their first day. The first is the first full month from `startDate` on. */
export class MonthlyPartitionsDefinition extends TimeWindowPartitionsDefinition {
  constructor(given: MonthlyPartitionsOptions) {
    takeOptions('MonthlyPartitionsDefinition', given, longOptions);
    const { minuteOffset = 0, hourOffset = 0, dayOffset = 1, ...options } = given;
    const violations = checkOffsets({ minuteOffset, hourOffset, dayOffset }, [1, 31]);
    super(calendar(options, `${minuteOffset} ${hourOffset} ${dayOffset} * *`, violations), violations);
  }
}

const calendar = (
  { startDate, endDate, fmt, ...rest }: CalendarOptions,
  cronSchedule: string,
  violations: readonly Violation[],
  usual = date,
): TimeWindowPartitionsOptions => ({
  ...rest,
  // The offsets that are wrong have been named already: not again as the cron that they make.
  cronSchedule: violations.length > 0 ? '0 0 * * *' : cronSchedule,
  start: startDate,
  end: endDate,
  fmt: fmt ?? usual,
});

function readOptions({
  cronSchedule,
  start,
  end,
  fmt,
  timezone = 'UTC',
  endOffset = 0,
  exclusions = [],
}: TimeWindowPartitionsOptions) {
  const violations: Violation[] = [];
  const read = (what: string, text: string | Date): number => {
    const instant = readDate(what, text, { fmt, timezone });
    if (typeof instant === 'number') return instant;
    violations.push(instant);
    return NaN;
  };
  const snapshot: TimeWindowPartitionsSnapshot = {
    type: 'time_window',
    cronSchedule,
    timezone,
    start: read('startDate', start),
    ...(end !== undefined && { end: read('endDate', end) }),
    fmt,
    endOffset,
    ...(exclusions.length > 0 && {
      exclusions: exclusions.map((each) =>
        typeof each === 'string' && each.trim().split(/\s+/).length === 5 ? each : read('exclusion', each),
      ),
    }),
  };
  return { snapshot, violations };
}

/** Rules of the offsets that a calendar period is made of. `days`: the least and the greatest day. */
function checkOffsets(offsets: Readonly<Record<string, number>>, days: readonly [number, number] = [0, 0]) {
  const bounds: Readonly<Record<string, readonly [number, number]>> = {
    minuteOffset: [0, 59],
    hourOffset: [0, 23],
    dayOffset: days,
  };
  return Object.entries(offsets).flatMap(([name, value]): Violation[] => {
    const [least, greatest] = bounds[name]!;
    return Number.isInteger(value) && value >= least && value <= greatest
      ? []
      : [
          {
            message: `${name} ${value} is out of range`,
            remedy: `${name} is a whole number from ${least} to ${greatest}.`,
          },
        ];
  });
}
