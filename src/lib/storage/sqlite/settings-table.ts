import { from, type Queries } from './queries';

export const selectSetting = (queries: Queries, key: string): string | undefined =>
  queries.first(from.selectFrom('settings').select('value').where('key', '=', key))?.value;

export function selectSettingKeys(queries: Queries, prefix: string): readonly string[] {
  const keys = queries.all(
    from.selectFrom('settings').select('key').where('key', '>=', prefix).orderBy('key'),
  );
  return keys.map(({ key }) => key).filter((key) => key.startsWith(prefix));
}

export function writeSetting(queries: Queries, key: string, value: string | undefined): void {
  if (value === undefined) return queries.run(from.deleteFrom('settings').where('key', '=', key));
  const insert = from.insertInto('settings').values({ key, value });
  queries.run(insert.onConflict((conflict) => conflict.column('key').doUpdateSet({ value })));
}
