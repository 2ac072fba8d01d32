import type { CronFields } from './wall-times';

/** What the values of a field are; in a field with names these stand for `min` and the values after it. */
interface Field {
  readonly min: number;
  readonly max: number;
  readonly names?: readonly string[];
}

const minutes: Field = { min: 0, max: 59 };
const hours: Field = { min: 0, max: 23 };
const daysOfMonth: Field = { min: 1, max: 31 };
const months: Field = {
  min: 1,
  max: 12,
  names: ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'],
};
const daysOfWeek: Field = { min: 0, max: 7, names: ['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat'] };

/** Reads the five fields of a cron expression; throws what is wrong with them. */
export function readCron([minute, hour, dayOfMonth, month, dayOfWeek]: readonly string[]): CronFields {
  const hourValues = ascending(valuesOf(hour!, hours));
  const minuteValues = ascending(valuesOf(minute!, minutes));
  return {
    times: hourValues.flatMap((h) => minuteValues.map((m) => (h * 60 + m) * 60_000)),
    everyHour: hourValues.length === 24,
    months: new Set(valuesOf(month!, months)),
    ...(!isOpen(dayOfMonth!) && { daysOfMonth: readDaysOfMonth(dayOfMonth!) }),
    ...(!isOpen(dayOfWeek!) && { daysOfWeek: readDaysOfWeek(dayOfWeek!) }),
  };
}

const isOpen = (text: string): boolean => text === '*' || text === '?';

function readDaysOfMonth(text: string): CronFields['daysOfMonth'] {
  const items = text.split(',');
  const days = items.filter((item) => item !== 'L').flatMap((item) => rangeOf(item, daysOfMonth));
  return { days: new Set(days), last: items.includes('L') };
}

/** Beside days there are `5L`, the last Friday of the month, and, alone in its field, `5#2`, the second one. */
function readDaysOfWeek(text: string): CronFields['daysOfWeek'] {
  const [, day, nth] = /^([^,/-]+)#([1-5])$/.exec(text) ?? [];
  if (day && !isOpen(day)) return { days: weekdays([day]), nth: Number(nth), last: new Set() };
  const items = text.split(',');
  const isLast = (item: string) => /^.+L$/.test(item);
  return {
    days: weekdays(items.filter((item) => !isLast(item))),
    last: weekdays(items.filter(isLast).map((item) => item.slice(0, -1))),
  };
}

/** Sunday is both 0 and 7. */
const weekdays = (items: readonly string[]): ReadonlySet<number> =>
  new Set(items.flatMap((item) => rangeOf(item, daysOfWeek)).map((day) => day % 7));

const valuesOf = (text: string, field: Field): readonly number[] =>
  text.split(',').flatMap((item) => rangeOf(item, field));

/** The values of `*`, `3`, `3-7` or `mon-fri`; each may have a step, as in `0-30/10`, and `3/10` goes on to the end. */
function rangeOf(item: string, { min, max, names }: Field): readonly number[] {
  const numbers = item.replace(/[a-z]{3}/gi, (name) => {
    const at = names?.indexOf(name.toLowerCase()) ?? -1;
    return at < 0 ? name : String(min + at);
  });
  const [match, first, last, step] = /^(?:[*?]|(\d+)(?:-(\d+))?)(?:\/(\d+))?$/.exec(numbers) ?? [];
  if (match === undefined) throw new Error(`"${item}" is not a value, a range or a step`);
  const from = Number(first ?? min);
  const to = Number(last ?? (first && !step ? first : max));
  for (const end of [from, to])
    if (end < min || end > max) throw new Error(`${end} is not within ${min}-${max}`);
  if (from > to) throw new Error(`${item} ends before it begins`);
  if (Number(step) === 0) throw new Error(`${item} has steps of nothing`);
  const every = Number(step ?? 1);
  return Array.from({ length: Math.floor((to - from) / every) + 1 }, (_, at) => from + at * every);
}

const ascending = (values: readonly number[]): readonly number[] =>
  [...new Set(values)].sort((a, b) => a - b);
