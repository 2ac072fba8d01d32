import { isMissing } from './column-type';
import { cellText, longestCell, type ValueTable } from './value-table';
import { briefly } from './value-lines';
import type { TableCell, TableFilter, TablePage, TableQuery } from './value-view';

/** Numbers of the rows that a query asks for, in its order; equal rows stay as they are in the table. */
export function queryTable(table: ValueTable, { sort, filters = [] }: TableQuery): Uint32Array {
  const rows = matchingRows(table, filters);
  const column = sort ? table.columns.indexOf(sort.column) : -1;
  if (!sort || column < 0) return rows;
  return sortRows(rows, (row) => table.cell(row, column), sort.descending ? -1 : 1);
}

function matchingRows(table: ValueTable, filters: readonly TableFilter[]): Uint32Array {
  const tests = filters.map((filter) => testOf(table, filter));
  const rows = new Uint32Array(table.rowCount);
  let count = 0;
  for (let row = 0; row < table.rowCount; row++) if (tests.every((test) => test(row))) rows[count++] = row;
  return rows.slice(0, count);
}

function testOf(table: ValueTable, filter: TableFilter): (row: number) => boolean {
  if (filter.type === 'text') {
    const wanted = new RegExp(filter.text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'), 'i');
    const canBeAmount = amountSigns.test(filter.text);
    const has = (cell: unknown) =>
      typeof cell === 'string'
        ? wanted.test(cell)
        : (canBeAmount || !isAmount(cell)) && wanted.test(cellText(cell));
    return (row) => table.columns.some((_, column) => has(table.cell(row, column)));
  }
  const column = table.columns.indexOf(filter.column);
  const cell = (row: number) => table.cell(row, column);
  switch (filter.type) {
    case 'missing':
      return (row) => isMissing(cell(row));
    case 'is':
      return (row) => cell(row) === filter.value;
    case 'range': {
      const { from, to, below } = filter;
      return (row) => {
        const value = amountOf(cell(row));
        return value >= from && (below ? value < to : value <= to);
      };
    }
  }
}

const isAmount = (cell: unknown): cell is number | bigint | Date =>
  typeof cell === 'number' || typeof cell === 'bigint' || cell instanceof Date;

/** All that the texts of numbers and dates are made of, `Infinity`, `NaN` and `Invalid Date` too: to write them is slow. */
const amountSigns = /^[-+.:\d adefilntvyz]*$/i;

/** A number, or a date in ms; anything else is NaN. */
export const amountOf = (cell: unknown): number => (isAmount(cell) ? Number(cell) : NaN);

/**
 * Numbers and dates by amount, then everything else by its text; what is missing, or not a number, comes last whichever
 * the direction.
 */
function sortRows(rows: Uint32Array, cell: (row: number) => unknown, direction: 1 | -1): Uint32Array {
  // Rows rise: the last one is the highest.
  const size = (rows.at(-1) ?? -1) + 1;
  const amounts = new Float64Array(size);
  const texts = new Array<string | undefined>(size);
  const present = new Uint32Array(rows.length);
  const missing: number[] = [];
  let count = 0;
  let hasTexts = false;
  for (const row of rows) {
    const value = cell(row);
    const amount = amountOf(value);
    if (!Number.isNaN(amount)) amounts[row] = amount;
    else if (isMissing(value) || typeof value === 'number' || value instanceof Date) {
      missing.push(row);
      continue;
    } else {
      texts[row] = typeof value === 'string' ? value : cellText(value);
      hasTexts = true;
    }
    present[count++] = row;
  }
  const byAmount = (a: number, b: number) => direction * compare(amounts[a]!, amounts[b]!) || a - b;
  const byText = (a: number, b: number) => {
    const [one, other] = [texts[a], texts[b]];
    if (one === undefined || other === undefined)
      return one === other ? byAmount(a, b) : direction * (one === undefined ? -1 : 1);
    return direction * compare(one, other) || a - b;
  };
  present.subarray(0, count).sort(hasTexts ? byText : byAmount);
  present.set(missing, count);
  return present;
}

/** A difference would not do: of two infinities it is no number. */
const compare = <Value extends number | string>(a: Value, b: Value): number => (a < b ? -1 : a > b ? 1 : 0);

/** The rows from `from` to before `to` of an order that `queryTable` gave, with the cells of these columns. */
export function pageOf(
  table: ValueTable,
  order: Uint32Array,
  { from, to, columns }: { readonly from: number; readonly to: number; readonly columns: readonly number[] },
): TablePage {
  const rows = [...order.subarray(from, to)].map((row) => ({
    row,
    cells: columns.map((column) => sentCell(table.cell(row, column))),
  }));
  return { matching: order.length, rows };
}

export function sentCell(cell: unknown): TableCell {
  if (typeof cell === 'string') return cell.length > longestCell ? `${cell.slice(0, longestCell)}…` : cell;
  if (typeof cell === 'object' && cell !== null && !(cell instanceof Date)) return { brief: briefly(cell) };
  return typeof cell === 'function' || typeof cell === 'symbol'
    ? { brief: String(cell) }
    : (cell as TableCell);
}
