import type { PartitionsContext, PartitionsSnapshot } from '../definitions/partitions/partitions-snapshot';
import type { Storage } from '../storage/storage';

/** What exists now, for these partitions definitions: the keys of the dynamic ones among them are read. */
export async function partitionsContext(
  definitions: Iterable<PartitionsSnapshot | undefined>,
  storage: Pick<Storage, 'dynamicPartitions'>,
  now: number,
): Promise<PartitionsContext> {
  const names = new Set([...definitions].flatMap((each) => (each ? dynamicNames(each) : [])));
  const keys = new Map<string, readonly string[]>();
  for (const name of names) keys.set(name, await storage.dynamicPartitions(name));
  return { now, dynamicPartitions: (name) => keys.get(name) ?? [] };
}

function dynamicNames(partitions: PartitionsSnapshot): readonly string[] {
  if (partitions.type === 'dynamic') return [partitions.name];
  return partitions.type === 'multi'
    ? partitions.dimensions.flatMap((dimension) => dynamicNames(dimension.partitions))
    : [];
}
