import { describe, expect, test } from 'vitest';
import cases from '../../fixtures/dagster-cases.json';
import { RetryPolicy, retryDelay, type RetryPolicySnapshot } from '$lib/definitions/retry-policy';
import { retryAfterFailure, type FailedAttempt } from '$lib/plan/retry-after-failure';
import { MadeUpFailure, simulate } from './simulate';
import { opJob, planOf, stepSnapshot } from './snapshots';

type Delay = number | null | { between: readonly [number, number] };
const delays = cases.filter((each) => each.area === 'retry' && 'delay_seconds' in each.expect) as unknown as {
  id: string;
  given: { policy: Partial<RetryPolicySnapshot> & { max_retries?: number }; attempt: number };
  expect: { delay_seconds: Delay };
}[];

describe('the wait before an attempt', () => {
  test.each(delays.map((each) => [each.id, each] as const))(
    '%s',
    (_, { given, expect: { delay_seconds } }) => {
      const policy = { maxRetries: 9, ...given.policy };
      const at = (random: number) => retryDelay(policy, given.attempt, () => random);
      if (typeof delay_seconds === 'object' && delay_seconds)
        expect([at(0), at(1)]).toEqual(delay_seconds.between);
      else expect(at(0.5)).toBe(delay_seconds ?? 0);
    },
  );

  test.each([
    [{ delay: 2 }, 1, 2],
    [{ delay: 2 }, 3, 2],
    [{ delay: 2, backoff: 'LINEAR' }, 1, 2],
    [{ delay: 2, backoff: 'LINEAR' }, 3, 6],
    [{ delay: 1, backoff: 'EXPONENTIAL' }, 2, 3],
    [{ delay: 1, backoff: 'EXPONENTIAL' }, 4, 15],
    [{ delay: 10, jitter: 'FULL' }, 1, 5],
    [{ delay: 10, jitter: 'PLUS_MINUS' }, 1, 10],
    [{}, 1, 0],
  ] as const)('%j after attempt %i: %f', (policy, attempt, seconds) => {
    expect(retryDelay({ maxRetries: 9, ...policy }, attempt, () => 0.5)).toBe(seconds);
  });

  test('backoff or jitter need a delay (ret-13); the default is one retry (ret-15)', () => {
    expect(() => new RetryPolicy({ backoff: 'LINEAR' })).toThrow('backoff is given without a delay');
    expect(() => new RetryPolicy({ jitter: 'FULL' })).toThrow('jitter is given without a delay');
    expect(new RetryPolicy()).toMatchObject({ maxRetries: 1, delay: undefined });
  });
});

test.each<[string, Omit<FailedAttempt, 'random'>, number | undefined]>([
  ['no policy: never', { attempt: 1, failure: {} }, undefined],
  ['within the policy', { policy: { maxRetries: 2, delay: 3 }, attempt: 2, failure: {} }, 3],
  ['the policy is used up', { policy: { maxRetries: 2 }, attempt: 3, failure: {} }, undefined],
  ['a policy of no retries', { policy: { maxRetries: 0 }, attempt: 1, failure: {} }, undefined],
  [
    'Failure without retries ends it (ret-18)',
    { policy: { maxRetries: 5 }, attempt: 1, failure: { allowRetries: false } },
    undefined,
  ],
  [
    'RetryRequested needs no policy',
    { attempt: 1, failure: { retry: { maxRetries: 1, secondsToWait: 7 } } },
    7,
  ],
  ['RetryRequested without a wait', { attempt: 1, failure: { retry: { maxRetries: 1 } } }, 0],
  [
    'RetryRequested counts instead of the policy',
    { policy: { maxRetries: 9 }, attempt: 2, failure: { retry: { maxRetries: 1 } } },
    undefined,
  ],
  [
    'RetryRequested goes on where the policy would not',
    { policy: { maxRetries: 1 }, attempt: 3, failure: { retry: { maxRetries: 3 } } },
    0,
  ],
])('%s', (_, failed, seconds) => {
  expect(retryAfterFailure({ ...failed, random: () => 0.5 })).toBe(seconds);
});

test.each([
  [
    2,
    9,
    [
      'STEP_START',
      'STEP_UP_FOR_RETRY',
      'STEP_RESTARTED',
      'STEP_UP_FOR_RETRY',
      'STEP_RESTARTED',
      'STEP_FAILURE',
    ],
  ],
  [2, 1, ['STEP_START', 'STEP_UP_FOR_RETRY', 'STEP_RESTARTED', 'STEP_OUTPUT', 'STEP_SUCCESS']],
  [0, 1, ['STEP_START', 'STEP_FAILURE']],
])('%i retries of an op that fails %i times (ret-16, ret-17)', (maxRetries, failures, expected) => {
  const plan = planOf({}, { job: opJob([stepSnapshot('a', { retryPolicy: { maxRetries, delay: 60 } })]) });
  const run = simulate(plan, {
    a: (_, attempt) => {
      if (attempt <= failures) throw new MadeUpFailure();
      return { result: 1 };
    },
  });
  expect(run.told('a')).toEqual(expected);
});

test('while one step waits for its retry, others run', () => {
  const steps = [stepSnapshot('a', { retryPolicy: { maxRetries: 1, delay: 60 } }), stepSnapshot('b')];
  const run = simulate(planOf({}, { job: opJob(steps) }), {
    a: (_, attempt) => {
      if (attempt === 1) throw new MadeUpFailure();
      return { result: 1 };
    },
  });
  expect(run.started).toEqual(['a', 'b', 'a']);
});
