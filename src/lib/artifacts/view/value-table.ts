import type { DataType, Table } from 'apache-arrow';
import { isArrowTable } from '../codecs/arrow-codec';
import { isPlainObject } from '../codecs/plain-json';
import { briefly } from './value-lines';

/** Rows and columns, wherever they come from; cells are read one at a time. */
export interface ValueTable {
  readonly columns: readonly string[];
  readonly rowCount: number;
  cell(row: number, column: number): unknown;
}

/** The table that a value is, if it is one. */
export const tableOf = (value: unknown): ValueTable | undefined =>
  isArrowTable(value) ? tableOfArrow(value) : tableOfRecords(value);

const isFlat = (value: unknown): boolean =>
  typeof value !== 'object' || value === null || value instanceof Date;

/** The table that an array of flat records is; `undefined` where a record is nested or something else stands in it. */
export function tableOfRecords(value: unknown): ValueTable | undefined {
  if (!Array.isArray(value) || value.length === 0) return undefined;
  const rows: readonly unknown[] = value;
  const names = new Set<string>();
  for (const row of rows) {
    if (typeof row !== 'object' || row === null || !isPlainObject(row)) return undefined;
    for (const name in row) {
      if (!isFlat(row[name])) return undefined;
      names.add(name);
    }
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
  const { fields } = table.schema;
  const vectors = fields.map((_, column) => table.getChildAt(column));
  const dates = fields.map(({ type }) => isDate(type));
  return {
    columns: fields.map(({ name }) => String(name)),
    rowCount: table.numRows,
    cell(row, column): unknown {
      const value: unknown = vectors[column]?.get(row);
      return dates[column] && typeof value === 'number' ? new Date(value) : value;
    },
  };
}

/** Arrow gives dates and timestamps as ms since the epoch (format/Schema.fbs: `Date` is 8, `Timestamp` 10). */
const isDate = ({ typeId }: DataType): boolean => typeId === 8 || typeId === 10;

/** The longest text of a cell that is sent or laid out. */
export const longestCell = 200;

/** A cell as text in a line: nothing where it is missing. */
export const cellText = (cell: unknown): string =>
  cell === undefined || cell === null
    ? ''
    : typeof cell === 'string'
      ? cell.slice(0, longestCell)
      : cell instanceof Date
        ? dateText(cell)
        : briefly(cell);

const two = (count: number): string => (count < 10 ? `0${count}` : `${count}`);

/**
 * A date as ISO 8601 in UTC, without what is zero: a day has no time. Written by its parts, which takes a tenth of the
 * time of `toISOString`: that counts where a million are searched.
 */
export function dateText(date: Date): string {
  const [time, year] = [date.getTime(), date.getUTCFullYear()];
  if (Number.isNaN(time)) return 'Invalid Date';
  const day =
    year >= 1000 && year <= 9999
      ? `${year}-${two(date.getUTCMonth() + 1)}-${two(date.getUTCDate())}`
      : date.toISOString().split('T')[0]!;
  if (time % 86_400_000 === 0) return day;
  const [seconds, rest] = [date.getUTCSeconds(), date.getUTCMilliseconds()];
  const fraction = rest === 0 ? '' : `.${String(rest).padStart(3, '0')}`;
  return `${day}T${two(date.getUTCHours())}:${two(date.getUTCMinutes())}:${two(seconds)}${fraction}Z`;
}

/** Characters that each column should have room for, from its name and its first rows. */
export function columnWidths(table: ValueTable): readonly number[] {
  const sampled = Math.min(table.rowCount, 60);
  return table.columns.map((name, column) => {
    let widest = name.length;
    for (let row = 0; row < sampled; row++)
      widest = Math.max(widest, cellText(table.cell(row, column)).length);
    return Math.min(Math.max(widest, 3), 40);
  });
}
