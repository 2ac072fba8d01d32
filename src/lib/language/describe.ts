import ts from 'typescript';
import { cellRange, placeIn, type LanguageProgram } from './language-program';
import type { Description, Range } from './language';

/** What stands at a place, as TypeScript prints it. */
export function describe(
  program: LanguageProgram,
  id: string,
  offset: number,
): (Description & Range) | undefined {
  const place = placeIn(program, id, offset);
  const info = place && program.service.getQuickInfoAtPosition(place.file, place.position);
  const range = info && cellRange(program, place.file, info.textSpan);
  if (!range) return undefined;
  const { from, to } = range;
  return { from, to, code: printed(info.displayParts), documentation: documented(info) };
}

/** Without what the notebook adds: that a name of another cell is imported, and from which module. */
export const printed = (parts: readonly ts.SymbolDisplayPart[] | undefined): string =>
  plainMessage(ts.displayPartsToString([...(parts ?? [])]))
    .replace(/^\(alias\) /, '')
    .replace(/\nimport [^\n]*$/, '');

/** A text of TypeScript's without the names of modules that only the notebook's program has. */
export const plainMessage = (text: string): string =>
  text.replace(/import\("\/(?:cells|packages|scope)[^"]*"\)\./g, '');

/** Documentation and its tags as Markdown. */
export function documented({
  documentation,
  tags,
}: {
  readonly documentation?: readonly ts.SymbolDisplayPart[];
  readonly tags?: readonly ts.JSDocTagInfo[];
}): string {
  const told = (tags ?? []).map(({ name, text }) => `*@${name}* ${plainText(text)}`.trimEnd());
  return [plainText(documentation), ...told].filter((part) => part !== '').join('\n\n');
}

export const plainText = (parts: readonly ts.SymbolDisplayPart[] | undefined): string =>
  ts.displayPartsToString([...(parts ?? [])]);
