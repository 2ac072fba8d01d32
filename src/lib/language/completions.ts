import ts from 'typescript';
import { exportsOf, importEdit } from './imports';
import { documented, printed } from './describe';
import type { CompletionItem, Completions, ItemDetails } from './language';
import { placeIn, type LanguageProgram, type ProgramPlace } from './language-program';

/** The module whose names are offered before they are imported. */
const offered = 'dagbook';

/** The rank of what would have to be imported: behind everything that is there. */
const importRank = 16;

/** What can stand at a place of a cell, names of other cells and names to import from `dagbook` included. */
export function completions(program: LanguageProgram, id: string, offset: number): Completions | undefined {
  const place = placeIn(program, id, offset);
  const found = place && program.service.getCompletionsAtPosition(place.file, place.position, undefined);
  if (!found) return undefined;
  const { text } = place.cell;
  const word = /[\p{ID_Continue}$]*$/u.exec(text.slice(0, offset))![0];
  const items = found.entries.map(itemOf);
  const known = new Set(items.map(({ label }) => label));
  // Only where a name of the outermost scope could stand: no property, no text.
  if (known.has('Array')) items.push(...importable(program, known));
  return { from: offset - word.length, to: offset, items };
}

function itemOf({ name, kind, sortText, kindModifiers }: ts.CompletionEntry): CompletionItem {
  return {
    label: name,
    // What another cell shares is an import only for TypeScript.
    kind: kind === ts.ScriptElementKind.alias ? ts.ScriptElementKind.constElement : kind,
    rank: Number.parseInt(sortText, 10) || importRank,
    ...(kindModifiers?.includes('deprecated') && { isDeprecated: true }),
  };
}

function importable(program: LanguageProgram, known: ReadonlySet<string>): readonly CompletionItem[] {
  return [...exportsOf(program, offered).keys()]
    .filter((label) => !known.has(label))
    .map((label) => ({
      label,
      kind: /^[a-z]/.test(label) ? ts.ScriptElementKind.functionElement : ts.ScriptElementKind.classElement,
      rank: importRank,
      source: offered,
    }));
}

export function itemDetails(
  program: LanguageProgram,
  id: string,
  offset: number,
  { label, source }: CompletionItem,
): ItemDetails | undefined {
  const place = placeIn(program, id, offset);
  if (!place) return undefined;
  if (source !== undefined) return importDetails(program, place, source, label);
  const { file, position } = place;
  const details = program.service.getCompletionEntryDetails(
    file,
    position,
    label,
    undefined,
    undefined,
    undefined,
    undefined,
  );
  return details && { code: printed(details.displayParts), documentation: documented(details), edits: [] };
}

function importDetails(
  program: LanguageProgram,
  { cell }: ProgramPlace,
  source: string,
  name: string,
): ItemDetails | undefined {
  const symbol = exportsOf(program, source).get(name);
  if (!symbol) return undefined;
  const checker = program.service.getProgram()!.getTypeChecker();
  const documentation = symbol.getDocumentationComment(checker);
  return {
    code: `import { ${name} } from "${source}"`,
    documentation: documented({ documentation, tags: symbol.getJsDocTags(checker) }),
    edits: [importEdit(program, cell, source, name)],
  };
}
