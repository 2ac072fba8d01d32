import type { FileDescription } from '../../artifacts/formats/describe-file';
import { isEmpty, newCell } from '../../notebook/cell';
import { changeCells, insertCells } from '../../notebook/cell-edits';
import { oneCell } from './cell-range';
import type { NotebookContext } from './notebook-context';
import { readingCode } from './reading-code';

/** Names that the cells declare at their top level, as far as their text shows them; more than those does no harm. */
const declared = (text: string): readonly string[] =>
  [
    ...text.matchAll(/\b(?:const|let|var|function|class|import)\s+([\p{ID_Start}$_][\p{ID_Continue}$]*)/gu),
  ].map(([, name]) => name!);

const importsAsset = /import\s*\{[^}]*\basset\b[^}]*\}\s*from\s*["']dagbook["']/;

/**
 * Inserts a cell that reads the file behind the selected one, or in its place where it is empty, and selects it.
 * `false`: nothing is known of the file.
 */
export function insertReader({ open, focus }: NotebookContext, path: string, file: FileDescription): boolean {
  const code = open.cells.filter(({ kind }) => kind === 'code').map(({ text }) => text);
  const text = readingCode(path, file, {
    taken: new Set(code.flatMap(declared)),
    imports: !code.some((each) => importsAsset.test(each)),
  });
  if (text === undefined) return false;
  const before = open.cells.find(({ id }) => id === focus.selected) ?? open.cells.at(-1);
  const cell = before && isEmpty(before) ? before : newCell('code');
  open.act((cells) =>
    cell === before
      ? changeCells(cells, oneCell(cell.id), { text })
      : insertCells(cells, [{ ...cell, text }], before?.id),
  );
  focus.select(cell.id, 'center');
  return true;
}
