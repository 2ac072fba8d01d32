import { randomId } from '../base/ids';
import type { Cell, CellKind, Notebook } from './notebook';

/** An empty cell. */
export const newCell = (kind: CellKind, id: string = randomId()): Cell => ({ id, kind, text: '' });

/** Inserts a cell before the one at `index`; by default at the end. */
export function insertCell(notebook: Notebook, cell: Cell, index = notebook.cells.length): Notebook {
  return { ...notebook, cells: notebook.cells.toSpliced(index, 0, cell) };
}

export function removeCell(notebook: Notebook, id: string): Notebook {
  return { ...notebook, cells: notebook.cells.filter((cell) => cell.id !== id) };
}

/** Changes what a cell says: its text, kind, name, or whether it is hidden or disabled. */
export function changeCell(notebook: Notebook, id: string, change: Partial<Omit<Cell, 'id'>>): Notebook {
  return {
    ...notebook,
    cells: notebook.cells.map((cell) => (cell.id === id ? { ...cell, ...change } : cell)),
  };
}

/** Moves a cell so that it stands at `index` among the others. */
export function moveCell(notebook: Notebook, id: string, index: number): Notebook {
  const cell = notebook.cells.find((other) => other.id === id);
  return cell ? insertCell(removeCell(notebook, id), cell, index) : notebook;
}
