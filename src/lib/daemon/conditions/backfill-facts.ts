import type { KeySpace } from '../../definitions/partitions/key-space';
import type { AssetKeyString } from '../../definitions/snapshot';
import type { PartitionSubset } from '../../graph/partitions/partition-subset';
import type { StoredSubset } from '../../graph/partitions/stored-subset';
import type { Backfill } from '../../storage/automation-storage';
import type { StoredProgress } from '../backfill/backfill-progress';
import type { BackfillTarget } from '../backfill/backfill-target';
import { allOf, either, minus, noneOf, readSubset, wholeSpace } from './entity-subset';

/** What unfinished backfills have still to make of an asset, whether it was requested of a run yet or not. */
export function inBackfills(
  backfills: readonly Pick<Backfill, 'target' | 'progress'>[],
  key: AssetKeyString,
  space: KeySpace,
): PartitionSubset {
  let left = noneOf(space);
  for (const { target, progress } of backfills) {
    const { type, ...rest } = target as unknown as BackfillTarget;
    const asset = type === 'assets' && 'assets' in rest && rest.assets.find((each) => each.key === key);
    if (!asset) continue;
    const { materialized, failed } = progress as unknown as StoredProgress;
    const read = (stored: StoredSubset | undefined) =>
      space === wholeSpace ? (stored ? allOf(space) : noneOf(space)) : readSubset(space, stored);
    const wanted = space === wholeSpace ? allOf(space) : readSubset(space, asset.partitions);
    left = either(left, minus(minus(wanted, read(materialized[key])), read(failed[key])));
  }
  return left;
}
