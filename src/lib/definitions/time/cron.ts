/**
 * When a cron schedule fires, with Dagster's rules for clocks that change. Libraries take other sides of a clock change
 * than Dagster does, and walking the calendar from the fields is some hundred times faster; for reading the fields alone
 * one would bring 60 kB into every first visit. They are the oracles of the tests.
 */
import { DagbookError } from '../../base/errors';
import type { Violation } from '../definition-rules';
import { readCron } from './read-cron';
import { timeZone, type TimeZone } from './time-zone';
import { wallTimes, type CronFields } from './wall-times';

const minute = 60_000;
const day = 86_400_000;

/** One cron string, or several whose ticks are joined. */
export type CronSchedule = string | readonly string[];

const aliases: Readonly<Record<string, string>> = {
  '@hourly': '0 * * * *',
  '@daily': '0 0 * * *',
  '@midnight': '0 0 * * *',
  '@weekly': '0 0 * * 0',
  '@monthly': '0 0 1 * *',
  '@yearly': '0 0 1 1 *',
  '@annually': '0 0 1 1 *',
};

/** What is wrong with a schedule, if anything: five fields that some day will match, or an empty list. */
export function checkCron(schedule: CronSchedule): readonly Violation[] {
  const texts = typeof schedule === 'string' ? [schedule] : schedule;
  if (texts.length === 0) return [{ message: 'the list of cron schedules is empty', remedy: cronRemedy }];
  return texts.flatMap((text) => {
    const fields = cronFields(text);
    return typeof fields === 'string'
      ? [{ message: `"${text}" is not a cron schedule: ${fields}`, remedy: cronRemedy }]
      : [];
  });
}

export const isValidCron = (schedule: CronSchedule): boolean => checkCron(schedule).length === 0;

/** Whether the hours field is `*`: such schedules run through a repeated hour twice and leave out a skipped one. */
export const repeatsEveryHour = (cron: string): boolean => fieldsOf(cron).everyHour;

/**
 * Ascending instants (ms), from `from` on (inclusive), at which the schedule fires by the clock of `timezone`. Equal
 * times of several crons count once. Dagster's rules where clocks change: a time that is skipped moves to the first
 * instant after the gap, on that day only; a time that comes twice counts the second time. Schedules whose hour field
 * is `*` instead fire both times, and not for what is skipped.
 */
export function* cronTicks(schedule: CronSchedule, timezone: string, from: number): Generator<number, void> {
  const zone = timeZone(timezone);
  const crons = typeof schedule === 'string' ? [schedule] : schedule;
  if (crons.length === 1) return yield* ticksOf(fieldsOf(crons[0]!), zone, from);
  const pending = crons.map((cron) => {
    const ticks = ticksOf(fieldsOf(cron), zone, from);
    return { ticks, next: ticks.next().value ?? Infinity };
  });
  for (;;) {
    const next = Math.min(...pending.map((each) => each.next));
    if (next === Infinity) return;
    yield next;
    for (const each of pending) if (each.next === next) each.next = each.ticks.next().value ?? Infinity;
  }
}

/** The first `count` ticks from `from` on. */
export function nextTicks(
  schedule: CronSchedule,
  timezone: string,
  from: number,
  count: number,
): readonly number[] {
  const ticks: number[] = [];
  if (count <= 0) return ticks;
  for (const tick of cronTicks(schedule, timezone, from)) {
    ticks.push(tick);
    if (ticks.length >= count) break;
  }
  return ticks;
}

/** The last tick at or before `at`: the walk starts ever further back until it meets one. */
export function latestTick(schedule: CronSchedule, timezone: string, at: number): number | undefined {
  for (const back of [60 * minute, day, 32 * day, 366 * day, 3000 * day]) {
    let latest: number | undefined;
    for (const tick of cronTicks(schedule, timezone, at - back)) {
      if (tick > at) break;
      latest = tick;
    }
    if (latest !== undefined) return latest;
  }
  return undefined;
}

/** The shortest time between two ticks in seconds, among 10,000 of them, or as many as come in 20 years. */
export function smallestInterval(schedule: CronSchedule, timezone = 'UTC'): number {
  const start = Date.UTC(2024, 0, 1);
  let [smallest, count, previous] = [Infinity, 0, -Infinity];
  for (const tick of cronTicks(schedule, timezone, start)) {
    smallest = Math.min(smallest, tick - previous);
    previous = tick;
    if (smallest === minute || ++count > 10_000 || (tick > start + 7305 * day && count > 1)) break;
  }
  return smallest / 1000;
}

function* ticksOf(fields: CronFields, zone: TimeZone, from: number): Generator<number, void> {
  const offset = zone.offsetAt(from);
  // What the clock shows twice or skips near `from` may lie before `from` on the wall and after it in time.
  const shift = Math.max(...[-day, day].map((away) => Math.abs(zone.offsetAt(from + away) - offset)));
  const repeated: number[] = [];
  let latest = -Infinity;
  for (const wall of wallTimes(fields, from + offset - shift)) {
    const instants = zone.instantsOf(wall);
    if (!fields.everyHour) {
      const tick = instants.at(-1) ?? zone.endOfGap(wall);
      // Where the gap takes the rest of the day (Apia had no 2011-12-30), that day has no such time and no tick.
      const isSkipped = instants.length === 0 && zone.wallAt(tick) >= (Math.floor(wall / day) + 1) * day;
      if (tick > latest && tick >= from && !isSkipped) yield (latest = tick);
      continue;
    }
    if (instants.length === 0) continue;
    while (repeated.length > 0 && repeated[0]! < instants[0]!) {
      const tick = repeated.shift()!;
      if (tick >= from) yield tick;
    }
    if (instants[0]! >= from) yield instants[0]!;
    if (instants.length > 1) repeated.push(instants[1]!);
  }
}

function fieldsOf(cron: string): CronFields {
  const fields = cronFields(cron);
  if (typeof fields !== 'string') return fields;
  throw new DagbookError(`"${cron}" is not a cron schedule: ${fields}`, {
    name: 'InvalidDefinition',
    remedy: cronRemedy,
  });
}

const cronRemedy =
  'Write five fields: minute, hour, day of month, month and day of week, such as "0 9 * * 1-5".';

const known = new Map<string, CronFields | string>();

/** The fields of an expression, or what is wrong with it. */
function cronFields(text: unknown): CronFields | string {
  if (typeof text !== 'string') return 'it is not text';
  let fields = known.get(text);
  if (fields === undefined) {
    if (known.size > 1000) known.clear();
    known.set(text, (fields = readFields(text)));
  }
  return fields;
}

function readFields(text: string): CronFields | string {
  const cron = (aliases[text] ?? text).trim();
  const parts = cron.split(/\s+/).filter(Boolean);
  if (parts.length !== 5)
    return `it has ${parts.length} ${parts.length === 1 ? 'field' : 'fields'} instead of five`;
  try {
    const fields = readCron(parts);
    return wallTimes(fields, 0).next().done ? 'no date ever matches it' : fields;
  } catch (error) {
    return (error as Error).message;
  }
}
