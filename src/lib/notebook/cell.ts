import { randomId } from '../base/ids';
import type { Cell, CellKind, Notebook } from './notebook';

/** An empty cell. */
export const newCell = (kind: CellKind, id: string = randomId()): Cell => ({ id, kind, text: '' });

/** An empty code cell, which whatever comes next may take for itself. */
export const isEmpty = ({ kind, text }: Cell): boolean => kind === 'code' && text.trim() === '';

/** The empty cell of a notebook that nobody has written in: below the header there is no other, or one that imports. */
export function blankCell(cells: readonly Cell[]): Cell | undefined {
  const [last, ...others] = cells.filter(({ kind }) => kind !== 'notebook').reverse();
  return last && isEmpty(last) && others.every(({ text }) => /^import .*$/.test(text.trim()))
    ? last
    : undefined;
}

/** Changes what a cell says: its text, kind, name, or whether it is hidden or disabled. */
export function changeCell(notebook: Notebook, id: string, change: Partial<Omit<Cell, 'id'>>): Notebook {
  return {
    ...notebook,
    cells: notebook.cells.map((cell) => (cell.id === id ? { ...cell, ...change } : cell)),
  };
}
