import { expect, test } from 'vitest';
import { schedule, sensor, SkipReason } from 'dagbook';
import { day, ticking } from './tick-bench';

const many = <T>(count: number, make: (index: number) => T) =>
  Array.from({ length: count }, (_, index) => make(index));

test('a week of 200 schedules and 500 sensors: each makes all its ticks', async () => {
  const skip = () => new SkipReason('nothing');
  const schedules = many(200, (index) => [
    `schedule${index}`,
    schedule(
      { cronSchedule: `${index % 60} ${index % 24} * * *`, job: 'bake', defaultStatus: 'RUNNING' },
      skip,
    ),
  ]);
  const sensors = many(500, (index) => [
    `sensor${index}`,
    sensor({ job: 'bake', minimumIntervalSeconds: 43_200, defaultStatus: 'RUNNING' }, skip),
  ]);
  const { instance } = await ticking(Object.fromEntries([...schedules, ...sensors]));
  await instance.advance(7 * day);
  const ticks = await instance.ticks({ limit: 100_000 });
  const counts = new Map<string, number>();
  for (const { name } of ticks) counts.set(name, (counts.get(name) ?? 0) + 1);
  const made = new Set(schedules.map(([name]) => counts.get(name as string)));
  expect(made.isSubsetOf(new Set([7, 8]))).toBe(true); // midnight's is due at both ends
  expect(new Set(sensors.map(([name]) => counts.get(name as string)))).toEqual(new Set([15]));
}, 60_000);
