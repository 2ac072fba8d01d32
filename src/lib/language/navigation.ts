import type { CellRange, Range } from './language';
import { cellRange, placeIn, type LanguageProgram } from './language-program';

/** Where a name comes from, as far as that is in a cell. */
export function definition(program: LanguageProgram, id: string, offset: number): readonly CellRange[] {
  const place = placeIn(program, id, offset);
  const found = place && program.service.getDefinitionAtPosition(place.file, place.position);
  return (found ?? []).flatMap(({ fileName, textSpan }) => cellRange(program, fileName, textSpan) ?? []);
}

/** Every use of a name in the notebook, its definition included, in the notebook's order. */
export function references(program: LanguageProgram, id: string, offset: number): readonly CellRange[] {
  const place = placeIn(program, id, offset);
  const found = place && program.service.getReferencesAtPosition(place.file, place.position);
  const { files } = program;
  const ranges = (found ?? []).flatMap(({ fileName, textSpan }) => {
    const cell = files.cellOfFile(fileName);
    const range = cellRange(program, fileName, textSpan);
    return cell && range ? [{ index: files.indexOf(cell), range }] : [];
  });
  return ranges.sort((a, b) => a.index - b.index || a.range.from - b.range.from).map(({ range }) => range);
}

export function nameAt(
  program: LanguageProgram,
  id: string,
  offset: number,
): (Range & { readonly name: string }) | undefined {
  const place = placeIn(program, id, offset);
  const info = place && program.service.getRenameInfo(place.file, place.position, {});
  const range = info?.canRename && cellRange(program, place!.file, info.triggerSpan);
  if (!range || !info.canRename) return undefined;
  const isOwn = program.service
    .getDefinitionAtPosition(place!.file, place!.position)
    ?.some(({ fileName }) => program.files.cellOfFile(fileName));
  return isOwn ? { from: range.from, to: range.to, name: info.displayName } : undefined;
}
