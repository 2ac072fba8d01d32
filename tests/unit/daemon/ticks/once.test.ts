import fc from 'fast-check';
import { expect, test } from 'vitest';
import { RunRequest, schedule, sensor, SensorResult } from 'dagbook';
import { kitchen, minute, start, ticking } from './tick-bench';

const hour = 60 * minute;
const hourly = { cronSchedule: '0 * * * *', job: 'bake', defaultStatus: 'RUNNING' } as const;

const action = fc.oneof(
  fc.record({ type: fc.constant('wait' as const), minutes: fc.integer({ min: 1, max: 90 }) }),
  fc.record({ type: fc.constantFrom('stop' as const, 'start' as const, 'load' as const) }),
);

test('whatever is switched and loaded, a schedule that runs fires once for each of its times', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(action, { maxLength: 12 }), async (actions) => {
      const { instance, id, ticks, runs } = await ticking({ bakes: schedule(hourly) });
      await instance.advance(0);
      const wanted = [start];
      let isRunning = true;
      for (const each of actions) {
        const now = instance.now();
        if (each.type === 'wait') {
          // Never upon an hour, where it would matter which of two things comes first.
          const until = now + each.minutes * minute + (now === start ? 1 : 0);
          for (let time = Math.floor(now / hour) * hour + hour; time <= until; time += hour)
            if (isRunning) wanted.push(time);
          await instance.advance(until - now);
        } else if (each.type === 'load') await instance.load(kitchen, { location: `other${now}` });
        else if (now !== start) {
          isRunning = each.type === 'start';
          await instance.switchInstigator(id('bakes'), isRunning ? 'RUNNING' : 'STOPPED');
        }
      }
      await instance.advance(0);
      expect((await ticks('bakes')).map(({ timestamp }) => timestamp)).toEqual(wanted);
      const times = (await runs()).map(({ tags }) => Date.parse(tags['.dagster/scheduled_execution_time']!));
      expect(times.sort()).toEqual(wanted);
    }),
    { numRuns: 25 },
  );
}, 60_000);

test('a tick that is answered while other notebooks are loaded is not made again', async () => {
  const answers: (() => void)[] = [];
  const slow = schedule(hourly, async () => {
    await new Promise<void>((resolve) => answers.push(resolve));
    return new RunRequest();
  });
  const others = Object.fromEntries(
    Array.from({ length: 50 }, (_, index) => [
      `other${index}`,
      schedule({ ...hourly, cronSchedule: '30 3 1 1 *' }),
    ]),
  );
  const { instance, ticks, runs } = await ticking({ slow });
  await expect.poll(() => answers.length).toBe(1);
  // Read before the location of the schedule that is busy.
  await instance.load({ ...kitchen, ...others }, { location: 'another' });
  answers[0]!();
  await instance.advance(minute);
  for (const answer of answers) answer();
  await instance.advance(minute);
  expect(answers).toHaveLength(1);
  expect(await ticks('slow')).toMatchObject([{ status: 'SUCCESS' }]);
  expect(await runs()).toHaveLength(1);
});

test('a sensor goes on from its own cursor, whatever else is loaded', async () => {
  const given: string[] = [];
  const counts = sensor(
    { job: 'bake', minimumIntervalSeconds: 60, defaultStatus: 'RUNNING' },
    ({ cursor = '0' }) => {
      given.push(cursor);
      return new SensorResult({ cursor: String(Number(cursor) + 1) });
    },
  );
  const { instance } = await ticking({ counts });
  for (let count = 0; count < 5; count++) {
    await instance.load(kitchen, { location: `other${count}` });
    await instance.advance(minute);
  }
  expect(given).toEqual(given.map((_, index) => String(index)));
  expect(given.length).toBeGreaterThanOrEqual(5);
});

test('the same run key of two schedules at the same time is two runs', async () => {
  const request = () => new RunRequest({ runKey: 'k' });
  const { instance, runs } = await ticking({ a: schedule(hourly, request), b: schedule(hourly, request) });
  await instance.advance(minute);
  await instance.advance(hour);
  expect(await runs()).toHaveLength(4);
});

test('a failure from before it was switched on again is not retried', async () => {
  let evaluations = 0;
  const broken = schedule(hourly, () => {
    evaluations++;
    throw new Error('no flour');
  });
  const { instance, id, ticks } = await ticking({ broken });
  await instance.advance(minute);
  await instance.switchInstigator(id('broken'), 'STOPPED');
  await instance.setSettings({ schedules: { maxTickRetries: 5 } });
  await instance.advance(minute);
  await instance.switchInstigator(id('broken'), 'RUNNING');
  await instance.advance(10 * minute);
  expect(evaluations).toBe(1);
  expect(await ticks('broken')).toMatchObject([{ status: 'FAILURE', failureCount: 1 }]);
});
