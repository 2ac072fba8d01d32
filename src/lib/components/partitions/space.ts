import { keySpace, type KeySpace } from '../../definitions/partitions/key-space';
import type { PartitionsSnapshot } from '../../definitions/partitions/partitions-snapshot';
import type { Instance } from '../../instance/instance';
import { partitionsContext } from '../../instance/partitions-context';

/** The keys of a definition that exist now. */
export const spaceNow = async (
  instance: Pick<Instance, 'dynamicPartitions'>,
  partitions: PartitionsSnapshot,
): Promise<KeySpace> => keySpace(partitions, await partitionsContext([partitions], instance, Date.now()));

/** The names of the dynamic definitions in a definition: their keys can be added and deleted. */
export function dynamicNames(partitions: PartitionsSnapshot): readonly string[] {
  if (partitions.type === 'dynamic') return [partitions.name];
  if (partitions.type !== 'multi') return [];
  return [...new Set(partitions.dimensions.flatMap((dimension) => dynamicNames(dimension.partitions)))];
}
