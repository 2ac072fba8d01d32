import fc from 'fast-check';
import { expect, test } from 'vitest';
import { foldRun, type RunState } from '$lib/events/run-state';
import { isFinished } from '$lib/events/run-status';
import {
  materializationPlanned,
  resourcesInitialized,
  runCanceled,
  runCanceling,
  runEnqueued,
  runStart,
  runStarting,
} from '$lib/events/run-event-makers';
import {
  stepFailure,
  stepInterrupted,
  stepStarted,
  stepSuccess,
  upForRetry,
  workerStarted,
  workerStarting,
} from '$lib/events/step-event-makers';
import { isStepEnd } from '$lib/events/step-state';
import { launchEvents } from '$lib/plan/launch-events';
import { anyChoices, anyFates, anyPlan, legalLog } from '../plan/random-plan';

const run = (timestamp: number) => ({ runId: 'r', timestamp });
const step = (stepKey: string, timestamp: number) => ({ runId: 'r', timestamp, stepKey });
const error = { name: 'Error', message: 'no flour' };

function expectLegal(state: RunState) {
  const steps = [...state.steps.values()];
  const counted = Object.fromEntries(
    Object.keys(state.counts).map((status) => [
      status,
      steps.filter((each) => each.status === status).length,
    ]),
  );
  expect(state.counts).toEqual(counted);
  expect(state.failedSteps.toSorted()).toEqual(
    steps.flatMap((each) => (each.status === 'failed' ? [each.key] : [])).toSorted(),
  );
  expect(state.endedAt !== undefined).toBe(isFinished(state.status));
  if (isFinished(state.status)) expect(steps.every((each) => isStepEnd(each.status))).toBe(true);
  if (state.status === 'SUCCESS') expect(state.failedSteps).toEqual([]);
  for (const each of steps) {
    if (each.status === 'running') expect(each.attempt).toBeGreaterThan(0);
    expect(each.startedAt !== undefined).toBe(each.attempt > 0);
    if (isStepEnd(each.status) && each.attempt > 0)
      expect(each.endedAt).toBeGreaterThanOrEqual(each.startedAt!);
    expect(each.markers.slice(0, -1).every((marker) => marker.endedAt !== undefined)).toBe(true);
  }
}

test('every prefix of every legal log is a legal state', () => {
  fc.assert(
    fc.property(anyPlan, anyFates, anyChoices, (plan, fates, choices) => {
      const log = [
        ...launchEvents({ id: 'r', jobName: 'job', plan }, 900),
        ...legalLog(plan, fates, choices),
      ];
      for (let length = 0; length <= log.length; length++) expectLegal(foldRun(log.slice(0, length)));
      const end = foldRun(log);
      expect(isFinished(end.status)).toBe(true);
      expect(end.steps.size).toBe(plan.steps.length);
    }),
    { numRuns: 50 },
  );
});

test('a run as people see it: waiting, started, a retry, the end', () => {
  const state = foldRun([
    materializationPlanned(step('dough', 1), 'dough'),
    materializationPlanned(step('cake', 1), 'cake'),
    runEnqueued(run(2), 'job'),
    runStarting(run(3), 'job'),
    runStart(run(4), 'job'),
    workerStarting(step('dough', 5)),
    workerStarted(step('dough', 7)),
    ...resourcesInitialized(step('dough', 8), ['io_manager']),
    stepStarted(step('dough', 9), 1),
    upForRetry(step('dough', 10), 1, 2, error),
    stepStarted(step('dough', 12), 2),
    stepSuccess(step('dough', 15), 3),
  ]);
  expect(state).toMatchObject({ status: 'STARTED', enqueuedAt: 2, startedAt: 4 });
  expect(state.counts).toMatchObject({ waiting: 1, succeeded: 1, running: 0 });
  expect(state.steps.get('dough')).toEqual({
    key: 'dough',
    status: 'succeeded',
    attempt: 2,
    startedAt: 9,
    endedAt: 15,
    durationMs: 3,
    error: undefined,
    materialized: [],
    markers: [
      { kind: 'worker', startedAt: 5, endedAt: 7 },
      { kind: 'resources', startedAt: 8, endedAt: 8 },
      { kind: 'retry', startedAt: 10, endedAt: 12 },
    ],
  });
});

test('a canceled run has no step that seems to go on', () => {
  const { status, endedAt, steps } = foldRun([
    materializationPlanned(step('later', 1), 'later'),
    runStart(run(1), 'job'),
    stepStarted(step('now', 2), 1),
    runCanceling(run(3)),
    stepInterrupted(step('now', 4), 1),
    runCanceled(run(5), 'job'),
  ]);
  expect([status, endedAt]).toEqual(['CANCELED', 5]);
  expect([steps.get('now')?.status, steps.get('later')?.status]).toEqual(['canceled', 'canceled']);
  expect(steps.get('later')?.endedAt).toBeUndefined();
});

test('what comes after the end of a step or of the run changes nothing', () => {
  const state = foldRun([
    runStart(run(1), 'job'),
    stepStarted(step('a', 2), 1),
    stepFailure(step('a', 3), 1, error),
    stepSuccess(step('a', 4), 2),
    runCanceled(run(5), 'job'),
    runStart(run(6), 'job'),
    stepStarted(step('b', 7), 1),
  ]);
  expect(state).toMatchObject({ status: 'CANCELED', endedAt: 5, failedSteps: ['a'] });
  expect([...state.steps.keys()]).toEqual(['a']);
});
