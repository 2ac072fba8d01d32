import ts from 'typescript';
import type { CellChange } from './language';
import type { LanguageProgram } from './language-program';
import type { CellFile } from './notebook-files';

/** What can be imported from a module, types included: name → what it is where it is declared. */
export function exportsOf(
  { service, packages }: LanguageProgram,
  specifier: string,
): ReadonlyMap<string, ts.Symbol> {
  const program = service.getProgram();
  const entry = packages.entry(specifier);
  const file = entry === undefined ? undefined : program?.getSourceFile(entry);
  const checker = program?.getTypeChecker();
  const module = file && checker?.getSymbolAtLocation(file);
  const exported = module ? checker!.getExportsOfModule(module) : [];
  return new Map(
    exported.map((symbol) => [
      symbol.name,
      symbol.flags & ts.SymbolFlags.Alias ? checker!.getAliasedSymbol(symbol) : symbol,
    ]),
  );
}

/**
 * How `cell` gets at a name of a module: it joins the first import of that module, its own before those of other
 * cells; where there is none, the cell begins with one.
 */
export function importEdit(
  program: LanguageProgram,
  cell: CellFile,
  specifier: string,
  name: string,
): CellChange {
  const symbol = exportsOf(program, specifier).get(name);
  const isType = symbol !== undefined && !(symbol.flags & ts.SymbolFlags.Value);
  const written = isType ? `type ${name}` : name;
  for (const { id, text } of [cell, ...program.files.cells]) {
    const at = endOfImport(text, specifier);
    if (at) return { cell: id, changes: [{ from: at.offset, to: at.offset, insert: at.before + written }] };
  }
  const insert = `import { ${written} } from ${JSON.stringify(specifier)};\n`;
  return { cell: cell.id, changes: [{ from: 0, to: 0, insert }] };
}

/** Where one more name goes in a text's `import { … } from "specifier"`, and what stands between it and the last one. */
function endOfImport(
  text: string,
  specifier: string,
): { readonly offset: number; readonly before: string } | undefined {
  if (!text.includes(specifier)) return undefined;
  const file = ts.createSourceFile('cell.ts', text, ts.ScriptTarget.ESNext);
  for (const node of file.statements) {
    if (!ts.isImportDeclaration(node) || !ts.isStringLiteral(node.moduleSpecifier)) continue;
    const bindings = node.importClause?.namedBindings;
    if (node.moduleSpecifier.text !== specifier || node.importClause?.phaseModifier) continue;
    if (!bindings || !ts.isNamedImports(bindings)) continue;
    const last = bindings.elements.at(-1);
    return last ? { offset: last.end, before: ', ' } : { offset: bindings.getStart(file) + 1, before: ' ' };
  }
  return undefined;
}

/** Takes a name out of its import, with the whole import where it is the only one. */
export function removedImport(cell: CellFile, name: string): CellChange {
  const file = ts.createSourceFile('cell.ts', cell.text, ts.ScriptTarget.ESNext);
  const change = (from: number, to: number): CellChange => ({
    cell: cell.id,
    changes: [{ from, to, insert: '' }],
  });
  for (const node of file.statements) {
    if (!ts.isImportDeclaration(node)) continue;
    const whole = () => change(node.getStart(file), node.end + (cell.text[node.end] === '\n' ? 1 : 0));
    const { name: standard, namedBindings } = node.importClause ?? {};
    const elements = namedBindings && ts.isNamedImports(namedBindings) ? namedBindings.elements : [];
    const index = elements.findIndex((element) => element.name.text === name);
    if (index >= 0 && elements.length === 1 && !standard) return whole();
    const [before, element, next] = [elements[index - 1], elements[index], elements[index + 1]];
    if (element && next) return change(element.getStart(file), next.getStart(file));
    if (element) return change(before?.end ?? element.getStart(file), element.end);
    const isOnly = !standard || !namedBindings;
    const isOther =
      standard?.text === name ||
      (namedBindings && !ts.isNamedImports(namedBindings) && namedBindings.name.text === name);
    if (isOther && isOnly) return whole();
  }
  return { cell: cell.id, changes: [] };
}
