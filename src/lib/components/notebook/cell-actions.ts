import type { Cell } from '../../notebook/notebook';

/** What a user does to a cell as a whole, as data: each has an inverse, which is what undo applies. */
export type CellAction =
  /** `after`: id of the cell it comes behind; absent, it comes first. */
  | { readonly type: 'insert'; readonly cell: Cell; readonly after?: string }
  | { readonly type: 'remove'; readonly id: string }
  | { readonly type: 'move'; readonly id: string; readonly after?: string }
  | { readonly type: 'change'; readonly id: string; readonly change: Pick<Partial<Cell>, 'kind' | 'hide'> };

export interface Applied {
  readonly cells: readonly Cell[];
  readonly inverse: CellAction;
}

/** Applies an action. `undefined` where its cell is gone, e.g. because another tab deleted it. */
export function applyCellAction(cells: readonly Cell[], action: CellAction): Applied | undefined {
  if (action.type === 'insert')
    return {
      cells: placed(cells, action.cell, action.after),
      inverse: { type: 'remove', id: action.cell.id },
    };

  const index = cells.findIndex((cell) => cell.id === action.id);
  const cell = cells[index];
  if (!cell) return undefined;
  const others = cells.toSpliced(index, 1);
  const after = cells[index - 1]?.id;
  switch (action.type) {
    case 'remove':
      return { cells: others, inverse: { type: 'insert', cell, after } };
    case 'move':
      return {
        cells: placed(others, cell, action.after),
        inverse: { type: 'move', id: cell.id, after },
      };
    case 'change': {
      const before = { kind: cell.kind, hide: cell.hide };
      return {
        cells: cells.with(index, { ...cell, ...action.change }),
        inverse: { type: 'change', id: cell.id, change: before },
      };
    }
  }
}

/** The cells with one more, behind `after`; at the end where `after` is not there any more. */
function placed(cells: readonly Cell[], cell: Cell, after: string | undefined): readonly Cell[] {
  if (after === undefined) return [cell, ...cells];
  const index = cells.findIndex(({ id }) => id === after);
  return index < 0 ? [...cells, cell] : cells.toSpliced(index + 1, 0, cell);
}

/** Where a cell comes to stand when it moves one place up or down; `undefined` at the end and below the header. */
export function oneStep(
  cells: readonly Cell[],
  id: string,
  direction: 'up' | 'down',
): CellAction | undefined {
  const index = cells.findIndex((cell) => cell.id === id);
  const neighbour = cells[direction === 'up' ? index - 1 : index + 1];
  if (index < 0 || !neighbour || [cells[index], neighbour].some((cell) => cell?.kind === 'notebook'))
    return undefined;
  return { type: 'move', id, after: direction === 'up' ? cells[index - 2]?.id : neighbour.id };
}
