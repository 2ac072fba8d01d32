import ts from 'typescript';
import type { Renaming } from './language';
import { cellChanges, cellRange, placeIn, type LanguageProgram } from './language-program';
import type { CellFile } from './notebook-files';

type Locations = readonly ts.RenameLocation[];

/** Renames a name in every cell that uses it; where an object or an export says it in short, what they say stays. */
export function rename(program: LanguageProgram, id: string, offset: number, newName: string): Renaming {
  if (!isName(newName)) return { refused: 'noName' };
  const place = placeIn(program, id, offset);
  const found = place ? locations(program, place.file, place.position) : [];
  const name = found[0] && nameIn(program, found[0]);
  if (!place || name === undefined || name === newName) return { changes: [] };
  const owner = ownerOf(program, place.cell, name, found);
  const everywhere = owner ? sharedLocations(program, owner, name) : found;
  if (owner && isTaken(program, everywhere, newName)) return { refused: 'taken' };
  const changes = everywhere.flatMap(({ fileName, textSpan, prefixText = '', suffixText = '' }) =>
    cellRange(program, fileName, textSpan)
      ? [{ fileName, textChanges: [{ span: textSpan, newText: prefixText + newName + suffixText }] }]
      : [],
  );
  return { changes: cellChanges(program, changes) ?? [] };
}

/** Whether a text can be the name of something. */
export function isName(text: string): boolean {
  const scanner = ts.createScanner(ts.ScriptTarget.ESNext, false, ts.LanguageVariant.Standard, text);
  const token = scanner.scan();
  const isReserved = token >= ts.SyntaxKind.FirstKeyword && token <= ts.SyntaxKind.LastFutureReservedWord;
  return scanner.isIdentifier() && !isReserved && scanner.getTokenEnd() === text.length;
}

const locations = ({ service }: LanguageProgram, file: string, position: number): Locations =>
  service.findRenameLocations(file, position, false, false, { providePrefixAndSuffixTextForRename: true }) ??
  [];

const nameIn = ({ files }: LanguageProgram, { fileName, textSpan }: ts.RenameLocation): string | undefined =>
  files.moduleOf(fileName)?.text.substr(textSpan.start, textSpan.length);

/** The cell at whose top level the name is declared, if it is that one and not a local one that is called the same. */
function ownerOf(
  program: LanguageProgram,
  cell: CellFile,
  name: string,
  found: Locations,
): CellFile | undefined {
  const { files } = program;
  const declared = cell.names.declared.get(name);
  const stands = (from: number) => found.some(({ textSpan }) => textSpan.start === from);
  if (declared) return stands(files.toFile(cell, declared.from)) ? cell : undefined;
  return found.some(({ textSpan }) => textSpan.start < files.toFile(cell, 0))
    ? files.ownerFor(cell, name)
    : undefined;
}

/** TypeScript stops where a module imports the name, so each cell that does is asked for itself. */
function sharedLocations(program: LanguageProgram, owner: CellFile, name: string): Locations {
  const { files } = program;
  const own = locations(program, owner.file, files.toFile(owner, owner.names.declared.get(name)!.from));
  const others = files.cells.filter(
    (cell) => cell.names.words.has(name) && files.ownerFor(cell, name) === owner,
  );
  return [
    ...own.filter(({ fileName }) => fileName === owner.file),
    ...others.flatMap(({ file }) => locations(program, file, importedAt(program, file, name))),
  ];
}

/** Where the module of a cell imports a name of another cell. */
function importedAt({ files }: LanguageProgram, file: string, name: string): number {
  const { text, prologue } = files.moduleOf(file)!;
  const list = text.slice(0, prologue).replace(/[,{}]/g, ' ');
  return list.indexOf(` ${name} `) + 1;
}

function isTaken({ files }: LanguageProgram, everywhere: Locations, newName: string): boolean {
  const cells = new Set(everywhere.flatMap(({ fileName }) => files.cellOfFile(fileName) ?? []));
  return files.owners.has(newName) || [...cells].some(({ names }) => names.words.has(newName));
}
