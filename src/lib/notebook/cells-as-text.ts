import type { Cells } from './cell-edits';
import { newCell } from './cell';
import { readNotebook } from './read-notebook';
import { writeNotebook } from './write-notebook';

/** Cells as they travel between notebooks: a `.nb.ts` text without a header, which any editor shows. */
export const cellsAsText = (cells: Cells): string => writeNotebook({ preamble: '', cells });

/**
 * The cells that a text holds; one code cell where it is not cut into cells. They get ids of their own where theirs
 * are taken, and lose a name that is.
 */
export function cellsFromText(text: string, present: Cells, newId: () => string): Cells {
  const lines = text.replaceAll('\r\n', '\n');
  const read = readNotebook(lines).cells.filter(({ kind }) => kind !== 'notebook');
  const cells =
    read.length > 0 || lines.trim() === '' ? read : [{ ...newCell('code', newId()), text: lines.trimEnd() }];
  const ids = new Set(present.map(({ id }) => id));
  const names = new Set(present.map(({ name }) => name));
  return cells.map(({ name, ...cell }) => ({
    ...cell,
    id: ids.has(cell.id) ? newId() : cell.id,
    ...(name !== undefined && !names.has(name) && { name }),
  }));
}
