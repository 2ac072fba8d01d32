import { timeWindowOf } from '$lib/definitions/partitions/time-window';
import {
  DailyPartitionsDefinition,
  HourlyPartitionsDefinition,
  MonthlyPartitionsDefinition,
  TimeWindowPartitionsDefinition,
  WeeklyPartitionsDefinition,
} from '$lib/definitions/partitions/time-window-partitions';
import { nextTicks } from '$lib/definitions/time/cron';
import { timeZone } from '$lib/definitions/time/time-zone';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import cases from '../../../fixtures/dagster-cases.json' with { type: 'json' };

interface Case {
  readonly id: string;
  readonly area: string;
  readonly given: { readonly definition: string; readonly now: string };
  readonly expect: { readonly keys: string[] };
}

const classes = {
  hourly: HourlyPartitionsDefinition,
  daily: DailyPartitionsDefinition,
  weekly: WeeklyPartitionsDefinition,
  monthly: MonthlyPartitionsDefinition,
};

/** A definition as the cases write it: `daily start=2021-05-05 hour_offset=9 end_offset=1 tz=US/Central`. */
function read(text: string): TimeWindowPartitionsDefinition {
  const [name, ...rest] = text.replace(' tz unset', '').split(' ');
  const given = Object.fromEntries(rest.map((each) => each.split('=')));
  const { start, end, tz, fmt, ...offsets } = given;
  const camel = Object.entries(offsets).map(([key, value]) => [
    key!.replace(/_(.)/, (_, letter: string) => letter.toUpperCase()),
    Number(value),
  ]);
  return new classes[name as 'daily']({
    startDate: start!.replace('T', '-'),
    ...(end && { endDate: end }),
    ...(tz && { timezone: tz }),
    ...(fmt && { fmt }),
    ...Object.fromEntries(camel),
  });
}

function instant(text: string): number {
  const [time, zone] = text.split(' ');
  if (!zone) return Date.parse(time!);
  return timeZone(zone).instantsOf(Date.parse(`${time}Z`))[0]!;
}

describe('time windows: Dagster’s cases', () => {
  const known = (cases as unknown as Case[]).filter(({ area }) => area === 'time_partitions');
  it.each(known.map((each) => [each.id, each] as const))('%s', (_, { given, expect: { keys } }) => {
    expect(read(given.definition).getPartitionKeys({ currentTime: instant(given.now) })).toEqual(keys);
  });
});

const kinds: readonly (readonly [definition: string, now: string, keys: readonly string[]])[] = [
  // What exists at a moment.
  ['daily start=2021-05-01 end_offset=-2', '2021-05-07T00:00Z', ['2021-05-01', '2021-05-02', '2021-05-03', '2021-05-04']],
  ['daily start=2021-05-05 end_offset=-1', '2021-05-07T00:00Z', ['2021-05-05']],
  ['daily start=2021-05-05 end_offset=-2', '2021-05-07T00:00Z', []],
  ['daily start=2021-05-05 end_offset=-9', '2021-05-07T00:00Z', []],
  ['daily start=2021-05-05 end_offset=2', '2021-05-07T00:00Z', ['2021-05-05', '2021-05-06', '2021-05-07', '2021-05-08']],
  ['daily start=2021-05-05 end_offset=1', '2021-05-05T12:00Z', ['2021-05-05']],
  ['daily start=2021-05-05 end_offset=1', '2021-05-04T12:00Z', ['2021-05-05']],
  ['daily start=2021-05-05 end_offset=1', '2021-05-04T00:00Z', []],
  ['daily start=2021-05-05 end_offset=1', '2021-05-01T00:00Z', []],
  ['daily start=2021-05-05 end_offset=3', '2021-05-04T00:00Z', ['2021-05-05', '2021-05-06']],
  ['daily start=2021-05-05', '2020-01-01T00:00Z', []],
  ['daily start=2021-05-05 end=2021-05-07', '2021-06-01T00:00Z', ['2021-05-05', '2021-05-06']],
  ['daily start=2021-05-05 end=2021-05-07', '2021-05-06T00:00Z', ['2021-05-05']],
  ['daily start=2021-05-05 end=2021-05-07 end_offset=3', '2021-05-06T00:00Z', ['2021-05-05', '2021-05-06']],
  ['daily start=2021-05-05 end=2021-05-08 end_offset=-1', '2021-06-01T00:00Z', ['2021-05-05', '2021-05-06', '2021-05-07']],
  // Offsets within the period.
  ['daily start=2021-05-05 minute_offset=15', '2021-05-07T00:00Z', ['2021-05-05']],
  ['hourly start=2021-05-05T01:00 minute_offset=15', '2021-05-05T03:30Z', ['2021-05-05-01:15', '2021-05-05-02:15']],
  ['hourly start=2021-05-05T01:00', '2021-05-05T03:00Z', ['2021-05-05-01:00', '2021-05-05-02:00']],
  // The first full period.
  ['weekly start=2021-05-01', '2021-05-18T00:00Z', ['2021-05-02', '2021-05-09']],
  ['weekly start=2021-05-01 minute_offset=15 hour_offset=4 day_offset=3', '2021-05-20T00:00Z', ['2021-05-05', '2021-05-12']],
  ['weekly start=2021-05-02 day_offset=1', '2021-05-18T00:00Z', ['2021-05-03', '2021-05-10']],
  ['weekly start=2021-05-02', '2021-05-09T00:00Z', ['2021-05-02']],
  ['monthly start=2021-01-03', '2021-03-31T00:00Z', ['2021-02-01']],
  ['monthly start=2021-05-01', '2021-07-03T00:00Z', ['2021-05-01', '2021-06-01']],
  ['monthly start=2021-05-01 end_offset=2', '2021-07-03T00:00Z', ['2021-05-01', '2021-06-01', '2021-07-01', '2021-08-01']],
  ['monthly start=2021-01-01 end_offset=-1', '2021-03-27T00:00Z', ['2021-01-01']],
  ['monthly start=2021-05-01 minute_offset=15 hour_offset=3 day_offset=12', '2021-07-13T00:00Z', ['2021-05-12', '2021-06-12']],
  ['monthly start=2024-01-15 day_offset=31', '2024-08-01T00:00Z', ['2024-01-31', '2024-03-31', '2024-05-31']],
  // Leap days.
  ['daily start=2020-02-28', '2020-03-03T01:20Z', ['2020-02-28', '2020-02-29', '2020-03-01', '2020-03-02']],
  ['daily start=2021-02-28', '2021-03-03T01:20Z', ['2021-02-28', '2021-03-01', '2021-03-02']],
  // Clocks that change.
  ['hourly start=2021-03-14T00:00 tz=US/Central', '2021-03-14T04:01 US/Central', ['2021-03-14-00:00', '2021-03-14-01:00', '2021-03-14-03:00']],
  ['hourly start=2021-03-28T00:00 tz=Europe/Berlin', '2021-03-28T04:00 Europe/Berlin', ['2021-03-28-00:00', '2021-03-28-01:00', '2021-03-28-03:00']],
  ['hourly start=2021-10-31T01:00 tz=Europe/Berlin', '2021-10-31T04:00 Europe/Berlin', ['2021-10-31-01:00', '2021-10-31-02:00', '2021-10-31-02:00+0100', '2021-10-31-03:00']],
  ['hourly start=2021-11-07T00:00-0500 tz=US/Central fmt=%Y-%m-%d-%H:%M%z', '2021-11-07T03:00 US/Central', ['2021-11-07-00:00-0500', '2021-11-07-01:00-0500', '2021-11-07-01:00-0600', '2021-11-07-02:00-0600']],
  ['daily start=2021-11-06 tz=US/Central', '2021-11-09T00:00 US/Central', ['2021-11-06', '2021-11-07', '2021-11-08']],
  ['daily start=2021-11-06 tz=US/Central', '2021-11-09T05:59Z', ['2021-11-06', '2021-11-07']],
  ['daily start=2021-03-13 tz=US/Central hour_offset=2', '2021-03-16T02:00 US/Central', ['2021-03-13', '2021-03-14', '2021-03-15']],
  ['daily start=2024-03-09 tz=America/Havana', '2024-03-12T00:00 America/Havana', ['2024-03-09', '2024-03-10', '2024-03-11']],
  // Formats.
  ['daily start=05/2021/05 fmt=%m/%Y/%d', '2021-05-07T00:00Z', ['05/2021/05', '05/2021/06']],
  ['daily start=2021-125 fmt=%Y-%j', '2021-05-07T00:00Z', ['2021-125', '2021-126']],
  ['monthly start=2021May fmt=%Y%b', '2021-07-01T00:00Z', ['2021May', '2021Jun']],
  ['weekly start=2021-W18 fmt=%G-W%V day_offset=1', '2021-05-18T00:00Z', ['2021-W18', '2021-W19']],
  ['hourly start=20210505T00 fmt=%Y%m%d-%H', '2021-05-05T02:00Z', ['20210505-00', '20210505-01']],
]; // prettier-ignore

describe('which keys exist', () => {
  it.each(kinds)('%s at %s', (text, now, keys) => {
    const definition = read(text);
    const query = { currentTime: instant(now) };
    expect(definition.getPartitionKeys(query)).toEqual(keys);
    expect(definition.count(query)).toBe(keys.length);
    expect([definition.firstKey(query), definition.lastKey(query)]).toEqual([keys[0], keys.at(-1)]);
    for (const key of keys) expect(definition.hasPartitionKey(key, query)).toBe(true);
  });

  it.each([
    ['daily start=2021-05-05', '2021-05-04'],
    ['daily start=2021-05-05', '2021-05-10'],
    ['daily start=2021-05-05', '2021-5-6'],
    ['daily start=2021-05-05', '2021-02-30'],
    ['daily start=2021-05-05', '9999-12-31'],
    ['daily start=2021-05-05', 'yesterday'],
    ['daily start=2021-05-05', ''],
    ['weekly start=2021-05-01', '2021-05-03'],
    ['hourly start=2021-03-13T00:00 tz=US/Central', '2021-03-14-02:00'],
    ['hourly start=2021-05-01T00:00', '2021-05-05-01:30'],
  ])('%s has no key %s', (text, key) => {
    expect(read(text).hasPartitionKey(key, { currentTime: Date.UTC(2021, 4, 10) })).toBe(false);
  });
});

describe('windows of keys', () => {
  const iso = ({ start, end }: { start: Date; end: Date }) =>
    `${start.toISOString().slice(0, 16)} ${end.toISOString().slice(0, 16)}`;

  it.each([
    ['daily start=2021-05-05', '2021-05-08', '2021-05-08T00:00 2021-05-09T00:00'],
    ['daily start=2021-05-05 minute_offset=15', '2021-05-08', '2021-05-08T00:15 2021-05-09T00:15'],
    ['weekly start=2021-05-01 day_offset=3 hour_offset=4', '2021-05-05', '2021-05-05T04:00 2021-05-12T04:00'],
    ['monthly start=2021-01-01', '2021-02-01', '2021-02-01T00:00 2021-03-01T00:00'],
    ['daily start=2021-11-01 tz=US/Central', '2021-11-07', '2021-11-07T05:00 2021-11-08T06:00'],
    ['hourly start=2021-11-07T00:00 tz=US/Central', '2021-11-07-01:00', '2021-11-07T06:00 2021-11-07T07:00'],
    [
      'hourly start=2021-11-07T00:00 tz=US/Central',
      '2021-11-07-01:00-0600',
      '2021-11-07T07:00 2021-11-07T08:00',
    ],
    ['hourly start=2021-03-01T00:00 tz=US/Central', '2021-03-14-01:00', '2021-03-14T07:00 2021-03-14T08:00'],
    ['daily start=2021-03-01 tz=US/Central hour_offset=2', '2021-03-14', '2021-03-14T08:00 2021-03-15T07:00'],
  ])('%s: %s', (text, key, window) => expect(iso(read(text).timeWindow(key))).toBe(window));

  it('a range goes from the start of the first to the end of the last', () => {
    const { snapshot } = read('daily start=2021-05-05');
    expect(iso(timeWindowOf(snapshot, '2021-05-06', '2021-05-08')!)).toBe(
      '2021-05-06T00:00 2021-05-09T00:00',
    );
    expect(timeWindowOf(snapshot, '2021-05-08', '2021-05-06')).toBeUndefined();
  });

  it('what is no key has none, however far away', () => {
    for (const key of ['2021-05-04', '2021-05-05-00', '9999-13-01']) {
      expect(() => read('daily start=2021-05-05').timeWindow(key)).toThrow(
        `"${key}" is not the key of a window`,
      );
    }
    expect(iso(read('hourly start=2021-05-05T00:00').timeWindow('9000-05-05-00:00'))).toContain('9000-05-05');
  });
});

it('more windows than memory should hold are refused', () => {
  const minutes = new TimeWindowPartitionsDefinition({
    cronSchedule: '* * * * *',
    start: '2000-01-01-00:00',
    fmt: '%Y-%m-%d-%H:%M',
  });
  expect(minutes.count({ currentTime: Date.UTC(2000, 0, 2) })).toBe(1440);
  expect(() => minutes.count({ currentTime: Date.UTC(2024, 0, 1) })).toThrow(
    'more than 2,000,000 time windows',
  );
});

describe('cron and exclusions', () => {
  const query = { currentTime: Date.UTC(2024, 0, 10) };
  const weekdays = (exclusions: (string | Date)[], options = {}) =>
    new DailyPartitionsDefinition({ startDate: '2024-01-01', exclusions, ...options });

  it('windows go from tick to tick of a cron', () => {
    const definition = new TimeWindowPartitionsDefinition({
      cronSchedule: '0 9,17 * * 1-5',
      start: '2024-01-05-00:00',
      fmt: '%Y-%m-%d-%H:%M',
    });
    expect(definition.getPartitionKeys({ currentTime: Date.UTC(2024, 0, 8, 17) })).toEqual([
      '2024-01-05-09:00',
      '2024-01-05-17:00',
      '2024-01-08-09:00',
    ]);
    expect(definition.timeWindow('2024-01-05-17:00').end).toEqual(new Date('2024-01-08T09:00Z'));
  });

  it('leaves out windows by cron, instant and date', () => {
    const weekends = ['0 0 * * 0', '0 0 * * 6'];
    const all = [
      '2024-01-01',
      '2024-01-02',
      '2024-01-03',
      '2024-01-04',
      '2024-01-05',
      '2024-01-08',
      '2024-01-09',
    ];
    expect(weekdays(weekends).getPartitionKeys(query)).toEqual(all);
    expect(weekdays(['0 0 * * 6-7', new Date('2024-01-03'), '2024-01-04']).getPartitionKeys(query)).toEqual(
      all.filter((key) => !/-0[34]/.test(key)),
    );
    expect(weekdays(weekends).hasPartitionKey('2024-01-06', query)).toBe(false);
    expect(() => weekdays(weekends).timeWindow('2024-01-06')).toThrow('not the key of a window');
    expect(weekdays(weekends).timeWindow('2024-01-05').end).toEqual(new Date('2024-01-06'));
  });

  it('counts offsets in windows that are there', () => {
    const weekends = ['0 0 * * 6-7'];
    const at = (day: number, endOffset: number) =>
      weekdays(weekends, { endOffset }).lastKey({ currentTime: Date.UTC(2024, 0, day) });
    expect([at(8, 0), at(8, -1), at(6, 1), at(8, 1), at(8, 2)]).toEqual([
      '2024-01-05',
      '2024-01-04',
      '2024-01-08',
      '2024-01-08',
      '2024-01-09',
    ]);
  });
});

describe('keys and windows belong to each other', () => {
  const zones = fc.constantFrom('UTC', 'Europe/Berlin', 'US/Central', 'America/Havana', 'Australia/Lord_Howe', 'Africa/Casablanca', 'Asia/Kathmandu', 'Pacific/Apia'); // prettier-ignore
  const definitions = fc
    .record({
      timezone: zones,
      year: fc.integer({ min: 2005, max: 2030 }),
      minute: fc.nat({ max: 59 }),
      hour: fc.nat({ max: 23 }),
      kind: fc.constantFrom('hourly', 'daily', 'weekly', 'monthly', '*/15 * * * *', '30 */2 * * *'),
    })
    .map(({ timezone, year, minute, hour, kind }) => {
      const options = { startDate: `${year}-01-20`, timezone, minuteOffset: minute, hourOffset: hour };
      if (kind === 'daily') return new DailyPartitionsDefinition(options);
      if (kind === 'weekly') return new WeeklyPartitionsDefinition({ ...options, dayOffset: hour % 7 });
      if (kind === 'monthly') return new MonthlyPartitionsDefinition({ ...options, dayOffset: 1 + hour });
      const start = `${year}-03-20-00:00`;
      if (kind === 'hourly')
        return new HourlyPartitionsDefinition({ startDate: start, timezone, minuteOffset: minute });
      return new TimeWindowPartitionsDefinition({
        cronSchedule: kind,
        start,
        timezone,
        fmt: '%Y-%m-%d-%H:%M',
      });
    });

  it('one key a window, one window a key, without gaps, as the cron ticks', () => {
    fc.assert(
      fc.property(definitions, (definition) => {
        const { cronSchedule, timezone, start } = definition.snapshot;
        const ticks = nextTicks(cronSchedule, timezone, start, 1001);
        const keys = definition.getPartitionKeys({ currentTime: ticks.at(-1)! });
        expect(keys.length).toBe(1000);
        expect(new Set(keys).size).toBe(1000);
        for (let i = 0; i < keys.length; i += 7) {
          const window = definition.timeWindow(keys[i]!);
          expect([window.start.getTime(), window.end.getTime()]).toEqual([ticks[i], ticks[i + 1]]);
        }
      }),
      { numRuns: 60 },
    );
  });
});
