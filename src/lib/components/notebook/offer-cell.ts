import type { FileDescription } from '../../artifacts/formats/describe-file';
import { newCell } from '../../notebook/cell';
import { insertCells } from '../../notebook/cell-edits';
import type { NotebookContext } from './notebook-context';
import { readingCode } from './reading-code';

/** Names that the cells declare at their top level, as far as their text shows them; more than those does no harm. */
const declared = (text: string): readonly string[] =>
  [
    ...text.matchAll(/\b(?:const|let|var|function|class|import)\s+([\p{ID_Start}$_][\p{ID_Continue}$]*)/gu),
  ].map(([, name]) => name!);

const importsAsset = /import\s*\{[^}]*\basset\b[^}]*\}\s*from\s*["']dagbook["']/;

/** Inserts a cell that reads the file behind the selected one, and selects it. `false`: nothing is known of the file. */
export function insertReader({ open, focus }: NotebookContext, path: string, file: FileDescription): boolean {
  const code = open.cells.filter(({ kind }) => kind === 'code').map(({ text }) => text);
  const text = readingCode(path, file, {
    taken: new Set(code.flatMap(declared)),
    imports: !code.some((each) => importsAsset.test(each)),
  });
  if (text === undefined) return false;
  const cell = { ...newCell('code'), text };
  open.act((cells) => insertCells(cells, [cell], focus.selected ?? cells.at(-1)?.id));
  focus.select(cell.id, 'center');
  return true;
}
