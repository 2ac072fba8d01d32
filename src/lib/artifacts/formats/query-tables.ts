import type { Database, Sqlite3Static } from '@sqlite.org/sqlite-wasm';
import { DagbookError } from '../../base/errors';
import type { SqliteRow } from './sqlite-file';

type Bound = string | number | bigint | boolean | null | Uint8Array;

/**
 * The rows that a query gives over tables that stand in memory for it alone. A table is an array of rows (objects) or
 * what has its rows by `toArray`, as Arrow tables do; its columns are all that some row has. Dates become ISO texts,
 * other objects JSON. What SQLite throws has the `offset` in the query's UTF-8 at which it is wrong, where that is known.
 */
export function queryTables(
  query: string,
  tables: Readonly<Record<string, unknown>>,
  parameters: readonly unknown[],
  { oo1, capi }: Sqlite3Static,
): SqliteRow[] {
  const database = new oo1.DB(':memory:');
  try {
    for (const [name, value] of Object.entries(tables)) fill(database, name, rowsOf(name, value));
    return rowsFrom(database, query, parameters, (pointer) => capi.sqlite3_error_offset(pointer));
  } finally {
    database.close();
  }
}

function rowsFrom(
  database: Database,
  query: string,
  parameters: readonly unknown[],
  offsetOf: (pointer: number) => number,
): SqliteRow[] {
  try {
    return database.exec({
      sql: query,
      bind: parameters.length > 0 ? parameters.map(bound) : undefined,
      rowMode: 'object',
      returnValue: 'resultRows',
    }) as SqliteRow[];
  } catch (error) {
    const offset = offsetOf(database.pointer!);
    throw offset >= 0 ? Object.assign(error as Error, { offset }) : error;
  }
}

function fill(database: Database, table: string, rows: readonly SqliteRow[]): void {
  const columns = [...new Set(rows.flatMap(Object.keys))];
  // A table has a column at least, also where it has no row that could name one.
  const listed = columns.length > 0 ? columns : ['_'];
  database.exec(`create table ${quoted(table)} (${listed.map(quoted).join(', ')})`);
  if (columns.length === 0) return;
  database.transaction(() => {
    const insert = database.prepare(
      `insert into ${quoted(table)} values (${columns.map(() => '?').join(', ')})`,
    );
    try {
      for (const row of rows) insert.bind(columns.map((column) => bound(row[column]))).stepReset();
    } finally {
      insert.finalize();
    }
  });
}

function rowsOf(table: string, value: unknown): readonly SqliteRow[] {
  const rows = hasRows(value) ? value.toArray().map((row) => ({ ...row })) : value;
  if (
    Array.isArray(rows) &&
    rows.every((row) => typeof row === 'object' && row !== null && !Array.isArray(row))
  )
    return rows as SqliteRow[];
  throw new DagbookError(`What "${table}" holds is no table`, {
    name: 'NotATable',
    remedy: 'A query reads arrays of objects and Arrow tables: let that asset return one.',
  });
}

const hasRows = (value: unknown): value is { toArray(): readonly SqliteRow[] } =>
  typeof value === 'object' && value !== null && 'toArray' in value && typeof value.toArray === 'function';

function bound(value: unknown): Bound {
  if (value === undefined || value === null) return null;
  if (value instanceof Date) return Number.isNaN(value.getTime()) ? null : value.toISOString();
  if (value instanceof Uint8Array || typeof value !== 'object') return value as Bound;
  return JSON.stringify(value);
}

const quoted = (name: string): string => `"${name.replaceAll('"', '""')}"`;
