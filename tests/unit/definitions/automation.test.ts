import { asset } from '$lib/definitions/asset';
import { defineAssetJob } from '$lib/definitions/asset-job';
import { schedule } from '$lib/definitions/schedule';
import { sensor } from '$lib/definitions/sensor';
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
        overlap: 'allow',
        evaluationTimeoutSeconds: 60,
        resources: [],
        cell: 'cell morning',
      },
      {
        name: 'often',
        job: 'cakeJob',
        cronSchedule: [daily, '30 9 * * 1-5'],
        timezone: 'Asia/Seoul',
        tags: { a: 'b' },
        isRunning: true,
        overlap: 'allow',
        evaluationTimeoutSeconds: 60,
        resources: [],
        cell: 'cell often',
      },
    ]);
    expect(snapshot.sensors).toEqual([
      {
        name: 'watch',
        jobs: ['cakeJob'],
        minimumIntervalSeconds: 30,
        evaluationTimeoutSeconds: 60,
        description: 'looks',
        tags: {},
        isRunning: false,
        resources: [],
        cell: 'cell watch',
      },
      {
        name: 'slow',
        jobs: ['cakeJob'],
        minimumIntervalSeconds: 60,
        evaluationTimeoutSeconds: 60,
        tags: {},
        isRunning: false,
        resources: [],
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
