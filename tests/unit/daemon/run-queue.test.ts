import { describe, expect, test } from 'vitest';
import { runsToLaunch, type RunQueueLimits } from '$lib/daemon/run-queue';
import { reconcile } from '$lib/daemon/reconcile';
import type { RunStatus } from '$lib/events/run-status';
import type { StoredRun } from '$lib/storage/storage';

const run = (id: string, tags: Record<string, string> = {}, createdAt = 0) => ({ id, tags, createdAt });
const launch = (
  queued: ReturnType<typeof run>[],
  limits?: RunQueueLimits,
  inProgress: ReturnType<typeof run>[] = [],
) => runsToLaunch(queued, inProgress, limits).map(({ id }) => id);

describe('the run queue (dagster-cases.json, area run_queue)', () => {
  test('rq-01: first in, first out', () => {
    expect(launch([run('r3', {}, 3), run('r1', {}, 1), run('r2', {}, 2)])).toEqual(['r1', 'r2', 'r3']);
  });

  test.each([
    [10, 2, ['a', 'b', 'c']],
    [3, 2, ['a']],
    [2, 2, []],
    [0, 0, []],
    [-1, 50, ['a', 'b', 'c']],
  ])('rq-05: with at most %i runs and %i in progress', (maxConcurrentRuns, busy, expected) => {
    const inProgress = Array.from({ length: busy }, (_, n) => run(`busy${n}`));
    expect(launch([run('a'), run('b'), run('c')], { maxConcurrentRuns }, inProgress)).toEqual(expected);
  });

  test('ten runs at a time where nothing is said', () => {
    expect(launch(Array.from({ length: 12 }, (_, n) => run(`r${n}`)))).toHaveLength(10);
  });

  test('higher priority goes first; what is no whole number counts as 0', () => {
    const priority = (value: string) => ({ 'dagster/priority': value });
    const queued = [
      run('low', priority('-1')),
      run('bad', priority('soon')),
      run('high', priority('7')),
      run('plain'),
    ];
    expect(launch(queued)).toEqual(['high', 'bad', 'plain', 'low']);
  });

  test('rq-06: a run that a limit holds back does not hold back those behind it', () => {
    const limits = { tagConcurrencyLimits: [{ key: 'database', value: 'tiny', limit: 1 }] };
    const queued = [
      run('tiny-1', { database: 'tiny' }),
      run('tiny-2', { database: 'tiny' }),
      run('large-1', { database: 'large' }),
    ];
    expect(launch(queued.toReversed(), limits)).toEqual(['large-1', 'tiny-1']);
    expect(launch(queued, limits, [run('busy', { database: 'tiny' })])).toEqual(['large-1']);
  });

  test('rq-08: a limit for each value of a tag', () => {
    const tagConcurrencyLimits = [
      { key: 'foo', value: { applyLimitPerUniqueValue: true }, limit: 1 } as const,
    ];
    const queued = [
      run('run-1', { foo: 'bar' }),
      run('run-2', { foo: 'bar' }),
      run('run-3', { foo: 'other' }),
    ];
    expect(launch(queued, { tagConcurrencyLimits })).toEqual(['run-1', 'run-3']);
  });

  test('a limit on a key counts all its values together', () => {
    const tagConcurrencyLimits = [{ key: 'foo', limit: 1 }];
    expect(
      launch([run('a', { foo: '1' }), run('b', { foo: '2' }), run('c')], { tagConcurrencyLimits }),
    ).toEqual(['a', 'c']);
  });
});

test('a new leader resumes what is in progress, and fails what has no notebook any more', () => {
  const stored = (id: string, status: RunStatus, bundle = 'here') => ({ id, status, bundle }) as StoredRun;
  const runs = [
    stored('queued', 'QUEUED'),
    stored('starting', 'STARTING'),
    stored('started', 'STARTED'),
    stored('canceling', 'CANCELING'),
    stored('orphan', 'STARTED', 'gone'),
    stored('done', 'SUCCESS'),
  ];
  expect(reconcile(runs, (bundle) => bundle === 'here').map(({ type, run }) => [type, run.id])).toEqual([
    ['resume', 'starting'],
    ['resume', 'started'],
    ['resume', 'canceling'],
    ['fail', 'orphan'],
  ]);
});
