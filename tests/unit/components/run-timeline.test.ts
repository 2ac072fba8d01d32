import { expect, test } from 'vitest';
import { marksOf, spanOf } from '$lib/components/runs/timeline/timeline-span';
import { timelineRows } from '$lib/components/runs/timeline/timeline-rows';
import type { RunSummary } from '$lib/storage/storage';

const run = (id: string, jobName: string, startedAt: number, more: Partial<RunSummary> = {}): RunSummary => ({
  id, jobName, startedAt, createdAt: startedAt, location: 'kitchen', tags: {}, status: 'SUCCESS',
  outline: { steps: 1, assets: 0, firstAssets: [] }, ...more,
}); // prettier-ignore
const span = { from: 0, to: 1_000 };
const rows = (runs: readonly RunSummary[]) =>
  timelineRows(runs, [], { span, now: 800, gap: 5 }).map(({ jobName, bars }) => [
    jobName,
    bars.map(({ from, to, runs, status }) => `${from}-${to} ${runs.length} ${status}`),
  ]);

test('each job has a row, assets without one have their own; what runs grows to the present', () => {
  const runs = [
    run('a', 'bake', 100, { endedAt: 200 }),
    run('b', 'bake', 700, { status: 'STARTED' }),
    run('c', '__ASSET_JOB', 50, { endedAt: 60 }),
    run('d', 'sell', 300, { status: 'CANCELED' }),
  ];
  expect(rows(runs)).toEqual([
    [undefined, ['50-60 1 SUCCESS']],
    ['bake', ['100-200 1 SUCCESS', '700-800 1 STARTED']],
    ['sell', ['300-300 1 CANCELED']],
  ]);
});

test('runs too close to be told apart are one bar, and a failure among them shows', () => {
  const runs = [
    run('a', 'bake', 100, { endedAt: 110 }),
    run('b', 'bake', 112, { endedAt: 120, status: 'FAILURE' }),
    run('c', 'bake', 115, { endedAt: 118 }),
    run('d', 'bake', 125, { endedAt: 130 }),
  ];
  expect(rows(runs)).toEqual([['bake', ['100-120 3 FAILURE', '125-130 1 SUCCESS']]]);
});

test('what schedules that run will do lies ahead', () => {
  const schedule = {
    type: 'schedule',
    location: 'kitchen',
    jobs: ['bake'],
    nextTicks: [900, 2_000],
  } as const;
  const schedules = [
    { ...schedule, name: 'daily', status: 'RUNNING' },
    { ...schedule, name: 'never', status: 'STOPPED' },
  ] as const;
  const [row] = timelineRows([], schedules, { span, now: 800, gap: 5 });
  expect(row).toMatchObject({ jobName: 'bake', bars: [], ticks: [{ at: 900, schedule: 'daily' }] });
});

test('the time that is seen goes with the present, a fifth of it ahead, or ends where one wants', () => {
  const now = new Date(2024, 0, 31, 12).getTime();
  expect(spanOf('1h', undefined, now)).toEqual({ from: now - 48 * 60_000, to: now + 12 * 60_000 });
  expect(spanOf('1h', 5_000_000, now)).toEqual({ from: 1_400_000, to: 5_000_000 });
  expect(marksOf('24h', spanOf('24h', now, now)).map((at) => new Date(at).getHours())).toEqual([
    12, 16, 20, 0, 4, 8,
  ]);
  expect(marksOf('7d', spanOf('7d', now, now)).map((at) => new Date(at).getDate())).toEqual([
    25, 26, 27, 28, 29, 30, 31,
  ]);
});
