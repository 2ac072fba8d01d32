import type { SerializedError } from '../../base/errors';
import { isKind } from '../../definitions/brand';
import type { Failure, RetryRequested } from '../../definitions/failure';
import type { StepRequest, StepMessage } from '../../location/step-protocol';
import { ResourceInitFailed } from './run-resources';

type Failed = Pick<Extract<StepMessage, { type: 'failed' }>, 'error' | 'retry' | 'allowRetries'>;

/** What a step that threw says of its failure. */
export function stepFailure(thrown: unknown, locate: (thrown: unknown) => SerializedError): Failed {
  if (thrown instanceof ResourceInitFailed) return { error: thrown.data };
  const error = locate(thrown);
  if (isKind<RetryRequested>(thrown, 'RetryRequested')) {
    const { maxRetries, secondsToWait } = thrown;
    return {
      error,
      retry: {
        maxRetries: whole(maxRetries),
        ...(secondsToWait !== undefined && { secondsToWait: time(secondsToWait) }),
      },
    };
  }
  if (!isKind<Failure>(thrown, 'Failure')) return { error };
  const { metadata, allowRetries } = thrown;
  return {
    error: Object.keys(metadata).length > 0 ? { ...error, metadata } : error,
    ...(!allowRetries && { allowRetries }),
  };
}

/** Whether the step is tried again after this attempt (Dagster's order: no retries, what it asks for, its policy). */
export const isTriedAgain = (
  { retry, allowRetries }: Failed,
  { attempt, hasRetriesLeft }: StepRequest,
): boolean => allowRetries !== false && (retry ? attempt <= retry.maxRetries : hasRetriesLeft);

const time = (seconds: number): number => (Number.isFinite(seconds) ? Math.max(0, seconds) : 0);
const whole = (count: number): number => Math.floor(time(count));
