import { expect, test } from 'vitest';
import { asset, defineAssetJob, RunRequest, schedule, type OverlapPolicy } from 'dagbook';
import { minute, ticking } from './tick-bench';

const hour = 60 * minute;

/** A schedule of every hour, the first time at once, whose runs end when the test says so. */
async function hourly(overlap: OverlapPolicy | undefined) {
  const ends: (() => void)[] = [];
  const slow = asset(() => new Promise<void>((resolve) => ends.push(resolve)));
  const bench = await ticking({
    slow,
    work: defineAssetJob({ selection: [slow] }),
    hourly: schedule({
      job: 'work',
      cronSchedule: '0 * * * *',
      defaultStatus: 'RUNNING',
      ...(overlap && { overlap }),
    }),
  });
  return {
    ...bench,
    end: async () => {
      ends.shift()!();
      await bench.instance.advance(0);
    },
    /** Oldest first. */
    statuses: async () => (await bench.runs()).toReversed().map(({ status }) => status),
    ticked: async () => (await bench.ticks('hourly')).map(({ status }) => status),
  };
}

test.each<[OverlapPolicy | undefined, readonly string[], readonly string[]]>([
  [undefined, ['SUCCESS', 'SUCCESS'], ['STARTED', 'STARTED']],
  ['allow', ['SUCCESS', 'SUCCESS'], ['STARTED', 'STARTED']],
  ['skip', ['SUCCESS', 'SKIPPED'], ['STARTED']],
  ['queue', ['SUCCESS', 'SUCCESS'], ['STARTED', 'QUEUED']],
  ['cancel', ['SUCCESS', 'SUCCESS'], ['CANCELED', 'STARTED']],
])('overlap %s: a tick while the run of the last one is under way', async (overlap, ticks, runs) => {
  const { instance, ticked, statuses, ticks: all, runs: stored } = await hourly(overlap);
  await instance.advance(hour);
  expect(await ticked()).toEqual(ticks);
  expect(await statuses()).toEqual(runs);
  if (overlap !== 'skip') return;
  const [run] = await stored();
  expect((await all('hourly')).at(-1)!.skipReason).toContain(run!.id);
});

test('queue: one after another, in the order of their ticks; skip: again once it has ended', async () => {
  const queue = await hourly('queue');
  await queue.instance.advance(2 * hour);
  expect(await queue.statuses()).toEqual(['STARTED', 'QUEUED', 'QUEUED']);
  await queue.end();
  expect(await queue.statuses()).toEqual(['SUCCESS', 'STARTED', 'QUEUED']);

  const skip = await hourly('skip');
  await skip.instance.advance(hour);
  await skip.end();
  await skip.instance.advance(hour);
  expect(await skip.ticked()).toEqual(['SUCCESS', 'SKIPPED', 'SUCCESS']);
  expect(await skip.statuses()).toEqual(['SUCCESS', 'STARTED']);
});

test('only runs of the schedule count: not those that a person launched of the same job', async () => {
  const { instance, statuses, end } = await hourly('skip');
  await instance.advance(0);
  await end();
  await instance.launchRun({ location: 'definitions', jobName: 'work' });
  await instance.advance(hour);
  expect(await statuses()).toEqual(['SUCCESS', 'STARTED', 'STARTED']);
});

test('cancel: all of hundreds of runs of the last tick', async () => {
  let isFirst = true;
  const { instance, runs } = await ticking({
    many: schedule(
      { job: 'bake', cronSchedule: '0 * * * *', overlap: 'cancel', defaultStatus: 'RUNNING' },
      () => {
        const requests = Array.from(
          { length: isFirst ? 150 : 1 },
          (_, at) => new RunRequest({ runKey: String(at) }),
        );
        isFirst = false;
        return requests;
      },
    ),
  });
  await instance.setSettings({ concurrency: { runs: { maxConcurrentRuns: 0 } } });
  await instance.advance(hour);
  const counts = Map.groupBy(await runs(), ({ status }) => status);
  expect(counts.get('CANCELED')).toHaveLength(150);
  expect(counts.get('QUEUED')).toHaveLength(1);
});
