import { rowsOf, type SqliteConnection } from './sqlite-connection';

/**
 * Of hashes of values, those that no event, notebook (nor an earlier text of one), bundle or record that came with a
 * notebook (`instance/received.ts`) names.
 */
export function unnamed(connection: SqliteConnection, hashes: readonly string[]): readonly string[] {
  const ofNoEvent = rowsOf(
    connection,
    `select value from json_each(?) as hash where not exists (select 1 from events where value_hash = hash.value)`,
    JSON.stringify(hashes),
  ).map(([hash]) => hash as string);
  if (!ofNoEvent.length) return [];
  const texts = rowsOf(
    connection,
    `select source from notebooks union all select source from notebook_history union all select body from bundles
      union all select value from settings where key glob 'received:*'`,
  );
  const attached = new Set(texts.flatMap(([text]) => (text as string).match(/[0-9a-f]{64}/g) ?? []));
  return ofNoEvent.filter((hash) => !attached.has(hash));
}
