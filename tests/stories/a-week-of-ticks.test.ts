import { expect, onTestFinished, test } from 'vitest';
import { asset, defineAssetJob, RunRequest, schedule } from 'dagbook';
import { ephemeralInstance } from 'dagbook/testing';

const day = 86_400_000;
const bread = asset(() => 'a loaf');
const bakery = {
  bread,
  bake: defineAssetJob({ selection: [bread] }),
  everyMorning: schedule({ cronSchedule: '0 9 * * *', timezone: 'Asia/Seoul', job: 'bake' }),
  onWeekdays: schedule(
    { cronSchedule: '30 17 * * *', job: 'bake', defaultStatus: 'RUNNING' },
    ({ scheduledExecutionTime }) =>
      [0, 6].includes(scheduledExecutionTime.getUTCDay())
        ? undefined
        : new RunRequest({ tags: { shift: 'late' } }),
  ),
};

test('a week passes: schedules that run make their ticks, each with its run', async () => {
  const instance = ephemeralInstance({ now: Date.UTC(2026, 2, 2, 1) }); // a Monday
  onTestFinished(() => instance.close());
  await instance.load(bakery);
  const morning = { location: 'definitions', name: 'everyMorning' };
  const evening = { location: 'definitions', name: 'onWeekdays' };

  await instance.advance(7 * day);
  expect(await instance.ticks(morning)).toEqual([]); // nobody has switched it on
  const ticks = await instance.ticks(evening);
  expect(ticks.map(({ status }) => status)).toEqual([
    'SKIPPED', 'SKIPPED', 'SUCCESS', 'SUCCESS', 'SUCCESS', 'SUCCESS', 'SUCCESS',
  ]); // prettier-ignore
  const late = await instance.listRuns({ tags: { shift: 'late' } });
  expect(late.map(({ status }) => status)).toEqual(Array(5).fill('SUCCESS'));
  expect(late[0]!.tags['.dagster/scheduled_execution_time']).toBe('2026-03-06T17:30:00.000Z');

  await instance.switchInstigator(morning, 'RUNNING');
  await instance.switchInstigator(evening, 'STOPPED');
  await instance.advance(2 * day);
  expect((await instance.ticks(morning)).map(({ timestamp }) => new Date(timestamp).toISOString())).toEqual([
    '2026-03-11T00:00:00.000Z',
    '2026-03-10T00:00:00.000Z',
  ]);
  expect(await instance.ticks(evening)).toHaveLength(7);
});
