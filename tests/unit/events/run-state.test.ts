import fc from 'fast-check';
import { expect, test } from 'vitest';
import { foldRun, type RunState } from '$lib/events/run-state';
import { isFinished } from '$lib/events/run-status';
import {
  checkPlanned,
  materializationPlanned,
  resourcesReady,
  resourcesStarting,
  runCanceled,
  runCanceling,
  runEnqueued,
  runStart,
  runStarting,
} from '$lib/events/run-event-makers';
import {
  checkEvaluated,
  hookEnded,
  stepFailure,
  stepInterrupted,
  stepReused,
  stepStarted,
  stepSuccess,
  upForRetry,
  workerStarted,
  workerStarting,
} from '$lib/events/step-event-makers';
import { isStepEnd } from '$lib/events/step-state';
import { launchEvents } from '$lib/plan/launch-events';
import { anyChoices, anyDynamicPlan, anyFates, anyPlan, legalLog } from '../plan/random-plan';

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

test('so is every prefix with dynamic steps, checks and a cancellation', () => {
  fc.assert(
    fc.property(anyDynamicPlan, anyFates, anyChoices, fc.nat(40), (plan, fates, choices, cancelAfter) => {
      const log = [
        ...launchEvents({ id: 'r', jobName: 'job', plan }, 900),
        ...legalLog(plan, fates, choices, { cancelAfter }),
      ];
      for (let length = 0; length <= log.length; length++) expectLegal(foldRun(log.slice(0, length)));
      expect(isFinished(foldRun(log).status)).toBe(true);
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
    resourcesStarting(step('dough', 8), ['io_manager']),
    resourcesReady(step('dough', 8), ['io_manager']),
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

test('a step that was not executed again is reused; checks are counted for the last attempt', () => {
  const evaluated = (passed: boolean, timestamp: number) =>
    checkEvaluated(step('checked', timestamp), 'a', {
      check: 'x',
      passed,
      severity: 'WARN',
      blocking: false,
      metadata: {},
    });
  const { steps, counts } = foldRun([
    checkPlanned(step('checked', 1), 'a', 'x'),
    runStart(run(1), 'job'),
    stepReused(step('old', 2), { outputs: [] }),
    stepStarted(step('checked', 3), 1),
    evaluated(false, 4),
    upForRetry(step('checked', 5), 1, 0, error),
    stepStarted(step('checked', 6), 2),
    evaluated(true, 7),
    stepSuccess(step('checked', 8), 1),
    hookEnded(step('checked', 9), { name: 'notify', outcome: 'errored' }),
  ]);
  expect(steps.get('old')).toMatchObject({ status: 'reused', attempt: 0, endedAt: 2 });
  expect(steps.get('checked')).toMatchObject({
    status: 'succeeded',
    endedAt: 8,
    checks: { planned: 1, passed: 1, failed: 0 },
  });
  expect(counts).toMatchObject({ reused: 1, succeeded: 1 });
});

test('steps of the plan wait from the first; mapped steps appear when the log first names them', () => {
  const state = foldRun([runStart(run(1), 'job'), stepStarted(step('m[a]', 2), 1)], ['d', 'm[?]', 'c']);
  expect([...state.steps].map(([key, { status }]) => [key, status])).toEqual([
    ['d', 'waiting'],
    ['c', 'waiting'],
    ['m[a]', 'running'],
  ]);
  expect(state.counts).toMatchObject({ waiting: 2, running: 1 });
});
