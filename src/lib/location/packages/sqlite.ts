import sqlite3InitModule, { type Sqlite3Static } from '@sqlite.org/sqlite-wasm';
import wasmBinary from '@sqlite.org/sqlite-wasm/sqlite3.wasm';
import { queryTables } from '../../artifacts/formats/query-tables';
import { openSqliteFile, type SqliteRow } from '../../artifacts/formats/sqlite-file';

let loading: Promise<Sqlite3Static> | undefined;

// Nothing can be fetched in an isolate: the program is part of this text.
const load = () =>
  (sqlite3InitModule as (options: object) => Promise<Sqlite3Static>)({
    wasmBinary,
    locateFile: (name: string) => name,
    print: () => {},
    printErr: () => {},
  });

async function start(): Promise<Sqlite3Static> {
  Object.assign(globalThis, {
    sqlite3ApiConfig: { disable: { vfs: { opfs: true, 'opfs-vfs': true, 'opfs-wl': true, kvvfs: true } } },
  });
  return (loading ??= load());
}

/** What `context.sql(…)` asks. */
export async function querySql(
  query: string,
  tables: Readonly<Record<string, unknown>>,
  parameters: readonly unknown[] = [],
): Promise<SqliteRow[]> {
  return queryTables(query, tables, parameters, await start());
}

/** What `context.file(…).sqlite(…)` reads with. */
export async function querySqlite(
  bytes: Uint8Array,
  sql: string,
  parameters?: readonly (string | number | null)[],
): Promise<SqliteRow[]> {
  const file = openSqliteFile(bytes, await start());
  try {
    return file.query(sql, parameters);
  } finally {
    file.close();
  }
}
