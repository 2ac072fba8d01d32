import { expect, test } from 'vitest';
import { schedule, sensor, SensorResult, SkipReason } from 'dagbook';
import { Lanes } from '$lib/daemon/ticks/lanes';
import { kitchen, minute, ticking } from './tick-bench';

test('so many of a group and in all; who waits has its turn in order, a full group holds up no other', async () => {
  const lanes = new Lanes(2, 3);
  const begun: string[] = [];
  const ends = new Map<string, () => void>();
  const enter = (name: string) =>
    lanes.run(name[0]!, async () => {
      begun.push(name);
      await new Promise<void>((resolve) => ends.set(name, resolve));
    });
  const all = ['a1', 'a2', 'a3', 'b1', 'b2', 'a4'].map(enter);
  const end = async (name: string) => {
    ends.get(name)!();
    await new Promise(setImmediate);
  };
  await new Promise(setImmediate);
  expect(begun).toEqual(['a1', 'a2', 'b1']);
  await end('a1');
  expect(begun.slice(3)).toEqual(['a3']);
  await end('a2');
  expect(begun.slice(4)).toEqual(['b2']);
  for (const name of ['a3', 'b1', 'b2']) await end(name);
  expect(begun.slice(5)).toEqual(['a4']);
  await end('a4');
  await Promise.all(all);
  await expect(lanes.run('a', () => Promise.reject(new Error('no')))).rejects.toThrow('no');
  await lanes.run('a', async () => {});
});

test('sensors that hang hold up neither those of another notebook, nor schedules; others of theirs wait their turn', async () => {
  const often = { job: 'bake', minimumIntervalSeconds: 60, defaultStatus: 'RUNNING' } as const;
  let open = 0;
  let most = 0;
  const releases: (() => void)[] = [];
  const hangs = () =>
    sensor(often, async () => {
      most = Math.max(most, ++open);
      await new Promise<void>((resolve) => releases.push(resolve));
      open--;
    });
  const hanging = Object.fromEntries(Array.from({ length: 50 }, (_, at) => [`hangs${at}`, hangs()]));
  const quick = sensor(often, () => new SensorResult({ cursor: '1' }));
  const hourly = schedule({ ...often, cronSchedule: '0 * * * *' }, () => new SkipReason('no'));
  const { instance, ticks } = await ticking({ ...hanging, last: quick, hourly });
  await instance.load({ ...kitchen, quick }, { location: 'other' });
  await instance.advance(5 * minute);
  expect(most).toBeLessThan(50);
  expect(await ticks('hourly')).toHaveLength(1);
  expect((await instance.ticks({ location: 'other', name: 'quick' })).length).toBeGreaterThanOrEqual(5);
  expect(await ticks('last')).toEqual([]);
  // Each of them hangs once: then the one that waited behind all of them has had its turn.
  for (let round = 0; round < 100 && (await ticks('last')).length === 0; round++) {
    for (const release of releases.splice(0)) release();
    await instance.advance(0);
  }
  expect(await ticks('last')).toHaveLength(1);
  for (let round = 0; round < 100 && open > 0; round++) {
    for (const release of releases.splice(0)) release();
    await instance.advance(0);
  }
});
