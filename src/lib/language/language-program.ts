import type ts from 'typescript';
import type { CellChange, CellRange, TextChange } from './language';
import type { CellFile, NotebookFiles } from './notebook-files';
import type { PackageFiles } from './package-files';

/** The notebook's files and TypeScript over them: what every question is answered from. */
export interface LanguageProgram {
  readonly files: NotebookFiles;
  readonly packages: PackageFiles;
  readonly service: ts.LanguageService;
}

/** A place in a cell, as TypeScript counts it. */
export interface ProgramPlace {
  readonly cell: CellFile;
  readonly file: string;
  readonly position: number;
}

/** The place of an offset, in the cell that is from now on the one that is written; `undefined` where it is gone. */
export function placeIn({ files }: LanguageProgram, id: string, offset: number): ProgramPlace | undefined {
  const cell = files.write(id);
  if (!cell || offset < 0 || offset > cell.text.length) return undefined;
  return { cell, file: cell.file, position: files.toFile(cell, offset) };
}

/** A span of TypeScript's in the text of its cell. */
export const cellRange = (
  { files }: LanguageProgram,
  file: string,
  { start, length }: ts.TextSpan,
): CellRange | undefined => files.toCell(file, start, length);

/** Changes that belong together, cell by cell. `undefined` where one of them is about no text of a cell. */
export function cellChanges(
  program: LanguageProgram,
  changes: readonly ts.FileTextChanges[],
): readonly CellChange[] | undefined {
  const byCell = new Map<string, TextChange[]>();
  for (const { fileName, textChanges } of changes) {
    for (const { span, newText } of textChanges) {
      const range = cellRange(program, fileName, span);
      if (!range) return undefined;
      const own = byCell.get(range.cell) ?? [];
      own.push({ from: range.from, to: range.to, insert: newText });
      byCell.set(range.cell, own);
    }
  }
  return [...byCell].map(([cell, own]) => ({ cell, changes: own.sort((a, b) => a.from - b.from) }));
}
