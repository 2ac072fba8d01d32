import { plainText } from '../formats/plain-text';
import type { ValueTable } from './value-table';

/** A row of one table or of both, by number. */
export type RowChange =
  | { readonly kind: 'added'; readonly after: number }
  | { readonly kind: 'removed'; readonly before: number }
  | { readonly kind: 'changed'; readonly before: number; readonly after: number };

export interface TableChanges {
  /** Rows are the same by this column; absent, only rows that are equal in everything are. */
  readonly key?: string;
  /** In the order of the newer table; what is gone from it comes last. */
  readonly rows: readonly RowChange[];
  readonly unchanged: number;
}

/** What became of the rows. Rows that have the same key, or are the same where there is none, are paired in their order. */
export function compareTables(before: ValueTable, after: ValueTable, key?: string): TableChanges {
  const identify = key === undefined ? wholeRow : (table: ValueTable) => byColumn(table, key);
  const [identityBefore, identityAfter] = [identify(before), identify(after)];
  const waiting = new Map<unknown, number[]>();
  for (let row = before.rowCount - 1; row >= 0; row--) {
    const identity = identityBefore(row);
    const rows = waiting.get(identity);
    if (rows) rows.push(row);
    else waiting.set(identity, [row]);
  }
  const isSame = sameRows(before, after);
  const rows: RowChange[] = [];
  let unchanged = 0;
  for (let row = 0; row < after.rowCount; row++) {
    const old = waiting.get(identityAfter(row))?.pop();
    if (old === undefined) rows.push({ kind: 'added', after: row });
    else if (isSame(old, row)) unchanged++;
    else rows.push({ kind: 'changed', before: old, after: row });
  }
  const gone = [...waiting.values()].flat().sort((a, b) => a - b);
  return {
    ...(key !== undefined && { key }),
    rows: [...rows, ...gone.map((row): RowChange => ({ kind: 'removed', before: row }))],
    unchanged,
  };
}

/** A cell as something by which equal ones are found. */
const identityOf = (cell: unknown): unknown =>
  cell instanceof Date
    ? `date ${cell.getTime()}`
    : typeof cell === 'object' && cell !== null
      ? plainText(cell)
      : typeof cell === 'string'
        ? `text ${cell}`
        : cell;

function byColumn(table: ValueTable, key: string): (row: number) => unknown {
  const column = table.columns.indexOf(key);
  return (row) => identityOf(table.cell(row, column));
}

/** The columns by name: their order makes no difference. */
function wholeRow(table: ValueTable): (row: number) => unknown {
  const order = table.columns
    .map((name, column) => ({ name, column }))
    .sort((a, b) => (a.name < b.name ? -1 : 1));
  return (row) =>
    order
      .filter(({ column }) => table.cell(row, column) !== undefined)
      .map(({ name, column }) => `${name} ${String(identityOf(table.cell(row, column)))}`)
      .join('\0');
}

function sameRows(before: ValueTable, after: ValueTable): (before: number, after: number) => boolean {
  const names = [...new Set([...before.columns, ...after.columns])];
  const pairs = names.map((name) => [before.columns.indexOf(name), after.columns.indexOf(name)] as const);
  return (old, now) =>
    pairs.every(([one, other]) =>
      sameCells(one < 0 ? undefined : before.cell(old, one), other < 0 ? undefined : after.cell(now, other)),
    );
}

export const sameCells = (a: unknown, b: unknown): boolean =>
  Object.is(a, b) || identityOf(a) === identityOf(b);

/** Columns by which each row of both tables can be told from all others: those that are called like a key first. */
export function possibleKeys(before: ValueTable, after: ValueTable): readonly string[] {
  const isKey = (table: ValueTable, name: string): boolean => {
    const identity = byColumn(table, name);
    const seen = new Set<unknown>();
    for (let row = 0; row < table.rowCount; row++) {
      const key = identity(row);
      if (key === null || key === undefined || seen.has(key)) return false;
      seen.add(key);
    }
    return true;
  };
  const shared = after.columns.filter((name) => before.columns.includes(name));
  const ranked = shared.toSorted((a, b) => rank(a) - rank(b));
  return ranked.filter((name) => isKey(after, name) && isKey(before, name));
}

const rank = (name: string): number =>
  /^(id|key|uuid|code)$/i.test(name) ? 0 : /(_id|Id|_key|Key)$/.test(name) ? 1 : 2;
