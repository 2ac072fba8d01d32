import { retryDelay, type RetryPolicySnapshot } from '../definitions/retry-policy';

export interface FailedAttempt {
  /** Of the step; absent: it is not tried again unless it asks for it itself. */
  readonly policy?: RetryPolicySnapshot;
  /** The attempt that failed; counts from 1. */
  readonly attempt: number;
  readonly failure: {
    /** The function asked for a retry itself. */
    readonly retry?: { readonly maxRetries: number; readonly secondsToWait?: number };
    /** `false`: it must not be tried again. */
    readonly allowRetries?: boolean;
  };
  /** In [0, 1). */
  readonly random: () => number;
}

/**
 * Seconds until a step is tried again after an attempt failed; `undefined` where it has failed for good.
 * `Failure({ allowRetries: false })` ends it at once, and `RetryRequested` counts instead of the policy
 * (dagster/_core/execution/plan/execute_plan.py).
 */
export function retryAfterFailure({ policy, attempt, failure, random }: FailedAttempt): number | undefined {
  const { retry, allowRetries = true } = failure;
  if (!allowRetries) return undefined;
  if (retry) return attempt <= retry.maxRetries ? (retry.secondsToWait ?? 0) : undefined;
  return policy && attempt <= policy.maxRetries ? retryDelay(policy, attempt, random) : undefined;
}
