import { PartitionSubset } from '../../graph/partitions/partition-subset';
import { printPartitions } from '../../graph/partitions/partition-text';

/** Runs that are launched at once at most. */
export const mostRuns = 500;

/**
 * The partitions of each run that together make a subset: at most `perRun` in one, as the backfill policy of the assets
 * says (Dagster's default is one). `undefined` where that would be too many runs.
 */
export function partitionRuns(subset: PartitionSubset, perRun: number): readonly string[] | undefined {
  const count = Math.ceil(subset.size / perRun);
  if (count > mostRuns) return undefined;
  if (count <= 1) return subset.isEmpty ? [] : [printPartitions(subset)];
  const keys = [...subset.keys()];
  return Array.from({ length: count }, (_, run) =>
    printPartitions(PartitionSubset.of(subset.space, keys.slice(run * perRun, (run + 1) * perRun))),
  );
}
