import { randomId } from '../base/ids';
import type { Cell, CellKind, Notebook } from './notebook';

/** An empty cell. */
export const newCell = (kind: CellKind, id: string = randomId()): Cell => ({ id, kind, text: '' });

/** Changes what a cell says: its text, kind, name, or whether it is hidden or disabled. */
export function changeCell(notebook: Notebook, id: string, change: Partial<Omit<Cell, 'id'>>): Notebook {
  return {
    ...notebook,
    cells: notebook.cells.map((cell) => (cell.id === id ? { ...cell, ...change } : cell)),
  };
}
