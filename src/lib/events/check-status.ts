import type { EventOf } from './event';
import { isFinished, type RunStatus } from './run-status';

/** How the newest execution of a check stands: Dagster's names, and Dagster's rule. */
export type CheckExecutionStatus = 'SUCCEEDED' | 'FAILED' | 'IN_PROGRESS' | 'EXECUTION_FAILED' | 'SKIPPED';

/** That a run was to evaluate a check. */
export interface CheckPlan {
  /** Of the event that said so. */
  readonly id: number;
  readonly runId: string;
  /** Of the run, as it is now. */
  readonly status: RunStatus;
}

/**
 * What became of a check that was planned last and evaluated last; `undefined` where neither ever happened. A run that
 * ended without its evaluation has failed to execute it where the run failed, and has skipped it otherwise.
 */
export function checkExecutionStatus(
  evaluation: EventOf<'ASSET_CHECK_EVALUATION'> | undefined,
  plan: CheckPlan | undefined,
): CheckExecutionStatus | undefined {
  if (plan && plan.id > (evaluation?.id ?? 0)) {
    if (!isFinished(plan.status)) return 'IN_PROGRESS';
    return plan.status === 'FAILURE' ? 'EXECUTION_FAILED' : 'SKIPPED';
  }
  return evaluation && (evaluation.data.passed ? 'SUCCEEDED' : 'FAILED');
}
