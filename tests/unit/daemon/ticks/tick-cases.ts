import { expect } from 'vitest';
import { RunRequest, runStatusSensor, schedule, sensor, SensorResult } from 'dagbook';
import { dueTimes } from '$lib/daemon/ticks/due-ticks';
import type { CaseTable } from '../../cases/case-table';
import { day, kitchen, minute, start, ticking } from './tick-bench';
import { unsteadyInstance } from './unsteady-instance';

const daily = { cronSchedule: '0 0 * * *', job: 'bake', defaultStatus: 'RUNNING' } as const;
const often = { job: 'bake', minimumIntervalSeconds: 60, defaultStatus: 'RUNNING' } as const;
const broken = (): RunRequest => {
  throw new Error('no flour');
};

/** Dagster's cases of schedules and sensors that are decided when a daemon ticks. */
export const tickCases: CaseTable = {
  'sch-02-catchup-nonpartitioned'({ given, expect: wanted }) {
    const progress = {
      definition: { cronSchedule: ['0 0 * * *'], timezone: 'UTC' },
      isPartitioned: false,
      runningSince: start,
      lastTick: { timestamp: start },
    };
    const times = dueTimes(progress, start + given.daemon_down_days * day + 1);
    expect(times).toEqual([start + given.daemon_down_days * day]);
    expect(times).toHaveLength(wanted.ticks);
  },

  async 'sch-06-error'({ given, expect: wanted }) {
    const { instance, ticks, runs } = await ticking({ bakes: schedule(daily, broken) });
    await instance.setSettings({ schedules: { maxTickRetries: given.max_tick_retries } });
    await instance.advance(day + 10 * minute);
    const [, ...made] = await ticks('bakes');
    expect(made).toMatchObject([{ status: wanted.tick, failureCount: 1, error: { message: 'no flour' } }]);
    expect(await runs()).toHaveLength(wanted.runs);
    await instance.advance(day);
    expect(await ticks('bakes')).toHaveLength(3);
  },

  async 'sch-07-retry-then-stop'({ given, expect: wanted }) {
    let evaluations = 0;
    const bakes = schedule(daily, () => {
      evaluations++;
      return broken();
    });
    const { instance, id, ticks } = await ticking({ bakes });
    await instance.switchInstigator(id('bakes'), 'STOPPED');
    await instance.setSettings({ schedules: { maxTickRetries: given.max_tick_retries } });
    await instance.advance(minute);
    await instance.switchInstigator(id('bakes'), 'RUNNING');
    evaluations = 0;
    await instance.advance(day);
    const last = (await ticks('bakes')).at(-1)!;
    expect(evaluations).toBe(wanted.same_tick_id_evaluations);
    expect(last).toMatchObject({ status: wanted.final.status, failureCount: wanted.final.failure_count });
    await instance.setSettings({ schedules: { maxTickRetries: 0 } });
    await instance.advance(day);
    const next = (await ticks('bakes')).at(-1)!;
    expect(next.id).not.toBe(last.id);
    expect(next.failureCount).toBe(wanted.next_day.failure_count);
  },

  async 'sch-12-unreachable-code'({ given: { code_location }, expect: wanted }) {
    const bakes = schedule(daily, () => new RunRequest());
    const { instance, time, state } = await unsteadyInstance(start - minute, { ...kitchen, bakes });
    state.isReachable = code_location !== 'unreachable at tick time';
    const look = () => instance.ticks({ name: 'bakes' });
    await time.advance(10 * minute);
    const [failed, ...others] = await look();
    expect(others).toEqual([]);
    expect(failed).toMatchObject({ status: wanted.tick, error: { name: 'LocationUnreachable' } });
    expect(failed!.failureCount > 0).toBe(wanted.failure_count_incremented);
    state.isReachable = true;
    await time.advance(minute);
    expect(wanted.note).toBe('retried until server returns, then proceeds');
    expect(await look()).toMatchObject([{ id: failed!.id, status: 'SUCCESS', timestamp: start }]);
    expect(await instance.listRuns()).toHaveLength(1);
  },

  async 'sen-01-interval'({ given, expect: wanted }) {
    const watches = sensor({ ...often, minimumIntervalSeconds: given.minimum_interval_seconds }, () => {});
    const { instance, ticks } = await ticking({ watches });
    const counts: number[] = [];
    for (const second of given.evaluate_at as readonly number[]) {
      await instance.advance(start + second * 1000 - instance.now());
      counts.push((await ticks('watches')).length);
    }
    expect(counts).toEqual(wanted.ticks_created);
  },

  async 'sen-06-run-key-other-sensor'({ given, expect: wanted }) {
    const { instance, runs } = await ticking({
      a: sensor(often, () => new RunRequest({ runKey: given.sensor_a_key })),
      b: sensor(often, () => new RunRequest({ runKey: given.sensor_b_key })),
    });
    await instance.advance(5 * minute);
    expect(await runs()).toHaveLength(wanted.runs);
  },

  async 'sen-08-partial-dup'({ given, expect: wanted }) {
    const watches = sensor(often, ({ cursor }) => {
      const runKeys: readonly string[] = cursor ? given.tick2_keys : given.tick1_keys;
      return new SensorResult({
        runRequests: runKeys.map((runKey) => new RunRequest({ runKey })),
        cursor: '1',
      });
    });
    const { instance, ticks } = await ticking({ watches });
    await instance.advance(minute);
    const [first, second] = await ticks('watches');
    expect(first!.runIds).toHaveLength(given.tick1_keys.length);
    expect(second).toMatchObject({ status: wanted.tick2.status, knownRunKeys: given.tick1_keys });
    expect(second!.runIds).toHaveLength(wanted.tick2.new_runs);
  },

  async 'sen-12-run-status-advance'({ expect: wanted }) {
    const seen: string[] = [];
    const watches = runStatusSensor(
      { runStatus: 'SUCCESS', minimumIntervalSeconds: 60, defaultStatus: 'RUNNING' },
      ({ dagsterRun }) => {
        seen.push(dagsterRun.runId);
        if (seen.length === 1) throw new Error('the first is too much');
      },
    );
    const { instance, ticks } = await ticking({ watches });
    await instance.advance(0);
    const launched: string[] = [];
    for (let count = 0; count < 2; count++) {
      launched.push((await instance.launchRun({ location: 'definitions', jobName: 'bake' })).runId);
      await instance.advance(2 * minute);
    }
    expect(seen).toEqual(launched);
    expect((await ticks('watches')).map(({ status }) => status)).toEqual([wanted.tick, 'SUCCESS']);
  },

  async 'sen-15-stopped-midway'({ expect: wanted }) {
    let asked = () => {};
    let answer = () => {};
    const isAsked = new Promise<void>((resolve) => (asked = resolve));
    const mayAnswer = new Promise<void>((resolve) => (answer = resolve));
    const watches = sensor(often, async () => {
      asked();
      await mayAnswer;
      return new RunRequest();
    });
    const { instance, id, ticks, runs } = await ticking({ watches });
    await isAsked;
    await instance.switchInstigator(id('watches'), 'STOPPED');
    await instance.advance(0);
    answer();
    await instance.advance(minute);
    expect(await ticks('watches')).toMatchObject([{ status: wanted.tick }]);
    expect(await runs()).toHaveLength(0);
  },
};
