import { describe, expect, test } from 'vitest';
import { barsOf, flatRows, ganttRows, ticks } from '$lib/components/runs/gantt-bars';
import type { EventData, EventType, NewEvent } from '$lib/events/event';
import { foldRun } from '$lib/events/run-state';
import type { ExecutionPlan } from '$lib/plan/execution-plan';

const event = <Type extends EventType>(
  timestamp: number,
  type: Type,
  stepKey?: string,
  data: EventData[Type] = {} as EventData[Type],
): NewEvent => ({ type, runId: 'r', timestamp, level: 'DEBUG', message: '', stepKey, data }) as NewEvent;

const step = (key: string, ...deps: string[]) => ({
  key,
  node: key,
  op: key,
  inputs: [],
  outputs: [],
  deps: deps.map((each) => ({ step: each, output: 'result' })),
  priority: 0,
});
const plan: ExecutionPlan = {
  steps: [step('dough'), step('bake', 'dough'), step('sell', 'bake')],
  executor: { type: 'in_process' },
};
const error = { name: 'Error', message: 'cold' };

const barsAt = (now: number, events: readonly NewEvent[]) =>
  Object.fromEntries(
    ganttRows(plan, foldRun(events)).map((row) => [
      row.step.key,
      barsOf(row, now).map(({ kind, from, to }) => `${kind} ${from}-${to}`),
    ]),
  );

describe('the bars of a run', () => {
  const begin = [event(0, 'RUN_START'), event(10, 'STEP_START', 'dough', { attempt: 1 })];

  test('a running step grows to the present, what depends on it shows nothing yet', () => {
    expect(barsAt(50, begin)).toEqual({ dough: ['waiting 0-10', 'work 10-50'], bake: [], sell: [] });
  });

  test('a step waits from the moment when all it needs was there', () => {
    const events = [...begin, event(40, 'STEP_SUCCESS', 'dough', { durationMs: 30 })];
    expect(barsAt(55, events)).toMatchObject({
      dough: ['waiting 0-10', 'work 10-40'],
      bake: ['waiting 40-55'],
    });
  });

  test('the wait for a retry parts the work of the attempts', () => {
    const events = [
      ...begin,
      event(20, 'STEP_UP_FOR_RETRY', 'dough', { attempt: 1, secondsToWait: 0.01, error }),
      event(30, 'STEP_RESTARTED', 'dough', { attempt: 2 }),
      event(45, 'STEP_SUCCESS', 'dough', { durationMs: 15 }),
    ];
    expect(barsAt(99, events).dough).toEqual(['waiting 0-10', 'work 10-20', 'retry 20-30', 'work 30-45']);
    expect(barsAt(25, events.slice(0, 3)).dough).toEqual(['waiting 0-10', 'work 10-20', 'retry 20-25']);
  });

  test('a step that did not run has no bar', () => {
    const events = [
      ...begin,
      event(20, 'STEP_FAILURE', 'dough', { attempt: 1, error }),
      event(21, 'STEP_ABANDONED', 'bake', { because: ['dough'] }),
    ];
    expect(barsAt(60, events).bake).toEqual([]);
  });
});

test.each([
  [1000, 10, [0, 100, 200, 300, 400, 500, 600, 700, 800, 900, 1000]],
  [0, 10, [0]],
  [7_000, 4, [0, 2000, 4000, 6000]],
  [3 * 86_400_000, 3, [0, 86_400_000, 172_800_000, 259_200_000]],
])('an axis of %d ms with room for %d ticks', (length, count, expected) => {
  expect(ticks(0, length, count)).toEqual(expected);
});

test('of a stretch of the axis, the ticks in it', () => {
  expect(ticks(950, 1_450, 5)).toEqual([1000, 1100, 1200, 1300, 1400]);
});

test('flat, all steps begin together and the longest is first', () => {
  const state = foldRun([
    event(0, 'RUN_START'),
    event(10, 'STEP_START', 'dough'),
    event(20, 'STEP_SUCCESS', 'dough', { durationMs: 10 }),
    event(20, 'STEP_START', 'bake'),
  ]);
  const rows = flatRows(ganttRows(plan, state), 0, 90);
  expect(rows.map((row) => [row.step.key, barsOf(row, 90)])).toEqual([
    ['bake', [{ kind: 'work', from: 0, to: 70 }]],
    ['dough', [{ kind: 'work', from: 0, to: 10 }]],
    ['sell', []],
  ]);
});
