import { isInProgress } from '../events/run-status';
import type { StoredRun } from '../storage/storage';

/** What becomes of a run that another leader had begun. */
export type Reconciliation =
  | { readonly type: 'resume'; readonly run: StoredRun }
  | { readonly type: 'fail'; readonly run: StoredRun; readonly reason: string };

/**
 * What a new leader does first. A run in progress has nobody who drives it any more: it is resumed from its log,
 * which also finishes a cancellation that was under way. It is failed where the notebook it executes is gone. Queued
 * runs are the queue's affair. (Dagster has no such step: a run whose process died stays STARTED.)
 */
export function reconcile(
  runs: readonly StoredRun[],
  hasBundle: (bundle: string) => boolean,
): readonly Reconciliation[] {
  return runs
    .filter(({ status }) => isInProgress(status))
    .map((run) =>
      hasBundle(run.bundle)
        ? { type: 'resume', run }
        : {
            type: 'fail',
            run,
            reason: 'The version of the notebook that this run was executing is no longer stored.',
          },
    );
}
