import {
  asset,
  AssetIn,
  DailyPartitionsDefinition,
  HourlyPartitionsDefinition,
  MonthlyPartitionsDefinition,
  MultiPartitionsDefinition,
  StaticPartitionsDefinition,
  TimeWindowPartitionMapping,
  WeeklyPartitionsDefinition,
  type PartitionMapping,
  type PartitionsDefinition,
} from 'dagbook';
import { ephemeralInstance, materialize } from 'dagbook/testing';
import { expect } from 'vitest';
import { isValidCron, nextTicks, smallestInterval } from '$lib/definitions/time/cron';
import { timeZone } from '$lib/definitions/time/time-zone';
import type { DagsterCase } from '../../contract/cases/case-bench';
import { launched } from '../../fixtures/ended-run';
import { down } from '../graph/partitions/mapped';
import { alike, type CaseTable } from './case-table';

const ticks = ({ given: { cron, tz = 'UTC', start_inclusive }, expect: expected }: DagsterCase) => {
  if (expected.valid !== undefined) return expect(isValidCron(cron)).toBe(expected.valid);
  if (expected.smallest_interval_seconds !== undefined)
    return expect(smallestInterval(cron, tz)).toBe(expected.smallest_interval_seconds);
  const next: readonly string[] = expected.next;
  expect(nextTicks(cron, tz, Date.parse(start_inclusive), next.length)).toEqual(
    next.map((each) => Date.parse(each)),
  );
  for (const each of next) expect(timeZone(tz).offsetAt(Date.parse(each))).toBe(offsetOf(each));
};

/** Of a time such as `2023-03-26T03:00+02:00`, in ms. */
function offsetOf(time: string): number {
  const [, sign, hours, minutes] = /([+-])(\d\d):(\d\d)$/.exec(time) ?? ['Z', '+', '0', '0'];
  return Number(`${sign}1`) * (Number(hours) * 60 + Number(minutes)) * 60_000;
}

const windows = ({ given: { definition, now }, expect: { keys } }: DagsterCase) => {
  const [kind, ...options] = (definition as string).replace(' tz unset', '').split(' ');
  const { start, tz, end_offset, hour_offset, minute_offset } = Object.fromEntries(
    options.map((option) => option.split('=') as [string, string]),
  );
  const Definition = kind === 'hourly' ? HourlyPartitionsDefinition : DailyPartitionsDefinition;
  const made = new Definition({
    startDate: start!.replace('T', '-'),
    ...(tz && { timezone: tz }),
    ...(end_offset && { endOffset: Number(end_offset) }),
    ...(hour_offset && { hourOffset: Number(hour_offset) }),
    ...(minute_offset && { minuteOffset: Number(minute_offset) }),
  });
  const [time, zone] = (now as string).split(' ');
  const currentTime = zone ? timeZone(zone).instantsOf(Date.parse(`${time}Z`))[0]! : Date.parse(time!);
  expect(made.getPartitionKeys({ currentTime })).toEqual(keys);
};

const startDate = '2021-05-05';
export const daily = (options = {}) => new DailyPartitionsDefinition({ startDate, ...options });
const weekly = () => new WeeklyPartitionsDefinition({ startDate: '2021-05-01' });
const monthly = () => new MonthlyPartitionsDefinition({ startDate: '2021-05-01' });
const offsets = (text = '0,0') => {
  const [startOffset, endOffset] = text.match(/-?\d+/g)!.map(Number);
  return new TimeWindowPartitionMapping({ startOffset, endOffset });
};

/** Which upstream partitions one downstream partition is given, seen by the asset itself in a run. */
export async function upstreamKeys(
  upstream: PartitionsDefinition,
  downstream: PartitionsDefinition,
  partitionKey: string,
  partitionMapping?: PartitionMapping,
): Promise<readonly string[]> {
  const instance = ephemeralInstance({ now: Date.UTC(2021, 7, 1) });
  const up = asset({ partitionsDef: upstream }, (_, { partitionKeys }) =>
    Object.fromEntries(partitionKeys.map((key) => [key, key])),
  );
  const read = asset(
    { partitionsDef: downstream, ins: { up: new AssetIn<unknown>(up, { partitionMapping }) } },
    ({ up }) => (typeof up === 'object' ? Object.keys(up ?? {}) : [up]),
  );
  const keys = upstream.getPartitionKeys({ currentTime: instance.now() });
  const range = `${keys[0]}...${keys.at(-1)}`;
  await instance.load({ up, read });
  await launched(instance, { location: 'definitions', selection: 'up', partition: range });
  const result = await materialize({ up, read }, { instance, selection: 'read', partitionKey });
  await instance.close();
  return result.assetValue('read') as readonly string[];
}

const mapping: CaseTable = {
  async 'map-03-offset-minus1'({ given, expect: { upstream_keys } }) {
    expect(await upstreamKeys(daily(), daily(), '2021-05-07', offsets(given.mapping))).toEqual(upstream_keys);
  },
  async 'map-04-offset-first'({ given, expect: { upstream_keys } }) {
    expect(await upstreamKeys(daily(), daily(), startDate, offsets(given.mapping))).toEqual(upstream_keys);
  },
  async 'map-05-window'({ given, expect: { upstream_keys } }) {
    const window = offsets(given.mapping);
    expect(await upstreamKeys(daily(), daily(), '2021-05-07', window)).toEqual(upstream_keys);
    expect(await upstreamKeys(daily(), daily(), startDate, window)).toEqual([startDate]);
  },
  async 'map-06-weekly-daily'({ expect: { upstream_keys, count } }) {
    const keys = await upstreamKeys(daily(), weekly(), '2021-05-09');
    expect([keys[0], keys.at(-1), keys.length]).toEqual([upstream_keys[0], upstream_keys[2], count]);
  },
  async 'map-07-monthly-daily'({ expect: { count } }) {
    expect(await upstreamKeys(daily(), monthly(), '2021-06-01')).toHaveLength(count);
  },
  'map-08-downstream-weekly'({ expect: { downstream_keys } }) {
    expect(down(undefined, daily(), weekly(), '2021-05-11')).toBe(downstream_keys.join());
  },
  'map-09-downstream-offset'({ given, expect: { downstream_keys } }) {
    expect(down(offsets(given.mapping), daily(), daily(), '2021-05-07')).toBe(downstream_keys.join());
  },
  async 'map-10-diff-fmt'() {
    const other = daily({ startDate: '05/05/2021', fmt: '%d/%m/%Y' });
    expect(await upstreamKeys(other, daily(), '2021-05-05')).toEqual(['05/05/2021']);
    expect(await upstreamKeys(daily(), other, '07/05/2021')).toEqual(['2021-05-07']);
  },
  async 'map-11-nonexistent'() {
    const earlier = daily({ startDate: '2021-05-01' });
    await expect(upstreamKeys(daily(), earlier, '2021-05-03')).rejects.toMatchObject({
      name: 'UnknownPartition',
      message: expect.stringContaining('2021-05-03'),
    });
    const allowing = new TimeWindowPartitionMapping({ allowNonexistentUpstreamPartitions: true });
    expect(await upstreamKeys(daily(), earlier, '2021-05-03', allowing)).toEqual([]);
  },
};

const multi: CaseTable = {
  'mp-02-order'({ given: { dims }, expect: { keys } }) {
    const [abc, date] = [dims.abc, dims.date].map((each: string[]) => new StaticPartitionsDefinition(each));
    expect(new MultiPartitionsDefinition({ date: date!, abc: abc! }).getPartitionKeys()).toEqual(keys);
  },
  // Dagster wants exactly two; here any number from two is good.
  'mp-03-arity'() {
    const one = () => new MultiPartitionsDefinition({ a: new StaticPartitionsDefinition(['x']) });
    expect(one).toThrow('at least two dimensions are required');
  },
  'mp-05-chars'({ given: { dim_key } }) {
    const b = new StaticPartitionsDefinition(['b']);
    for (const key of (dim_key as string).split(' or ')) {
      const a = new StaticPartitionsDefinition([key]);
      expect(() => new MultiPartitionsDefinition({ a, b })).toThrow('may not contain | , [ ]');
    }
  },
};

const crons = [
  'cron-02-fall-0230', 'cron-05-fall-quarter', 'cron-06-spring-0200', 'cron-07-spring-0230', 'cron-08-spring-quarter',
  'cron-09-half-hour-dst', 'cron-10-monthly-fold', 'cron-11-monthly-fold-30', 'cron-16-dow-6-7',
  'cron-17-weekday-skip-dst-sunday', 'cron-18-kolkata-hourly', 'cron-19-leap', 'cron-valid-2', 'cron-valid-4',
  'cron-min-interval-3', 'cron-min-interval-7',
]; // prettier-ignore
const keys = [
  'tw-01-daily', 'tw-02-daily-open', 'tw-03-end-offset1', 'tw-06-hour-offset', 'tw-14-hourly-fall',
  'tw-15-hourly-fall-utc', 'tw-17-empty',
]; // prettier-ignore

export const partitionCases: CaseTable = {
  ...alike(crons, ticks),
  ...alike(keys, windows),
  ...mapping,
  ...multi,
};
