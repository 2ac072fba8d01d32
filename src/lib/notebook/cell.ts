import { randomId } from '../base/ids';
import type { Cell, CellKind, Notebook } from './notebook';

/** An empty cell. */
export const newCell = (kind: CellKind, id: string = randomId()): Cell => ({ id, kind, text: '' });

/** An empty code cell, which whatever comes next may take for itself. */
export const isEmpty = ({ kind, text }: Cell): boolean => kind === 'code' && text.trim() === '';

/** Nothing but one empty cell below the header. */
export function isBlank(cells: readonly Cell[]): boolean {
  const [first, ...others] = cells.filter(({ kind }) => kind !== 'notebook');
  return first !== undefined && isEmpty(first) && others.length === 0;
}

/** Changes what a cell says: its text, kind, name, or whether it is hidden or disabled. */
export function changeCell(notebook: Notebook, id: string, change: Partial<Omit<Cell, 'id'>>): Notebook {
  return {
    ...notebook,
    cells: notebook.cells.map((cell) => (cell.id === id ? { ...cell, ...change } : cell)),
  };
}
