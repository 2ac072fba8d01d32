import { expect, test } from 'vitest';
import { defaultSettings, parseSettings } from '$lib/daemon/instance-settings';
import { nextLimit, retention } from '$lib/daemon/retention/retention';
import { whatMayGo, whatMayGoForSpace } from '$lib/daemon/retention/what-may-go';
import type { Prunable } from '$lib/storage/maintenance-storage';

const day = 86_400_000;
const now = 100 * day;

test('by default only skipped ticks of sensors and old evaluations go, as in Dagster', () => {
  expect(whatMayGo(defaultSettings.retention, now)).toEqual([
    { kind: 'ticks', type: 'sensor', status: 'SKIPPED', before: 93 * day },
    { kind: 'ticks', type: 'automation', status: 'SKIPPED', before: 93 * day },
    { kind: 'evaluations', before: 70 * day },
    { kind: 'eventsOfPrunedRuns' },
  ]);
});

test.each<[string, object, Prunable]>([
  ['runs by age', { runs: 10 }, { kind: 'runs', by: 'age', endedBefore: 90 * day }],
  ['runs by number', { runsPerJob: 5 }, { kind: 'runs', by: 'number', newest: 5 }],
  ['values by number', { valueVersions: 3 }, { kind: 'values', newest: 3 }],
  [
    'failed ticks',
    { schedule: { failure: 1 } },
    { kind: 'ticks', type: 'schedule', status: 'FAILURE', before: 99 * day },
  ],
  ['at once', { runs: 0 }, { kind: 'runs', by: 'age', endedBefore: now }],
])('%s go where the settings say so', (_, given, what) => {
  expect(whatMayGo(parseSettings({ retention: given }).retention, now)).toContainEqual(what);
});

test('over its budget it gives up old versions first, runs last and the oldest first, and stops when there is room', async () => {
  let used = 1_000;
  const removed: Prunable[] = [];
  const part = retention({
    settings: async () => parseSettings({ retention: { budgetBytes: 700 } }),
    sweepArtifacts: async () => ({ bytes: 50, isWaiting: false }),
    storage: {
      bytesUsed: async () => used,
      backUpDaily: async () => true,
      async prune(what) {
        removed.push(what);
        if (what.kind === 'values') used = 900;
        if (what.kind === 'runs') used -= 150;
        return { rows: 1 };
      },
    },
  })(
    () => {},
    () => {},
  );
  expect(await part.turn(now)).toBe(now + 3_600_000);
  const forSpace = removed.slice(whatMayGo(defaultSettings.retention, now).length);
  expect(forSpace).toEqual(whatMayGoForSpace(now).slice(0, forSpace.length));
  expect(forSpace.filter(({ kind }) => kind === 'runs')).toEqual([
    { kind: 'runs', by: 'age', endedBefore: 10 * day },
    { kind: 'runs', by: 'age', endedBefore: 70 * day },
  ]);

  removed.length = 0;
  await part.turn(now + 30_000);
  expect(removed, 'not before it is due').toEqual([]);
});

test.each([
  ['fast: twice as many', 50, 2, 100],
  ['as wanted: as many', 100, 25, 100],
  ['too long: as many as fit', 500, 250, 50],
  ['never none', 5, 10_000, 5],
  ['never too many', 900, 1, 1_000],
])('the rows of the next batch: %s', (_, limit, took, next) => {
  expect(nextLimit(limit, took)).toBe(next);
});
