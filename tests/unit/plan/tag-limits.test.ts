import { expect, test } from 'vitest';
import type { TagConcurrencyLimit } from '$lib/definitions/snapshot';
import { stepFailure, stepStarted, stepSuccess, upForRetry } from '$lib/events/step-event-makers';
import { ActiveExecution } from '$lib/plan/active-execution';
import type { ExecutionStep } from '$lib/plan/execution-plan';
import { step } from './random-plan';

const tagged = (key: string, tags: Record<string, string> = {}, priority = 0): ExecutionStep => ({
  ...step(key, [], priority),
  tags,
});
const executing = (steps: readonly ExecutionStep[], limits: readonly TagConcurrencyLimit[]) =>
  new ActiveExecution({ steps, executor: { type: 'multiprocess', tagConcurrencyLimits: limits } });
const takeAll = (execution: ActiveExecution) => {
  const keys: string[] = [];
  for (let next = execution.next(0); next; next = execution.next(0)) keys.push(next.key);
  return keys;
};
const at = (stepKey: string) => ({ runId: 'r', timestamp: 0, stepKey });
const error = { name: 'Error', message: 'no' };

const db = ['a', 'b', 'c', 'd'].map((key, index) => tagged(key, { db: index % 2 === 0 ? 'x' : 'y' }));
const steps = [...db, tagged('free')];

test.each<[string, TagConcurrencyLimit[], string[]]>([
  ['of a key: all of its values together', [{ key: 'db', limit: 1 }], ['a', 'free']],
  ['of a value', [{ key: 'db', value: 'x', limit: 1 }], ['a', 'b', 'd', 'free']],
  [
    'of each value by itself',
    [{ key: 'db', value: { applyLimitPerUniqueValue: true }, limit: 1 }],
    ['a', 'b', 'free'],
  ],
  [
    'of several: the narrowest counts',
    [
      { key: 'db', limit: 3 },
      { key: 'db', value: 'y', limit: 1 },
    ],
    ['a', 'b', 'c', 'free'],
  ],
  ['nothing has the tag', [{ key: 'gpu', limit: 0 }], ['a', 'b', 'c', 'd', 'free']],
  ['none at all may run', [{ key: 'db', limit: 0 }], ['free']],
])('a limit %s', (_, limits, expected) => {
  expect(takeAll(executing(steps, limits))).toEqual(expected);
});

test('the next goes by priority when a slot is free: after a success, a failure, and while a retry is waited for', () => {
  const execution = executing(
    [
      tagged('a', { db: 'x' }),
      tagged('b', { db: 'x' }),
      tagged('c', { db: 'x' }, 5),
      tagged('d', { db: 'x' }),
    ],
    [{ key: 'db', limit: 1 }],
  );
  expect(takeAll(execution)).toEqual(['c']);
  execution.apply(stepStarted(at('c'), 1));
  execution.apply(stepSuccess(at('c'), 1));
  expect(takeAll(execution)).toEqual(['a']);
  execution.apply(stepStarted(at('a'), 1));
  execution.apply(upForRetry(at('a'), 1, 60, error));
  expect(takeAll(execution)).toEqual(['b']);
  execution.apply(stepStarted(at('b'), 1));
  execution.apply(stepFailure(at('b'), 1, error));
  expect(takeAll(execution)).toEqual(['d']);
  expect(execution.next(60_000)).toBeUndefined();
  execution.apply(stepSuccess(at('d'), 1));
  expect(execution.next(60_000)?.key).toBe('a');
});

test('a slot that the first in line cannot use goes to the next', () => {
  const both = { db: 'x', gpu: '1' };
  const execution = executing(
    [
      tagged('g', { gpu: '1' }, 9),
      tagged('d', { db: 'x' }, 8),
      tagged('both', both, 5),
      tagged('last', { db: 'x' }),
    ],
    [
      { key: 'db', limit: 1 },
      { key: 'gpu', limit: 1 },
    ],
  );
  expect(takeAll(execution)).toEqual(['g', 'd']);
  execution.apply(stepSuccess(at('d'), 1));
  expect(takeAll(execution)).toEqual(['last']);
  execution.apply(stepSuccess(at('g'), 1));
  execution.apply(stepSuccess(at('last'), 1));
  expect(takeAll(execution)).toEqual(['both']);
});

test('after a replay, steps that run hold their slots, and those that lost their worker have given them back', () => {
  const replayed = executing(db, [{ key: 'db', limit: 2 }]);
  replayed.apply(stepStarted(at('d'), 1));
  expect(takeAll(replayed)).toEqual(['a']);
  const resumed = executing(db, [{ key: 'db', limit: 2 }]);
  resumed.apply(stepStarted(at('d'), 1));
  resumed.restartLostSteps();
  expect(takeAll(resumed)).toEqual(['a', 'b']);
});
