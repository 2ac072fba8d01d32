const day = 86_400_000;
/** February 29 may be 2,922 days away (1896 to 1904): a cron without a tick in this many days never fires. */
const longestGap = 3000;

/** What a cron expression says, field by field. */
export interface CronFields {
  /** Times of day in milliseconds after midnight, ascending. */
  readonly times: readonly number[];
  /** Whether the hour field is open: then the schedule goes on through repeated and skipped hours. */
  readonly everyHour: boolean;
  readonly months: ReadonlySet<number>;
  /** Absent where the field is open. */
  readonly daysOfMonth?: { readonly days: ReadonlySet<number>; readonly last: boolean };
  /** Sunday is 0. `nth`: only the nth of the month (`#`); `last`: days that count on their last time in a month (`5L`). */
  readonly daysOfWeek?: {
    readonly days: ReadonlySet<number>;
    readonly nth?: number;
    readonly last: ReadonlySet<number>;
  };
}

/** Ascending wall times (see `TimeZone`) from `from` on that the fields match; ends only if none ever comes again. */
export function* wallTimes(fields: CronFields, from: number): Generator<number, void> {
  let latest = Math.floor(from / day);
  for (let index = latest; index - latest <= longestGap; index++) {
    if (!matchesDay(fields, new Date(index * day))) continue;
    latest = index;
    for (const time of fields.times) {
      const wall = index * day + time;
      if (wall >= from) yield wall;
    }
  }
}

/** As in every cron: if both days of month and days of week are restricted, either is enough. */
function matchesDay({ months, daysOfMonth, daysOfWeek }: CronFields, date: Date): boolean {
  if (!months.has(date.getUTCMonth() + 1)) return false;
  if (!daysOfMonth && !daysOfWeek) return true;
  const dayOfMonth = date.getUTCDate();
  const inLastWeek = () => new Date(date.getTime() + 7 * day).getUTCMonth() !== date.getUTCMonth();
  const isLast = () => new Date(date.getTime() + day).getUTCDate() === 1;
  if (daysOfMonth && (daysOfMonth.days.has(dayOfMonth) || (daysOfMonth.last && isLast()))) return true;
  if (!daysOfWeek) return false;
  const weekday = date.getUTCDay();
  const { days, nth, last } = daysOfWeek;
  return (
    (days.has(weekday) && (nth === undefined || Math.ceil(dayOfMonth / 7) === nth)) ||
    (last.has(weekday) && inLastWeek())
  );
}
