import type { Clock } from '../base/clock';
import { DagbookError } from '../base/errors';
import { keySpace } from '../definitions/partitions/key-space';
import type { AssetSnapshot } from '../definitions/snapshot';
import { parsePartitions } from '../graph/partitions/partition-text';
import type { Storage } from '../storage/storage';
import { partitionsContext } from './partitions-context';

/** The keys that a user's text names of an asset. Throws what is wrong with it, with what there is instead. */
export async function partitionKeys(
  text: string,
  { key, partitions }: AssetSnapshot,
  { storage, clock }: { readonly storage: Storage; readonly clock: Clock },
): Promise<readonly string[]> {
  if (!partitions)
    throw new DagbookError(`Partition ${text} is named, but ${key} is not partitioned`, {
      name: 'InvalidPartitions',
      remedy: 'Leave the partition out.',
    });
  const context = await partitionsContext([partitions], storage, clock.now());
  return [...parsePartitions(keySpace(partitions, context), text).keys()];
}
