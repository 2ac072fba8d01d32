import { describe, expect, onTestFinished, test } from 'vitest';
import { runMonitoring } from '$lib/daemon/run-monitoring';
import { parseSettings } from '$lib/daemon/instance-settings';
import { runCanceling, runStart, runStarting } from '$lib/events/run-event-makers';
import type { RunStatus } from '$lib/events/run-status';
import { launchEvents } from '$lib/plan/launch-events';
import { openNodeConnection } from '$lib/storage/sqlite/node-connection';
import { SqliteStorage } from '$lib/storage/sqlite/sqlite-storage';
import { planOf, step } from '../plan/random-plan';

const limits = { startTimeoutSeconds: 60, cancelTimeoutSeconds: 30 };
const makers = {
  STARTING: [runStarting],
  STARTED: [runStarting, runStart],
  CANCELING: [runStarting, runStart, runCanceling],
} as const;
type Begun = keyof typeof makers;

/** Runs that came to these statuses at second 0, and a daemon that watches them. */
async function watched(statuses: readonly Begun[], runMonitoringSettings = limits) {
  const storage = new SqliteStorage(openNodeConnection(':memory:'));
  onTestFinished(() => storage.close());
  const abandoned: string[] = [];
  const part = runMonitoring({
    storage,
    settings: async () => parseSettings({ runMonitoring: runMonitoringSettings }, 'the test'),
    abandonRun: (runId) => abandoned.push(runId),
  })(
    () => {},
    (error) => expect.fail(String(error)),
  );
  const ids = statuses.map((_status, index) => `run-${String(index).padStart(3, '0')}`);
  for (const [index, id] of ids.entries()) {
    const run = {
      id,
      jobName: 'job',
      location: 'cake',
      bundle: 'b',
      plan: planOf([step('a')]),
      tags: {},
      createdAt: 0,
    };
    await storage.createRun(run, launchEvents(run, 0));
    await storage.append(makers[statuses[index]!].map((make) => make({ runId: id, timestamp: 0 }, 'job')));
  }
  return {
    abandoned,
    storage,
    /** Turns at these seconds; answers when the next one is to be. */
    async turns(...seconds: readonly number[]) {
      let next: number | undefined;
      for (const at of seconds) next = await part.turn(at * 1000);
      return next;
    },
    async statuses(): Promise<readonly RunStatus[]> {
      const runs = await storage.listRuns({ limit: 1_000 });
      return [...runs].sort((a, b) => (a.id < b.id ? -1 : 1)).map(({ status }) => status);
    },
  };
}

const steadily = (from: number, to: number) =>
  Array.from({ length: Math.floor((to - from) / 15) + 1 }, (_, index) => from + 15 * index);

describe('start and cancel limits', () => {
  test.each<[string, Begun, readonly number[], RunStatus]>([
    ['within its time', 'STARTING', steadily(0, 60), 'STARTING'],
    ['past its time', 'STARTING', [...steadily(0, 60), 61], 'FAILURE'],
    ['a run that works has no limit here', 'STARTED', steadily(0, 6_000), 'STARTED'],
    ['being canceled, within its time', 'CANCELING', steadily(0, 30), 'CANCELING'],
    ['being canceled, past its time', 'CANCELING', [...steadily(0, 30), 31], 'CANCELED'],
    ['a sleep of hours does not count', 'STARTING', [0, 15, 40_000, 40_001], 'STARTING'],
    ['it goes on from there', 'STARTING', [0, 15, ...steadily(40_000, 40_060)], 'FAILURE'],
    ['the clock is set forward', 'STARTING', [0, 1, 86_400, 86_401], 'STARTING'],
    [
      'the clock is set back',
      'STARTING',
      [0, 30, -86_400, -86_399, ...steadily(-86_390, -86_345)],
      'FAILURE',
    ],
    ['the clock is set back: not before its time', 'STARTING', [0, 30, -86_400, -86_371], 'STARTING'],
    ['a leader that comes the next day', 'STARTING', [86_400, 86_401], 'STARTING'],
  ])('%s', async (_name, status, seconds, then) => {
    const runs = await watched([status]);
    await runs.turns(...seconds);
    expect(await runs.statuses()).toEqual([then]);
    expect(runs.abandoned).toEqual(then === status ? [] : ['run-000']);
  });

  test('why a run failed is told', async () => {
    const runs = await watched(['STARTING']);
    await runs.turns(...steadily(0, 75));
    const [event] = await runs.storage.runEvents('run-000', { types: ['RUN_FAILURE'] });
    expect(event).toMatchObject({
      data: {
        reason: 'START_TIMEOUT',
        error: { name: 'StartTimeout', message: 'The run did not start within 60 s' },
      },
    });
  });

  test('looks again when the first limit is due, every 15 s at most, and not at all without such runs', async () => {
    const short = await watched(['CANCELING'], { startTimeoutSeconds: 60, cancelTimeoutSeconds: 5 });
    expect(await short.turns(0)).toBe(5_001);
    expect(await short.turns(5.001)).toBe(20_001);
    expect(await short.turns(20)).toBeUndefined();
    expect(await (await watched(['STARTING'])).turns(0)).toBe(15_000);
  });

  test('hundreds of runs', async () => {
    const many = Array.from({ length: 240 }, (_, index): Begun => (index % 2 ? 'STARTING' : 'CANCELING'));
    const runs = await watched(many);
    await runs.turns(...steadily(0, 75));
    expect(runs.abandoned).toHaveLength(240);
    const ends = many.map((status) => (status === 'STARTING' ? 'FAILURE' : 'CANCELED'));
    expect(await runs.statuses()).toEqual(ends);
  });
});
