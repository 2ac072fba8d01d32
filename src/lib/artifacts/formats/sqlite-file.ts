import type { Sqlite3Static } from '@sqlite.org/sqlite-wasm';

export type SqliteRow = Record<string, unknown>;

/** Reads a database that stands in `bytes`; `close` it. Throws where SQLite does not take them for one. */
export function openSqliteFile(bytes: Uint8Array, { oo1, capi, wasm }: Sqlite3Static) {
  const copy = new Uint8Array(bytes);
  // As written with a write-ahead log, which memory cannot have.
  for (const version of [18, 19]) if (copy[version] === 2) copy[version] = 1;
  const database = new oo1.DB(':memory:');
  const address = wasm.allocFromTypedArray(copy);
  const { SQLITE_DESERIALIZE_FREEONCLOSE, SQLITE_DESERIALIZE_READONLY } = capi;
  const flags = SQLITE_DESERIALIZE_FREEONCLOSE | SQLITE_DESERIALIZE_READONLY;
  database.checkRc(
    capi.sqlite3_deserialize(database.pointer!, 'main', address, copy.length, copy.length, flags),
  );
  return {
    query: (sql: string, parameters: readonly (string | number | null)[] = []) =>
      database.exec({
        sql,
        bind: parameters.length > 0 ? [...parameters] : undefined,
        rowMode: 'object',
        returnValue: 'resultRows',
      }) as SqliteRow[],
    close: () => database.close(),
  };
}

/** Tables and views of a database with their columns, and the TypeScript type of what each column is likely to hold. */
export function sqliteTables(bytes: Uint8Array, sqlite3: Sqlite3Static) {
  const file = openSqliteFile(bytes, sqlite3);
  try {
    const tables = file.query(
      "select name from sqlite_schema where type in ('table', 'view') and name not like 'sqlite\\_%' escape '\\' order by name",
    );
    return tables.map((table) => ({
      name: String(table.name),
      columns: file
        .query('select name, type, "notnull" as required from pragma_table_info(?)', [String(table.name)])
        .map(({ name, type, required }) => ({
          name: String(name),
          type: required ? affinity(String(type)) : `${affinity(String(type))} | null`,
        })),
    }));
  } finally {
    file.close();
  }
}

/** sqlite.org/datatype3.html §3.1. */
function affinity(type: string): string {
  if (/int|real|floa|doub|num|dec/i.test(type)) return 'number';
  if (/char|clob|text|date|time/i.test(type)) return 'string';
  return /blob/i.test(type) ? 'Uint8Array' : 'unknown';
}
