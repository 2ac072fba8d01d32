import {
  checkCron,
  cronTicks,
  isValidCron,
  latestTick,
  nextTicks,
  smallestInterval,
} from '$lib/definitions/time/cron';
import { timeZone } from '$lib/definitions/time/time-zone';
import { timeFormat } from '$lib/definitions/time/strftime';
import { CronExpressionParser } from 'cron-parser';
import { Cron } from 'croner';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import cases from '../../../fixtures/dagster-cases.json' with { type: 'json' };

interface Case {
  readonly id: string;
  readonly area: string;
  readonly given: { readonly cron: string; readonly tz?: string; readonly start_inclusive?: string };
  readonly expect: {
    readonly next?: string[];
    readonly valid?: boolean;
    readonly smallest_interval_seconds?: number;
  };
}

const known = (cases as unknown as Case[]).filter(({ area }) => area === 'cron');

/** A local time with its offset, such as `2023-03-26T03:00+02:00`. */
function local(instant: number, zone: string): string {
  const offset = timeZone(zone).offsetAt(instant);
  const text = timeFormat('%Y-%m-%dT%H:%M%z').write(instant + offset, offset);
  return text.replace(/(\d\d)$/, ':$1').replace('+00:00', 'Z');
}

const ticks = (cron: string | string[], zone: string, start: string, count: number) =>
  nextTicks(cron, zone, Date.parse(start), count).map((tick) => local(tick, zone));

describe('cron: Dagster’s cases', () => {
  it.each(known.map((each) => [each.id, each] as const))('%s', (_, { given, expect: expected }) => {
    const { cron, tz = 'UTC', start_inclusive: start } = given;
    if (expected.valid !== undefined) return expect(isValidCron(cron)).toBe(expected.valid);
    if (expected.smallest_interval_seconds !== undefined) {
      return expect(smallestInterval(cron, tz)).toBe(expected.smallest_interval_seconds);
    }
    expect(ticks(cron, tz, start!, expected.next!.length)).toEqual(expected.next);
  });
});

const berlin = 'Europe/Berlin';

/** Each tick is at the local time that stands there; where the offset changes it is written. */
const changes: readonly (readonly [cron: string, zone: string, start: string, next: readonly string[]])[] = [
  // A time that comes twice.
  ['45 1 * * *', berlin, '2023-10-29T00:00+02:00', ['2023-10-29T01:45+02:00', '2023-10-30T01:45+01:00']],
  ['0 2 * * *', berlin, '2023-10-28T02:00+02:00', ['2023-10-28T02:00+02:00', '2023-10-29T02:00+01:00']],
  ['0 2 * * *', berlin, '2023-10-29T02:00+02:00', ['2023-10-29T02:00+01:00']],
  ['0 2 * * *', berlin, '2023-10-29T02:00+01:00', ['2023-10-29T02:00+01:00', '2023-10-30T02:00+01:00']],
  ['0 3 * * *', berlin, '2023-10-28T12:00+02:00', ['2023-10-29T03:00+01:00', '2023-10-30T03:00+01:00']],
  ['45 * * * *', berlin, '2023-10-29T01:45+02:00', ['2023-10-29T01:45+02:00', '2023-10-29T02:45+02:00', '2023-10-29T02:45+01:00', '2023-10-29T03:45+01:00']],
  ['0 * * * *', berlin, '2023-10-29T02:00+01:00', ['2023-10-29T02:00+01:00', '2023-10-29T03:00+01:00']],
  ['30 2 * * 0', berlin, '2023-10-22T02:30+02:00', ['2023-10-22T02:30+02:00', '2023-10-29T02:30+01:00', '2023-11-05T02:30+01:00']],
  ['0 2 5 * *', 'US/Central', '2023-10-06T00:00-05:00', ['2023-11-05T02:00-06:00', '2023-12-05T02:00-06:00']],
  ['0 1 * * 6-7', 'US/Pacific', '2024-11-02T00:00-07:00', ['2024-11-02T01:00-07:00', '2024-11-03T01:00-08:00', '2024-11-09T01:00-08:00']],
  ['0 */2 * * *', berlin, '2023-10-29T00:00+02:00', ['2023-10-29T00:00+02:00', '2023-10-29T02:00+01:00', '2023-10-29T04:00+01:00']],
  // A time that is skipped.
  ['45 * * * *', berlin, '2023-03-26T00:45+01:00', ['2023-03-26T00:45+01:00', '2023-03-26T01:45+01:00', '2023-03-26T03:45+02:00']],
  ['0,30 2 * * *', berlin, '2023-03-26T00:00+01:00', ['2023-03-26T03:00+02:00', '2023-03-27T02:00+02:00', '2023-03-27T02:30+02:00']],
  ['0 2,3 * * *', berlin, '2023-03-26T00:00+01:00', ['2023-03-26T03:00+02:00', '2023-03-27T02:00+02:00']],
  ['0 2 * * *', berlin, '2023-03-26T03:00+02:00', ['2023-03-26T03:00+02:00', '2023-03-27T02:00+02:00']],
  ['0 2 * * *', berlin, '2023-03-26T03:00:01+02:00', ['2023-03-27T02:00+02:00']],
  ['30 2 * * 0', berlin, '2023-03-20T00:00+01:00', ['2023-03-26T03:00+02:00', '2023-04-02T02:30+02:00']],
  ['30 2 26 * *', berlin, '2023-02-27T00:00+01:00', ['2023-03-26T03:00+02:00', '2023-04-26T02:30+02:00']],
  ['0 2 * * 6-7', 'US/Pacific', '2024-03-09T00:00-08:00', ['2024-03-09T02:00-08:00', '2024-03-10T03:00-07:00', '2024-03-16T02:00-07:00']],
  // Half an hour.
  ['0 * * * *', 'Australia/Lord_Howe', '2023-10-01T01:00+10:30', ['2023-10-01T01:00+10:30', '2023-10-01T03:00+11:00']],
  ['45 1 * * *', 'Australia/Lord_Howe', '2024-04-07T00:00+11:00', ['2024-04-07T01:45+10:30', '2024-04-08T01:45+10:30']],
  ['*/15 * * * *', 'Australia/Lord_Howe', '2024-04-07T01:30+11:00', ['2024-04-07T01:30+11:00', '2024-04-07T01:45+11:00', '2024-04-07T01:30+10:30', '2024-04-07T01:45+10:30', '2024-04-07T02:00+10:30']],
  // At midnight, and a whole day.
  ['0 0 * * *', 'America/Havana', '2024-03-09T12:00-05:00', ['2024-03-10T01:00-04:00', '2024-03-11T00:00-04:00']],
  ['30 0 * * *', 'America/Havana', '2024-11-03T00:00-04:00', ['2024-11-03T00:30-05:00', '2024-11-04T00:30-05:00']],
  ['0 2 * * *', 'Pacific/Apia', '2011-12-29T00:00-10:00', ['2011-12-29T02:00-10:00', '2011-12-31T02:00+14:00', '2012-01-01T02:00+14:00']],
  // Odd offsets.
  ['30 * * * *', 'Asia/Kathmandu', '2026-02-16T00:00+05:45', ['2026-02-16T00:30+05:45', '2026-02-16T01:30+05:45']],
  ['0 * * * *', 'Pacific/Chatham', '2026-02-16T00:10+13:45', ['2026-02-16T01:00+13:45', '2026-02-16T02:00+13:45']],
  ['0 0 * * *', 'America/St_Johns', '2026-02-16T00:00-03:30', ['2026-02-16T00:00-03:30', '2026-02-17T00:00-03:30']],
  // Days.
  ['*/15 13 L * *', berlin, '2023-10-31T13:30+01:00', ['2023-10-31T13:30+01:00', '2023-10-31T13:45+01:00', '2023-11-30T13:00+01:00']],
  ['0 0 L 2 *', 'UTC', '2023-01-01T00:00Z', ['2023-02-28T00:00Z', '2024-02-29T00:00Z']],
  ['0 0 * * 5L', 'UTC', '2024-01-01T00:00Z', ['2024-01-26T00:00Z', '2024-02-23T00:00Z']],
  ['0 0 * * MON#2', 'UTC', '2024-01-01T00:00Z', ['2024-01-08T00:00Z', '2024-02-12T00:00Z']],
  ['0 9 * jan-mar mon', 'UTC', '2024-03-20T00:00Z', ['2024-03-25T09:00Z', '2025-01-06T09:00Z']],
  ['0 0 */10 * *', 'UTC', '2024-02-12T00:00Z', ['2024-02-21T00:00Z', '2024-03-01T00:00Z', '2024-03-11T00:00Z', '2024-03-21T00:00Z', '2024-03-31T00:00Z']],
  ['0 0 31 * *', 'UTC', '2024-02-01T00:00Z', ['2024-03-31T00:00Z', '2024-05-31T00:00Z']],
  ['0 0 29 2 *', 'UTC', '2096-03-01T00:00Z', ['2104-02-29T00:00Z']],
  ['0 0 13 * 5', 'UTC', '2024-09-11T00:00Z', ['2024-09-13T00:00Z', '2024-09-20T00:00Z', '2024-09-27T00:00Z', '2024-10-04T00:00Z', '2024-10-11T00:00Z', '2024-10-13T00:00Z']],
  ['@daily', 'UTC', '2024-01-01T00:00:00.001Z', ['2024-01-02T00:00Z']],
]; // prettier-ignore

describe('cron where clocks and calendars are odd', () => {
  it.each(changes)('%s in %s from %s', (cron, zone, start, next) => {
    expect(ticks(cron, zone, start, next.length)).toEqual(next);
  });

  it('joins several schedules, and equal times count once', () => {
    expect(ticks(['0 */6 * * *', '0 12 * * *', '30 12 * * *'], 'UTC', '2024-01-01T06:00Z', 4)).toEqual([
      '2024-01-01T06:00Z',
      '2024-01-01T12:00Z',
      '2024-01-01T12:30Z',
      '2024-01-01T18:00Z',
    ]);
    // Both move to the end of the gap.
    expect(ticks(['0 2 * * *', '30 2 * * *'], berlin, '2023-03-26T00:00+01:00', 2)).toEqual([
      '2023-03-26T03:00+02:00',
      '2023-03-27T02:00+02:00',
    ]);
  });
});

describe('which cron schedules are valid', () => {
  const valid = ['0 0 29 2 *', '0 0 29 2 3', '0 0 * * 6-7', '0 0 L * *', '0 0 * * SUN', '0 0 1 JAN *', '@weekly', '5/15 * * * *', '0 0 31 1 *', '* * * * THU']; // prettier-ignore
  const invalid = ['', ' ', '0 0 * *', '0 0 0 * * *', '0 0 30 2 *', '0 0 31 2 *', '0 0 30,31 2 *', '0 0 31 4,6 *', '0 0 32 1 *', '60 * * * *', '* 24 * * *', '* * 0 * *', '* * * 13 *', '* * * * 8', 'H * * * *', 'H/5 * * * *', '@every', '@secondly', 'every day', '-1 * * * *', '0 0 * * MOO']; // prettier-ignore
  it.each(valid)('"%s" is', (cron) => expect(isValidCron(cron)).toBe(true));
  it.each(invalid)('"%s" is not', (cron) => expect(isValidCron(cron)).toBe(false));

  it('a list is if all of it is, and it is not empty', () => {
    expect(isValidCron(['0 0 * * *', '@hourly'])).toBe(true);
    expect(isValidCron(['0 0 * * *', 'x'])).toBe(false);
    expect(isValidCron([])).toBe(false);
  });

  it('says what is wrong', () => {
    const words = ['60 * * * *', '* 5-3 * * *', '*/0 * * * *', 'H * * * *', '* * * mai *'].map(
      (cron) => checkCron(cron)[0]!.message.split(' schedule: ')[1],
    );
    expect(words).toEqual([
      '60 is not within 0-59',
      '5-3 ends before it begins',
      '*/0 has steps of nothing',
      '"H" is not a value, a range or a step',
      '"mai" is not a value, a range or a step',
    ]);
    expect(checkCron('0 0 * *')[0]!.message).toBe(
      '"0 0 * *" is not a cron schedule: it has 4 fields instead of five',
    );
    expect(() => nextTicks('nonsense', 'UTC', 0, 1)).toThrow('"nonsense" is not a cron schedule');
  });
});

describe('smallest interval', () => {
  it.each([
    ['* * * * *', 'UTC', 60],
    ['*/5 * * * *', 'UTC', 300],
    ['0 * * * *', 'America/New_York', 3600],
    ['0 */6 * * *', 'UTC', 6 * 3600],
    ['0 9,17 * * *', 'UTC', 8 * 3600],
    ['30 14 * * *', 'UTC', 86_400],
    ['0 2 * * *', 'America/New_York', 23 * 3600],
    ['0 2 * * *', berlin, 23 * 3600],
    ['0 9 * * 1-5', 'UTC', 86_400],
    ['0 0 * * 0', 'UTC', 7 * 86_400],
    ['0 0 1 * *', 'UTC', 28 * 86_400],
    ['0 9 1,15 * *', 'UTC', 14 * 86_400],
    ['0,30 8,12,16 * * 1-5', 'UTC', 1800],
    ['0 0 29 2 *', 'UTC', 1461 * 86_400],
  ] as const)('%s in %s', (cron, zone, seconds) => expect(smallestInterval(cron, zone)).toBe(seconds));
});

describe('cron properties', () => {
  const crons = fc.constantFrom('0 * * * *', '*/7 * * * *', '30 2 * * *', '15 */5 * * *', '0 0 * * 1,4', '5 1 1,15 * *', '59 23 31 * *', '0 12 * 2,11 *', '0 0 13 * 5', '10 3 29 2 *', '0 0 L * *', '0 6 * * FRI#3', '*/20 9-17 * * MON-FRI'); // prettier-ignore
  const instants = fc.integer({ min: Date.UTC(1980, 0, 1), max: Date.UTC(2060, 0, 1) });

  it('walks as cron-parser and croner do where no clock changes', () => {
    fc.assert(
      fc.property(crons, instants, (cron, from) => {
        const ours = nextTicks(cron, 'UTC', from + 1, 5);
        const theirs = CronExpressionParser.parse(cron, { currentDate: new Date(from), tz: 'UTC' });
        expect(ours).toEqual(Array.from({ length: 5 }, () => theirs.next().getTime()));
        if (cron.includes('#')) return; // croner reads the names of days with # otherwise
        const croner = new Cron(cron, { timezone: 'Asia/Tokyo' }).nextRuns(5, new Date(from - (from % 1000)));
        expect(nextTicks(cron, 'Asia/Tokyo', from - (from % 1000) + 1, 5)).toEqual(croner.map(Number));
      }),
    );
  });

  /** Now and then out of range, backwards, or in steps of nothing. */
  const field = (min: number, max: number, ...others: readonly string[]) => {
    const value = fc.integer({ min: min - 1, max: max + 1 }).filter((number) => number >= 0);
    const range = fc.tuple(value, value).map((ends) => ends.join('-'));
    const step = fc
      .tuple(fc.oneof(fc.constant('*'), value, range), fc.nat({ max: 20 }))
      .map((both) => both.join('/'));
    const item = fc.oneof(value.map(String), range, step, fc.constantFrom('*', '?', ...others));
    return fc.oneof({ weight: 2, arbitrary: fc.constant('*') }, item, fc.array(item, { minLength: 1, maxLength: 3 }).map((items) => items.join(','))); // prettier-ignore
  };
  const expressions = fc
    .tuple(
      field(0, 59),
      field(0, 23),
      field(1, 31, 'L', 'W', '1L'),
      field(1, 12, 'jan', 'DEC', 'feb-Apr', 'mon'),
      field(0, 7, 'SUN', 'mon-fri', '5L', 'satL', '2#1', 'fri#4', '2#6', '1-2#1', 'L', 'jan'),
    )
    .map((fields) => fields.join(' '));

  it('reads what cron-parser reads, and nothing else', () => {
    let read = 0;
    fc.assert(
      fc.property(expressions, instants, (cron, from) => {
        const ours = isValidCron(cron) && nextTicks(cron, 'UTC', from + 1, 3);
        let theirs: readonly number[] | string;
        try {
          const parsed = CronExpressionParser.parse(cron, { currentDate: new Date(from), tz: 'UTC' });
          theirs = Array.from({ length: 3 }, () => parsed.next().getTime());
        } catch (error) {
          theirs = (error as Error).message;
        }
        // It refuses a value that two items of a list give; Dagster does not.
        if (typeof theirs === 'string' && theirs.includes('duplicate')) return;
        expect(ours).toEqual(typeof theirs === 'string' ? false : theirs);
        if (ours) read++;
      }),
      { numRuns: 1000 },
    );
    expect(read).toBeGreaterThan(100);
  });

  const zones = fc.constantFrom('Europe/Berlin', 'America/Havana', 'Australia/Lord_Howe', 'Africa/Cairo', 'Africa/Casablanca', 'Pacific/Chatham', 'America/Santiago', 'Asia/Beirut', 'Atlantic/Azores', 'Europe/Dublin'); // prettier-ignore

  it('starts anywhere in the same sequence, and the latest tick is the one before the next', () => {
    fc.assert(
      fc.property(crons, zones, instants, fc.nat({ max: 40 }), (cron, zone, from, skip) => {
        const all = nextTicks(cron, zone, from, 50);
        expect(all).toEqual([...new Set(all)].sort((a, b) => a - b));
        const { value } = cronTicks(cron, zone, all[skip]! + 1).next();
        expect(value).toBe(all[skip + 1]);
        expect(latestTick(cron, zone, all[skip]!)).toBe(all[skip]);
        expect(latestTick(cron, zone, all[skip + 1]! - 1)).toBe(all[skip]);
      }),
    );
  });

  it('a daily schedule fires once each day of the calendar, whatever the clock does', () => {
    fc.assert(
      fc.property(zones, instants, fc.nat({ max: 23 }), fc.nat({ max: 59 }), (zone, from, hour, minute) => {
        const days = nextTicks(`${minute} ${hour} * * *`, zone, from, 400).map((tick) =>
          Math.floor(timeZone(zone).wallAt(tick) / 86_400_000),
        );
        expect(days).toEqual(days.map((_, i) => days[0]! + i));
      }),
    );
  });
});
