import type { Cells } from './cell-edits';
import type { Cell } from './notebook';

/** The level, 1 to 6, of the heading that a markdown cell begins with; `undefined` where it begins otherwise. */
export function headingLevel({ kind, text }: Cell): number | undefined {
  return kind === 'markdown' ? /^\s*(#{1,6})[ \t]/.exec(text)?.[1]?.length : undefined;
}

/** The heading whose section a cell is in: its own where it is one, else the nearest above. */
export function headingOf(cells: Cells, id: string): Cell | undefined {
  const index = cells.findIndex((cell) => cell.id === id);
  return cells.slice(0, index + 1).findLast((cell) => headingLevel(cell) !== undefined);
}

/**
 * The cells that folded headings hide, each with the outermost of them: a section goes on to the next heading of its
 * own level or above.
 */
export function foldedCells(cells: Cells, folded: ReadonlySet<string>): ReadonlyMap<string, string> {
  const hidden = new Map<string, string>();
  let fold: { readonly id: string; readonly level: number } | undefined;
  for (const cell of cells) {
    const level = headingLevel(cell);
    if (fold && level !== undefined && level <= fold.level) fold = undefined;
    if (fold) hidden.set(cell.id, fold.id);
    else if (level !== undefined && folded.has(cell.id)) fold = { id: cell.id, level };
  }
  return hidden;
}
