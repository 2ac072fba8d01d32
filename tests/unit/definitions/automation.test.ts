import { asset } from '$lib/definitions/asset';
import { defineAssetJob } from '$lib/definitions/asset-job';
import { buildScheduleContext, buildSensorContext } from '$lib/definitions/build-tick-context';
import { evaluateSchedule, evaluateSensor } from '$lib/definitions/evaluate-tick';
import {
  buildScheduleFromPartitionedJob,
  type PartitionedScheduleOptions,
} from '$lib/definitions/partitioned-schedule';
import {
  DynamicPartitionsDefinition,
  StaticPartitionsDefinition,
} from '$lib/definitions/partitions/static-partitions';
import { MultiPartitionsDefinition } from '$lib/definitions/partitions/multi-partitions';
import type { PartitionsDefinition } from '$lib/definitions/partitions/partitions-definition';
import { DailyPartitionsDefinition, HourlyPartitionsDefinition, MonthlyPartitionsDefinition, WeeklyPartitionsDefinition } from '$lib/definitions/partitions/time-window-partitions'; // prettier-ignore
import { RunRequest, SkipReason } from '$lib/definitions/run-request';
import { schedule, type ScheduleFunction } from '$lib/definitions/schedule';
import { sensor, type SensorFunction } from '$lib/definitions/sensor';
import { SensorResult } from '$lib/definitions/sensor-result';
import { AssetObservation } from '$lib/definitions/asset-events';
import { describe, expect, it } from 'vitest';
import { collect } from './collect';

const cake = asset(() => 1);
const cakeJob = defineAssetJob({ selection: '*' });
const daily = '0 9 * * *';

describe('schedules and sensors of a location', () => {
  it('are data, stopped, in UTC (case sch-14) and every 30 s (case sen-02) unless they say otherwise', () => {
    const { snapshot } = collect({
      cake,
      cakeJob,
      morning: schedule({ cronSchedule: daily, job: cakeJob }),
      often: schedule({
        cronSchedule: [daily, '30 9 * * 1-5'],
        timezone: 'Asia/Seoul',
        job: 'cakeJob',
        tags: { a: 'b' },
        defaultStatus: 'RUNNING',
      }),
      watch: sensor({ job: cakeJob, description: 'looks' }, () => {}),
      slow: sensor({ jobs: [cakeJob], minimumIntervalSeconds: 60 }, () => {}),
    });
    expect(snapshot.errors).toEqual([]);
    expect(snapshot.schedules).toEqual([
      {
        name: 'morning',
        job: 'cakeJob',
        cronSchedule: [daily],
        timezone: 'UTC',
        tags: {},
        isRunning: false,
        cell: 'cell morning',
      },
      {
        name: 'often',
        job: 'cakeJob',
        cronSchedule: [daily, '30 9 * * 1-5'],
        timezone: 'Asia/Seoul',
        tags: { a: 'b' },
        isRunning: true,
        cell: 'cell often',
      },
    ]);
    expect(snapshot.sensors).toEqual([
      {
        name: 'watch',
        jobs: ['cakeJob'],
        minimumIntervalSeconds: 30,
        description: 'looks',
        tags: {},
        isRunning: false,
        cell: 'cell watch',
      },
      {
        name: 'slow',
        jobs: ['cakeJob'],
        minimumIntervalSeconds: 60,
        tags: {},
        isRunning: false,
        cell: 'cell slow',
      },
    ]);
  });

  it('a selection becomes a job of its own', () => {
    const { snapshot } = collect({
      cake,
      s: schedule({ cronSchedule: daily, target: [cake] }),
      t: sensor({ target: 'group:default' }, () => {}),
    });
    expect(snapshot.errors).toEqual([]);
    expect(snapshot.schedules[0]!.job).toBe('__anonymous_asset_job_s');
    expect(snapshot.jobs.map(({ name, selection }) => [name, selection])).toEqual([
      ['__anonymous_asset_job_s', 'key:"cake"'],
      ['__anonymous_asset_job_t', 'group:default'],
    ]);
  });

  const at = (options: object) => schedule({ cronSchedule: daily, job: cakeJob, ...options } as never);
  it.each<[string, unknown, readonly RegExp[]]>([
    [
      'four fields',
      at({ cronSchedule: '0 9 * *' }),
      [/schedule s: "0 9 \* \*" is not a cron schedule: it has 4 fields/],
    ],
    ['30 February', at({ cronSchedule: ['0 0 30 2 *', daily] }), [/"0 0 30 2 \*" is not a cron schedule/]],
    ['no cron', at({ cronSchedule: undefined }), [/it has no cronSchedule/]],
    ['a zone that is none', at({ timezone: 'Mars/Olympus' }), [/timezone "Mars\/Olympus" is not known/]],
    [
      'an unknown job',
      at({ job: 'cakeJop' }),
      [/it runs the job "cakeJop", which no cell defines. Did you mean "cakeJob"\?/],
    ],
    [
      'a job that is not exported',
      at({ job: defineAssetJob({ selection: '*' }) }),
      [/its job is not one that a cell exports/],
    ],
    ['no job', at({ job: undefined }), [/it has neither a job nor a target/]],
    ['a job and a target', at({ target: '*' }), [/more than one of job, jobs and target/]],
    ['a wrong status', at({ defaultStatus: 'ON' }), [/its defaultStatus is "ON"/]],
    ['an illegal name', at({ name: 'every day' }), [/schedule "every day" is not a legal name/]],
    ['a bad tag', at({ tags: { 'a b': '' } }), [/tag key "a b"/]],
    ['a missing resource', at({ resources: ['db'] }), [/requires the resource "db"/]],
    [
      'a sensor that never rests',
      sensor({ job: cakeJob, minimumIntervalSeconds: 0 }, () => {}),
      [/sensor s: its minimumIntervalSeconds is 0/],
    ],
    [
      'all at once',
      at({ cronSchedule: 'x', timezone: 'y', job: 'z' }),
      [/not a cron/, /timezone "y"/, /job "z"/],
    ],
  ])('refuses %s', (_, s, messages) => {
    const { snapshot } = collect({ cake, cakeJob, s });
    expect(snapshot.errors.map(({ message }) => message)).toEqual(
      messages.map((each) => expect.stringMatching(each)),
    );
    expect([snapshot.schedules, snapshot.sensors]).toEqual([[], []]);
  });

  it('a name belongs to one of them', () => {
    const { snapshot } = collect({
      cake,
      cakeJob,
      a: at({ name: 'x' }),
      b: sensor({ name: 'x', job: cakeJob }, () => {}),
    });
    expect(snapshot.errors.map(({ message }) => message)).toEqual([
      'sensor x: the name "x" belongs to two schedules or sensors, in "cell a" and "cell b"',
    ]);
  });
});

const scheduledExecutionTime = new Date('2021-05-06T00:00Z');
const subject = { name: 's', jobs: ['j'] };
const nothing = { dynamicPartitionsRequests: [], assetEvents: [] };

describe('what a schedule asks for', () => {
  const evaluate = (options: object, fn?: ScheduleFunction) =>
    evaluateSchedule(
      schedule({ cronSchedule: daily, job: 'j', ...options }, fn as never),
      buildScheduleContext({ scheduledExecutionTime }),
      subject,
    );
  const run = (more = {}) => ({ runRequests: [{ jobName: 'j', tags: {}, ...more }], ...nothing });
  const skip = (skipReason: string) => ({ runRequests: [], skipReason, ...nothing });

  it.each<[string, object, ScheduleFunction | undefined, unknown]>([
    [
      'a run, without a function',
      { tags: { a: 'b' }, runConfig: { ops: {} } },
      undefined,
      run({ tags: { a: 'b' }, runConfig: { ops: {} } }),
    ],
    [
      'config by a function',
      { runConfig: () => ({ ops: { a: {} } }) },
      undefined,
      run({ runConfig: { ops: { a: {} } } }),
    ],
    [
      'a request, with the time of the tick',
      {},
      ({ scheduledExecutionTime: time }) => new RunRequest({ partitionKey: time.toISOString().slice(0, 10) }),
      run({ partitionKey: '2021-05-06' }),
    ],
    [
      'tags over those of the schedule',
      { tags: { a: '1', b: '1' } },
      () => new RunRequest({ tags: { a: '2' } }),
      run({ tags: { a: '2', b: '1' } }),
    ],
    ['a reason to skip (case sch-05)', {}, () => new SkipReason('nothing'), skip('nothing')],
    ['nothing', {}, () => {}, skip('the schedule function answered nothing')],
    ['an empty list', {}, async () => [], skip('the schedule function answered nothing')],
    [
      'a run config',
      {},
      () => ({ ops: { a: { config: 1 } } }),
      run({ runConfig: { ops: { a: { config: 1 } } } }),
    ],
    ['several, with keys', {}, function* () { yield new RunRequest({ runKey: '1' }); yield new RunRequest({ runKey: '2' }); }, { runRequests: [{ jobName: 'j', tags: {}, runKey: '1' }, { jobName: 'j', tags: {}, runKey: '2' }], ...nothing }], // prettier-ignore
    [
      'not to be evaluated',
      { shouldExecute: () => false },
      () => new RunRequest(),
      skip('shouldExecute of s answered false'),
    ],
    [
      'assets',
      {},
      () => new RunRequest({ assetSelection: ['a', 'p/b'] }),
      run({ assetSelection: ['a', 'p/b'] }),
    ],
  ])('%s', async (_, options, fn, outcome) => {
    expect(await evaluate(options, fn)).toEqual(outcome);
  });

  it.each<[string, ScheduleFunction, RegExp]>([
    [
      'several without keys',
      () => [new RunRequest(), new RunRequest({ runKey: '1' })],
      /do not all have a run key/,
    ],
    [
      'several of one key',
      () => [new RunRequest({ runKey: '1' }), new RunRequest({ runKey: '1' })],
      /run key of their own/,
    ],
    ['a run and a reason', function* () { yield new RunRequest(); yield new SkipReason('x'); }, /both a RunRequest and a SkipReason/], // prettier-ignore
    ['a number', () => 5 as never, /answered something that is no RunRequest/],
    ['a bad tag', () => new RunRequest({ tags: { 'a b': '' } }), /tag key "a b"/],
    ['another job', () => new RunRequest({ jobName: 'k' }), /for the job "k", which it does not run/],
    ['its own error', () => { throw new Error('burnt'); }, /^burnt$/], // prettier-ignore
  ])('refuses %s', async (_, fn, message) => {
    await expect(evaluate({}, fn)).rejects.toThrow(message);
  });
});

describe('what a sensor asks for', () => {
  const evaluate = (fn: SensorFunction, cursor?: string, jobs = ['j']) =>
    evaluateSensor(
      sensor({ job: 'j' }, fn as never),
      buildSensorContext(cursor === undefined ? {} : { cursor }),
      { name: 's', jobs },
    );

  it.each<[string, SensorFunction, unknown]>([
    ['runs', function* () { yield new RunRequest({ runKey: 'a' }); yield new RunRequest({ runKey: 'b' }); }, { runRequests: [{ jobName: 'j', runKey: 'a', tags: {} }, { jobName: 'j', runKey: 'b', tags: {} }] }], // prettier-ignore
    ['nothing', () => {}, { runRequests: [], skipReason: 'the sensor function answered nothing' }],
    ['a new cursor and a reason (case sen-11)', (context) => { context.updateCursor('6'); return new SkipReason('none'); }, { runRequests: [], skipReason: 'none', cursor: '6' }], // prettier-ignore
    ['the same cursor', (context) => { context.updateCursor('5'); }, { runRequests: [], skipReason: 'the sensor function answered nothing' }], // prettier-ignore
    [
      'all at once',
      () =>
        new SensorResult({
          runRequests: [new RunRequest({ partitionKey: 'k' })],
          cursor: '7',
          dynamicPartitionsRequests: [{ type: 'add', partitionsDefName: 'd', partitionKeys: ['k'] }],
          assetEvents: [new AssetObservation({ assetKey: 'a', metadata: { n: 1 } })],
        }),
      {
        runRequests: [{ jobName: 'j', partitionKey: 'k', tags: {} }],
        cursor: '7',
        dynamicPartitionsRequests: [{ type: 'add', partitionsDefName: 'd', partitionKeys: ['k'] }],
        assetEvents: [
          {
            type: 'assetEvent',
            event: 'observation',
            assetKey: 'a',
            metadata: { n: { type: 'int', value: 1 } },
            tags: {},
          },
        ],
      },
    ],
    [
      'a reason in a result',
      () => new SensorResult({ skipReason: 'none' }),
      { runRequests: [], skipReason: 'none' },
    ],
  ])('%s', async (_, fn, outcome) => {
    expect(await evaluate(fn, '5')).toEqual({ ...nothing, ...(outcome as object) });
  });

  it.each<[string, SensorFunction, readonly string[], RegExp]>([
    ['two ways to set the cursor', (context) => { context.updateCursor('6'); return new SensorResult({ cursor: '7' }); }, ['j'], /set the cursor by context.updateCursor and in its SensorResult/], // prettier-ignore
    ['which of several jobs?', () => new RunRequest(), ['j', 'k'], /does not say of which job/],
    ['nothing to run', () => new RunRequest(), [], /does not say what to run/],
    [
      'runs and a reason',
      () => new SensorResult({ runRequests: [new RunRequest()], skipReason: 'x' }),
      ['j'],
      /both a RunRequest and a SkipReason/,
    ],
    ['several reasons', function* () { yield new SkipReason('a'); yield new SkipReason('b'); }, ['j'], /several SkipReasons/], // prettier-ignore
    ['a result and more', function* () { yield new SensorResult(); yield new RunRequest(); }, ['j'], /a SensorResult and something else/], // prettier-ignore
    [
      'an illegal partition',
      () =>
        new SensorResult({
          dynamicPartitionsRequests: [{ type: 'add', partitionsDefName: 'd', partitionKeys: ['a...b'] }],
        }),
      ['j'],
      /partition key "a...b" is not legal/,
    ],
    ['a record', () => ({ ops: {} }) as never, ['j'], /it answered a record/],
  ])('refuses %s', async (_, fn, jobs, message) => {
    await expect(evaluate(fn, '5', [...jobs])).rejects.toThrow(message);
  });
});

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
