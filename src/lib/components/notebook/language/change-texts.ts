import type { CellChange, TextChange } from '../../../language/language';
import { placeCells, type Cells } from '../../../notebook/cell-edits';

/** The cells with changes made in their texts; a change of a cell that is gone is passed over. */
export function changeTexts(cells: Cells, changes: readonly CellChange[]): Cells {
  const byCell = new Map(changes.map((change) => [change.cell, change.changes]));
  return cells.some(({ id }) => byCell.has(id))
    ? cells.map((cell) => {
        const own = byCell.get(cell.id);
        return own ? { ...cell, text: changedText(cell.text, own) } : cell;
      })
    : cells;
}

/** One cell moves behind another. */
export const moveBehind = (cells: Cells, cell: string, after: string): Cells =>
  placeCells(cells, new Set([cell]), after);

const changedText = (text: string, changes: readonly TextChange[]): string =>
  changes.reduceRight((done, { from, to, insert }) => done.slice(0, from) + insert + done.slice(to), text);
