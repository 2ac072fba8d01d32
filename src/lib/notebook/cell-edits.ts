import type { Cell } from './notebook';

/**
 * What a user does to cells as wholes: cells in, cells out. Ids that are not there are passed over; where nothing
 * changes the same array is answered. The header (`notebook`) stays where it is, and nothing comes to stand above it.
 */
export type Cells = readonly Cell[];

type Ids = ReadonlySet<string>;

/** Inserts behind the cell `after`: absent at the top, at the end where that cell is gone. */
export function insertCells(cells: Cells, inserted: Cells, after: string | undefined): Cells {
  if (inserted.length === 0) return cells;
  const index = cells.findIndex(({ id }) => id === after);
  const isGone = after !== undefined && index < 0;
  return cells.toSpliced(isGone ? cells.length : Math.max(index + 1, top(cells)), 0, ...inserted);
}

export function removeCells(cells: Cells, ids: Ids): Cells {
  const left = cells.filter((cell) => !isChosen(cell, ids));
  return left.length === cells.length ? cells : left;
}

/** Moves cells together, in their order, behind the cell `after`; absent: to the top. */
export function placeCells(cells: Cells, ids: Ids, after: string | undefined): Cells {
  const chosen = cells.filter((cell) => isChosen(cell, ids));
  const index = cells.findIndex(({ id }) => id === after);
  // Behind one of themselves is behind the last before it that stays.
  const anchor = index < 0 ? after : cells.slice(0, index + 1).findLast((cell) => !isChosen(cell, ids))?.id;
  const placed = insertCells(removeCells(cells, ids), chosen, anchor);
  return placed.every((cell, at) => cell === cells[at]) ? cells : placed;
}

/** Moves cells together over their neighbour. */
export function moveCells(cells: Cells, ids: Ids, direction: 'up' | 'down'): Cells {
  const first = cells.findIndex((cell) => isChosen(cell, ids));
  if (first < 0) return cells;
  if (direction === 'up') return first <= top(cells) ? cells : placeCells(cells, ids, cells[first - 2]?.id);
  const next = cells[cells.findLastIndex((cell) => isChosen(cell, ids)) + 1];
  return next ? placeCells(cells, ids, next.id) : cells;
}

export function changeCells(cells: Cells, ids: Ids, change: Partial<Omit<Cell, 'id'>>): Cells {
  const isNew = (cell: Cell) =>
    isChosen(cell, ids) && Object.entries(change).some(([key, value]) => cell[key as keyof Cell] !== value);
  return cells.some(isNew) ? cells.map((cell) => (isNew(cell) ? { ...cell, ...change } : cell)) : cells;
}

/** Cuts a cell in two at an offset of its text; the first part keeps id and name, one line end goes away. */
export function splitCell(cells: Cells, id: string, offset: number, newId: string): Cells {
  const index = cells.findIndex((cell) => cell.id === id && cell.kind !== 'notebook');
  const cell = cells[index];
  if (!cell) return cells;
  const { name: _, ...unnamed } = cell;
  const [first, second] = [cell.text.slice(0, offset), cell.text.slice(offset)];
  const rest = first.endsWith('\n') ? second : second.replace(/^\n/, '');
  return cells.toSpliced(
    index,
    1,
    { ...cell, text: first.replace(/\n$/, '') },
    { ...unnamed, id: newId, text: rest },
  );
}

/** Makes one cell of several, of the first one's kind and id; of one alone, with the next one. */
export function mergeCells(cells: Cells, ids: Ids): Cells {
  const index = cells.findIndex((cell) => isChosen(cell, ids));
  const chosen = cells.filter((cell) => isChosen(cell, ids));
  const parts = chosen.length === 1 ? cells.slice(index, index + 2) : chosen;
  const [first] = parts;
  if (!first || parts.length < 2) return cells;
  const text = parts.map((part) => part.text).join(first.kind === 'markdown' ? '\n\n' : '\n');
  const gone = new Set(parts.slice(1));
  return cells.flatMap((cell) => (cell === first ? [{ ...first, text }] : gone.has(cell) ? [] : [cell]));
}

export const byId = (cells: Cells): ReadonlyMap<string, Cell> =>
  new Map(cells.map((cell) => [cell.id, cell]));

const isChosen = ({ id, kind }: Cell, ids: Ids): boolean => kind !== 'notebook' && ids.has(id);

const top = (cells: Cells): number => cells.findLastIndex(({ kind }) => kind === 'notebook') + 1;
