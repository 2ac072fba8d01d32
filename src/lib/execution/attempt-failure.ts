import type { SerializedError } from '../base/errors';
import type { RetryPolicySnapshot } from '../definitions/retry-policy';
import type { NewEvent } from '../events/event';
import { hookEnded, stepFailure, upForRetry } from '../events/step-event-makers';
import type { StepMessage } from '../location/step-protocol';
import { retryAfterFailure } from '../plan/retry-after-failure';
import { notMade } from './not-made';
import { stampOf, type StepAttempt } from './step-attempt';

/** What is known of an attempt's failure, whether the isolate told it or the driver found it. */
export type FailureMessage = Pick<
  Extract<StepMessage, { type: 'failed' }>,
  'time' | 'error' | 'retry' | 'allowRetries' | 'hooks'
>;

export const mayRetry = (policy: RetryPolicySnapshot | undefined, attempt: number): boolean =>
  attempt <= (policy?.maxRetries ?? 0);

/** How an attempt that failed ends: it waits to be tried again, or its step has failed. */
export function failureEvents(
  attempt: StepAttempt,
  failure: FailureMessage,
  random: () => number,
): readonly NewEvent[] {
  const { step, attempt: number, yielded } = attempt;
  const { time, error, hooks = [] } = failure;
  const at = stampOf(attempt, time);
  const wait = retryAfterFailure({ policy: step.retryPolicy, attempt: number, failure, random });
  if (wait !== undefined) return [upForRetry(at, number, wait, error)];
  return [
    stepFailure(at, number, error),
    ...hooks.map((hook) => hookEnded(at, hook)),
    ...notMade(at, step, 'COMPUTE_FAILED', yielded),
  ];
}

/** A step or a run that took longer than it may. */
export const timedOut = (what: string, seconds: number): SerializedError => ({
  name: 'TimeLimitExceeded',
  message: `${what} took longer than its limit of ${seconds} seconds, and was stopped`,
  remedy: 'Raise its timeout, or let it do less at a time.',
});
