import { comparable } from './comparable';
import { compareTables, possibleKeys, sameCells, type RowChange, type TableChanges } from './compare-tables';
import { sentCell } from './query-table';
import type { ValueShape } from './value-shape';
import type { ValueTable } from './value-table';
import type { ChangedRow, CompareQuery, ValueComparison } from './value-view';

/** Columns of a comparison that are sent. */
const mostColumns = 50;

/** What was found out of a pair of values, kept for the next page. */
export interface ComparedPair {
  keys?: readonly string[];
  readonly changes: Map<string | undefined, TableChanges>;
}

/** Compares an older value with a newer one. */
export function compareValues(
  older: ValueShape,
  newer: ValueShape,
  { key: asked, from, to }: CompareQuery,
  known: ComparedPair,
): ValueComparison {
  const [before, after] = [comparable(older), comparable(newer)];
  if (!before || !after) return { type: 'other' };
  const { changes } = known;
  const keys = (known.keys ??= possibleKeys(before, after));
  const key = asked === null ? undefined : (keys.find((name) => name === asked) ?? keys[0]);
  const found = changes.get(key) ?? compareTables(before, after, key);
  changes.set(key, found);
  const columns = [...new Set([...after.columns, ...before.columns])].slice(0, mostColumns);
  const count = (kind: RowChange['kind']) =>
    found.rows.reduce((sum, row) => sum + Number(row.kind === kind), 0);
  return {
    type: 'rows',
    ...(key !== undefined && { key }),
    keys,
    columns,
    counts: {
      added: count('added'),
      removed: count('removed'),
      changed: count('changed'),
      unchanged: found.unchanged,
    },
    rows: found.rows.slice(from, to).map((row) => changedRow(row, columns, before, after)),
  };
}

function changedRow(
  change: RowChange,
  columns: readonly string[],
  before: ValueTable,
  after: ValueTable,
): ChangedRow {
  const cellOf = (table: ValueTable, row: number, name: string): unknown => {
    const column = table.columns.indexOf(name);
    return column < 0 ? undefined : table.cell(row, column);
  };
  const cells = columns.map((name) => {
    if (change.kind === 'added') return { cell: sentCell(cellOf(after, change.after, name)) };
    const old = cellOf(before, change.before, name);
    if (change.kind === 'removed') return { cell: sentCell(old) };
    const now = cellOf(after, change.after, name);
    return { cell: sentCell(now), ...(!sameCells(old, now) && { before: { cell: sentCell(old) } }) };
  });
  return { kind: change.kind, cells };
}
