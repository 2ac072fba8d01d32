import { asset } from '$lib/definitions/asset';
import { defineAssetJob } from '$lib/definitions/asset-job';
import { buildScheduleContext } from '$lib/definitions/build-tick-context';
import { evaluateSchedule } from '$lib/definitions/evaluate-tick';
import {
  buildScheduleFromPartitionedJob,
  type PartitionedScheduleOptions,
} from '$lib/definitions/partitioned-schedule';
import { MultiPartitionsDefinition } from '$lib/definitions/partitions/multi-partitions';
import type { PartitionsDefinition } from '$lib/definitions/partitions/partitions-definition';
import {
  DynamicPartitionsDefinition,
  StaticPartitionsDefinition,
} from '$lib/definitions/partitions/static-partitions';
import {
  DailyPartitionsDefinition,
  HourlyPartitionsDefinition,
  MonthlyPartitionsDefinition,
  WeeklyPartitionsDefinition,
} from '$lib/definitions/partitions/time-window-partitions';
import { describe, expect, it } from 'vitest';
import { collect } from './collect';

const cakeJob = defineAssetJob({ selection: '*' });
const daily = '0 9 * * *';
const scheduledExecutionTime = new Date('2021-05-06T00:00Z');
const subject = { name: 's', jobs: ['j'] };

describe('the schedule of a partitioned job', () => {
  const of = (partitionsDef: PartitionsDefinition, options: PartitionedScheduleOptions = {}) =>
    buildScheduleFromPartitionedJob(defineAssetJob({ name: 'job', selection: '*', partitionsDef }), options);
  const startDate = '2021-05-01';
  const days = new DailyPartitionsDefinition({ startDate });
  const words = new StaticPartitionsDefinition(['a', 'b']);

  it.each<[string, PartitionsDefinition, PartitionedScheduleOptions, string, readonly string[]]>([
    ['daily', days, {}, '0 0 * * *', ['2021-05-05']],
    ['daily, later in the day', days, { hourOfDay: 3, minuteOfHour: 15 }, '15 3 * * *', ['2021-05-05']],
    [
      'daily with an offset',
      new DailyPartitionsDefinition({ startDate, hourOffset: 9, minuteOffset: 15 }),
      {},
      '15 9 * * *',
      ['2021-05-04'],
    ],
    [
      'hourly',
      new HourlyPartitionsDefinition({ startDate: '2021-05-05-00:00' }),
      { minuteOfHour: 20 },
      '20 * * * *',
      ['2021-05-05-23:00'],
    ],
    [
      'weekly',
      new WeeklyPartitionsDefinition({ startDate: '2021-04-01' }),
      { dayOfWeek: 1 },
      '0 0 * * 1',
      ['2021-04-25'],
    ],
    [
      'monthly',
      new MonthlyPartitionsDefinition({ startDate: '2021-01-01' }),
      { dayOfMonth: 3 },
      '0 0 3 * *',
      ['2021-04-01'],
    ],
    ['words: each of them', words, { cronSchedule: daily }, daily, ['a', 'b']],
    [
      'words and days',
      new MultiPartitionsDefinition({ word: words, day: days }),
      {},
      '0 0 * * *',
      ['2021-05-05|a', '2021-05-05|b'],
    ],
  ])('%s', async (_, partitions, options, cron, keys) => {
    const definition = of(partitions, options);
    expect([definition.options.name, definition.options.cronSchedule, definition.options.timezone]).toEqual([
      'job_schedule',
      cron,
      'UTC',
    ]);
    const { runRequests } = await evaluateSchedule(
      definition,
      buildScheduleContext({ scheduledExecutionTime }),
      { name: 's', jobs: ['job'] },
    );
    expect(runRequests.map(({ partitionKey }) => partitionKey)).toEqual(keys);
  });

  it('skips while no partition is complete', async () => {
    const context = buildScheduleContext({ scheduledExecutionTime: new Date('2021-05-01T12:00Z') });
    expect((await evaluateSchedule(of(days), context, subject)).skipReason).toBe(
      'no partition is complete yet',
    );
  });

  it('has the zone of the partitions, and its job in the snapshot', () => {
    const job = defineAssetJob({
      selection: '*',
      partitionsDef: new DailyPartitionsDefinition({ startDate, timezone: 'Asia/Seoul' }),
    });
    const { snapshot } = collect({
      cake: asset({ partitionsDef: job.options.partitionsDef }, () => 1),
      job,
      s: buildScheduleFromPartitionedJob(job),
    });
    expect(snapshot.errors).toEqual([]);
    expect(snapshot.schedules).toMatchObject([
      { name: 's', job: 'job', timezone: 'Asia/Seoul', cronSchedule: ['0 0 * * *'] },
    ]);
  });

  it.each<[string, () => unknown, RegExp]>([
    ['no partitions', () => buildScheduleFromPartitionedJob(cakeJob), /the job has no partitions/],
    ['no time and no cron', () => of(words), /the partitions say no time/],
    ['time and a cron', () => of(days, { cronSchedule: daily }), /cronSchedule is given for time partitions/],
    [
      'a day of the week for days',
      () => of(days, { dayOfWeek: 1 }),
      /dayOfWeek does not fit partitions of "0 0 \* \* \*"/,
    ],
    [
      'an hour without time',
      () => of(words, { cronSchedule: daily, hourOfDay: 1 }),
      /hourOfDay needs time partitions/,
    ],
    [
      'dynamic keys',
      () => of(new DynamicPartitionsDefinition({ name: 'd' }), { cronSchedule: daily }),
      /dynamic partitions are not known/,
    ],
  ])('refuses %s', (_, make, message) => {
    expect(make).toThrow(message);
  });
});
