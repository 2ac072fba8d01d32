import type { PartitionSubset } from '../../graph/partitions/partition-subset';
import { printPartitions } from '../../graph/partitions/partition-text';

/** Partitions to be made, at least one. */
export interface ChosenPartitions {
  /** Keys and ranges. */
  readonly text: string;
  readonly size: number;
  /** One run makes all of them. */
  readonly isOneRun: boolean;
}

/** What is chosen by a subset, of which a run makes `perRun` at most, as the backfill policy of the assets says. */
export function chosenPartitions(subset: PartitionSubset, perRun: number): ChosenPartitions | undefined {
  if (subset.isEmpty) return undefined;
  return { text: printPartitions(subset), size: subset.size, isOneRun: subset.size <= perRun };
}
