import { from, type Queries } from './queries';

/** In the order of adding. */
export const selectDynamicPartitions = (queries: Queries, name: string): readonly string[] =>
  queries
    .all(from.selectFrom('dynamic_partitions').select('key').where('name', '=', name).orderBy('position'))
    .map(({ key }) => key);

export function insertDynamicPartitions(queries: Queries, name: string, keys: readonly string[]): void {
  for (const key of keys)
    queries.run(
      from
        .insertInto('dynamic_partitions')
        .values({ name, key })
        .onConflict((conflict) => conflict.doNothing()),
    );
}

export function removeDynamicPartitions(queries: Queries, name: string, keys: readonly string[]): void {
  for (const key of keys)
    queries.run(from.deleteFrom('dynamic_partitions').where('name', '=', name).where('key', '=', key));
}
