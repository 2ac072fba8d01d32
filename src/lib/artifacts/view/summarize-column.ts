import { isMissing, joinedType, typeOfCell, type ColumnType } from './column-type';
import { amountOf } from './query-table';
import { longestCell, type ValueTable } from './value-table';

/** A column at a glance; counted over all rows. */
export interface ColumnSummary {
  readonly type: ColumnType;
  readonly missing: number;
  /** Different values among those that are there; `undefined` where there are more than `mostDistinct`. */
  readonly distinct?: number;
  /** Of numbers, and of dates in ms; those that are finite. */
  readonly range?: { readonly min: number; readonly max: number; readonly mean: number };
  /** Of a `range`: equally wide bins from `min` to `max`. The last one has both its ends. */
  readonly bins?: readonly number[];
  /** Of texts and booleans: the most frequent first. */
  readonly top?: readonly { readonly value: string | boolean; readonly count: number }[];
}

export const mostDistinct = 10_000;
const mostBins = 16;
const mostTop = 5;

/** Throws where there is no such column. */
export function summarizeColumn(table: ValueTable, name: string): ColumnSummary {
  const column = table.columns.indexOf(name);
  if (column < 0) throw new RangeError(`There is no column ${name}`);
  const { rowCount } = table;
  let type: ColumnType = 'none';
  let missing = 0;
  let [min, max, sum, finite] = [Infinity, -Infinity, 0, 0];
  const counts = new Map<unknown, number>();
  for (let row = 0; row < rowCount; row++) {
    const cell = table.cell(row, column);
    if (isMissing(cell)) {
      missing++;
      continue;
    }
    if (type !== 'mixed') type = joinedType(type, typeOfCell(cell));
    const key = cell instanceof Date ? cell.getTime() : cell;
    if (counts.size <= mostDistinct) counts.set(key, (counts.get(key) ?? 0) + 1);
    const amount = amountOf(cell);
    if (!Number.isFinite(amount)) continue;
    finite++;
    sum += amount;
    if (amount < min) min = amount;
    if (amount > max) max = amount;
  }
  const isAmount = (type === 'number' || type === 'date') && finite > 0;
  // Where each is there once, none is more frequent than another.
  const isCountable =
    (type === 'text' || type === 'boolean') &&
    counts.size <= mostDistinct &&
    (counts.size <= mostTop || counts.size < rowCount - missing);
  return {
    type,
    missing,
    ...(counts.size <= mostDistinct && { distinct: counts.size }),
    ...(isAmount && { range: { min, max, mean: sum / finite }, bins: binsOf(table, column, min, max) }),
    ...(isCountable && { top: topOf(counts as ReadonlyMap<string | boolean, number>) }),
  };
}

/** One bin where all amounts are the same. A row counts where the filter by `binRange` would find it. */
function binsOf(table: ValueTable, column: number, min: number, max: number): readonly number[] {
  const width = (max - min) / mostBins;
  if (!(width > 0) || !Number.isFinite(width)) return [countOf(table, column)];
  const edges = Array.from({ length: mostBins }, (_, index) => min + index * width);
  const bins = new Array<number>(mostBins).fill(0);
  for (let row = 0; row < table.rowCount; row++) {
    const amount = amountOf(table.cell(row, column));
    if (!Number.isFinite(amount)) continue;
    let bin = Math.min(mostBins - 1, Math.floor((amount - min) / width));
    // Rounding may put what is close to an edge on its wrong side.
    while (bin > 0 && amount < edges[bin]!) bin--;
    while (bin < mostBins - 1 && amount >= edges[bin + 1]!) bin++;
    bins[bin]!++;
  }
  return bins;
}

function countOf(table: ValueTable, column: number): number {
  let count = 0;
  for (let row = 0; row < table.rowCount; row++)
    if (Number.isFinite(amountOf(table.cell(row, column)))) count++;
  return count;
}

const topOf = (counts: ReadonlyMap<string | boolean, number>) =>
  [...counts]
    .filter(([value]) => typeof value !== 'string' || value.length <= longestCell)
    .sort(([, a], [, b]) => b - a)
    .slice(0, mostTop)
    .map(([value, count]) => ({ value, count }));

/** The amounts of the `index`-th of so many bins; the last bin has its end too. */
export function binRange(
  { min, max }: { readonly min: number; readonly max: number },
  index: number,
  count: number,
): { readonly from: number; readonly to: number; readonly below?: true } {
  if (count === 1) return { from: min, to: max };
  const width = (max - min) / count;
  const from = min + index * width;
  return index === count - 1 ? { from, to: max } : { from, to: min + (index + 1) * width, below: true };
}
