import { DagbookError } from '../../base/errors';
import { kind } from '../brand';
import { takeOptions } from '../unknown-option';

/** How a backfill divides an asset's partitions into runs, as plain data. */
export type BackfillPolicySnapshot =
  { readonly type: 'single_run' } | { readonly type: 'multi_run'; readonly maxPartitionsPerRun: number };

/** How a backfill divides an asset's partitions into runs; without one, each partition has its own run. */
export class BackfillPolicy {
  readonly [kind] = 'BackfillPolicy';
  readonly snapshot: BackfillPolicySnapshot;

  private constructor(snapshot: BackfillPolicySnapshot) {
    this.snapshot = snapshot;
  }

  /** All partitions in one run. */
  static singleRun(): BackfillPolicy {
    return new BackfillPolicy({ type: 'single_run' });
  }

  /** At most so many partitions in a run: `multiRun(10)`, or by Dagster's name `multiRun({ maxPartitionsPerRun: 10 })`. */
  static multiRun(most: number | { readonly maxPartitionsPerRun?: number } = 1): BackfillPolicy {
    const options = typeof most === 'number' ? { maxPartitionsPerRun: most } : most;
    const { maxPartitionsPerRun = 1 } = takeOptions('BackfillPolicy.multiRun', options, {
      maxPartitionsPerRun: true,
    });
    if (Number.isInteger(maxPartitionsPerRun) && maxPartitionsPerRun > 0) {
      return new BackfillPolicy({ type: 'multi_run', maxPartitionsPerRun });
    }
    throw new DagbookError(`a run cannot have ${maxPartitionsPerRun} partitions`, {
      name: 'InvalidDefinition',
      remedy: 'Give a whole number of at least 1, or BackfillPolicy.singleRun().',
    });
  }
}
