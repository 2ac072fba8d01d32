import ts from 'typescript';
import type { CellChange } from './language';
import type { LanguageProgram } from './language-program';
import type { CellFile } from './notebook-files';
import { packageFile } from './typescript-host';

/** What can be imported from a module, types included. */
export function exportsOf({ service }: LanguageProgram, specifier: string): readonly ts.Symbol[] {
  const program = service.getProgram();
  const file = program?.getSourceFile(packageFile(specifier));
  const checker = program?.getTypeChecker();
  const module = file && checker?.getSymbolAtLocation(file);
  return module ? checker!.getExportsOfModule(module) : [];
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
  const symbol = exportsOf(program, specifier).find((found) => found.name === name);
  const isType = symbol !== undefined && !(resolvedFlags(program, symbol) & ts.SymbolFlags.Value);
  const written = isType ? `type ${name}` : name;
  for (const { id, text } of [cell, ...program.files.cells]) {
    const at = endOfImport(text, specifier);
    if (at) return { cell: id, changes: [{ from: at.offset, to: at.offset, insert: at.before + written }] };
  }
  const insert = `import { ${written} } from ${JSON.stringify(specifier)};\n`;
  return { cell: cell.id, changes: [{ from: 0, to: 0, insert }] };
}

function resolvedFlags({ service }: LanguageProgram, symbol: ts.Symbol): ts.SymbolFlags {
  const isAlias = symbol.flags & ts.SymbolFlags.Alias;
  return isAlias ? service.getProgram()!.getTypeChecker().getAliasedSymbol(symbol).flags : symbol.flags;
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
