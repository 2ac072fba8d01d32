import type { PartitionsContext, PartitionsSnapshot } from '../definitions/partitions/partitions-snapshot';
import type { DynamicPartitionsRequest } from '../definitions/run-request';
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

/** The names of the dynamic ones among a definition and its dimensions. */
export function dynamicNames(partitions: PartitionsSnapshot): readonly string[] {
  if (partitions.type === 'dynamic') return [partitions.name];
  return partitions.type === 'multi'
    ? partitions.dimensions.flatMap((dimension) => dynamicNames(dimension.partitions))
    : [];
}

/** What will exist when keys have been added and taken out. */
export function afterRequests(
  { now, dynamicPartitions }: PartitionsContext,
  requests: readonly DynamicPartitionsRequest[],
): PartitionsContext {
  const after = (name: string) => {
    const keys = new Set(dynamicPartitions(name));
    for (const { type, partitionsDefName, partitionKeys } of requests)
      if (partitionsDefName === name)
        for (const key of partitionKeys)
          if (type === 'add') keys.add(key);
          else keys.delete(key);
    return [...keys];
  };
  return { now, dynamicPartitions: requests.length === 0 ? dynamicPartitions : after };
}
