import type { Clock } from '../base/clock';
import { keySpace, type KeySpace } from '../definitions/partitions/key-space';
import type { JobSnapshot } from '../definitions/snapshot';
import { isFinished } from '../events/run-status';
import { indexesOf, rangesOfIndexes } from '../graph/partitions/index-ranges';
import { PartitionSubset } from '../graph/partitions/partition-subset';
import { parsePartitions, printPartitions, quote } from '../graph/partitions/partition-text';
import type { PartitionRun } from '../storage/facts-storage';
import type { Storage } from '../storage/storage';
import type { PartitionsStatus } from './instance';
import { partitionsContext } from './partitions-context';

/** The newest run of each partition, in the order of the space; `undefined` where there is none. */
export function newestRuns(
  space: KeySpace,
  newestFirst: readonly PartitionRun[],
): readonly (PartitionRun | undefined)[] {
  const newest = new Array<PartitionRun | undefined>(space.size).fill(undefined);
  for (const run of newestFirst) for (const index of partitionsOf(space, run)) newest[index] ??= run;
  return newest;
}

/** Those that exist now; none, where some of them do not. */
function partitionsOf(space: KeySpace, { partition, range }: PartitionRun): Iterable<number> {
  const only = partition === undefined ? -1 : space.indexOf(partition);
  if (only >= 0) return [only];
  try {
    return indexesOf(parsePartitions(space, partition ?? range!.map(quote).join('...')).ranges);
  } catch {
    return [];
  }
}

/** How they stand: by the newest run of each. What succeeded is materialized. */
export function standingOf(space: KeySpace, newest: readonly (PartitionRun | undefined)[]): PartitionsStatus {
  const where = (isSo: (run: PartitionRun | undefined) => boolean) =>
    new PartitionSubset(space, rangesOfIndexes([...newest.keys()].filter((index) => isSo(newest[index]))));
  const subsets = {
    materialized: where((run) => run?.status === 'SUCCESS'),
    failed: where((run) => run?.status === 'FAILURE'),
    inProgress: where((run) => run !== undefined && !isFinished(run.status)),
    stale: PartitionSubset.none(space),
    missing: where((run) => run === undefined),
  };
  const each = <Value>(of: (subset: PartitionSubset) => Value) =>
    Object.fromEntries(Object.entries(subsets).map(([name, subset]) => [name, of(subset)])) as {
      readonly [Name in keyof typeof subsets]: Value;
    };
  return { total: space.size, counts: each(({ size }) => size), ...each(printPartitions) };
}

/** What is asked of the partitions of a job of ops. */
export async function jobPartitions(
  location: string,
  { name, partitions }: JobSnapshot,
  {
    storage,
    clock,
  }: { readonly storage: Pick<Storage, 'partitionRuns' | 'dynamicPartitions'>; readonly clock: Clock },
) {
  const space = keySpace(partitions!, await partitionsContext([partitions], storage, clock.now()));
  return { space, newest: newestRuns(space, await storage.partitionRuns({ location, jobName: name })) };
}
