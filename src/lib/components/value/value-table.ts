import type { Table } from 'apache-arrow';

/** Rows and columns, wherever they come from; cells are read one at a time. */
export interface ValueTable {
  readonly columns: readonly string[];
  readonly rowCount: number;
  cell(row: number, column: number): unknown;
}

/** As many as a screen can be asked to show (reference/notebook-ux.md §1.3). */
export const mostRows = 10_000;
export const mostColumns = 50;

const isFlat = (value: unknown): boolean =>
  typeof value !== 'object' || value === null || value instanceof Date;

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && Object.getPrototypeOf(value) === Object.prototype;

/** The table that an array of flat records is; `undefined` where a record is nested or something else stands in it. */
export function tableOfRecords(value: unknown): ValueTable | undefined {
  if (!Array.isArray(value) || value.length === 0) return undefined;
  const rows: readonly unknown[] = value;
  const names = new Set<string>();
  for (const row of rows) {
    if (!isRecord(row) || !Object.values(row).every(isFlat)) return undefined;
    for (const name of Object.keys(row)) names.add(name);
  }
  const columns = [...names];
  if (columns.length === 0) return undefined;
  return {
    columns,
    rowCount: rows.length,
    cell: (row, column) => (rows[row] as Record<string, unknown>)[columns[column] ?? ''],
  };
}

export function tableOfArrow(table: Table): ValueTable {
  const columns = table.schema.fields.map((field) => String(field.name));
  return {
    columns,
    rowCount: table.numRows,
    cell: (row, column): unknown => table.getChildAt(column)?.get(row),
  };
}

/** Characters that a column should have room for, from its name and its first rows. */
export function columnWidths(table: ValueTable, text: (cell: unknown) => string): readonly number[] {
  const sampled = Math.min(table.rowCount, 60);
  return table.columns.slice(0, mostColumns).map((name, column) => {
    let widest = name.length;
    for (let row = 0; row < sampled; row++) widest = Math.max(widest, text(table.cell(row, column)).length);
    return Math.min(Math.max(widest, 3), 40);
  });
}
