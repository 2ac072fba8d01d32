import MagicString from 'magic-string';
import type { Node } from 'acorn';
import { importedName, placeOf, type CellAnalysis } from './cell-analysis';
import { childrenOf } from './scope';

/** The module text of a cell, but for what other cells decide. */
export interface CellModule {
  readonly code: string;
  readonly prologue: number;
  /** Specifiers of all imports, those of `import("…")` too. */
  readonly imports: readonly string[];
}

/**
 * A cell as the text of an ES module (the shape is told at `CompiledCell`). Exports lose their keyword, imports become
 * `await importModule(…)` before the first line; every line stays on its number.
 */
export function cellModule(
  { code, statements }: CellAnalysis,
  uses: readonly string[],
  defs: ReadonlyMap<string, string>,
  label: string,
): CellModule {
  // Names that the cell does not have.
  let sign = '$';
  while (code.includes(sign)) sign += '$';
  const [scope, importModule, defaultName] = [`${sign}s`, `${sign}i`, `${sign}d`];
  const text = new MagicString(code);
  const heads: string[] = [];
  const imports: string[] = [];

  for (const node of statements) {
    if (node.type === 'ImportDeclaration') {
      const specifier = String(node.source.value);
      imports.push(specifier);
      heads.push(
        importHead(
          node.specifiers,
          (names) => `await ${importModule}(${JSON.stringify(specifier)}${names});`,
          placeOf(code, node.start).line,
        ),
      );
      blank(text, node);
    } else if (node.type === 'ExportNamedDeclaration') {
      if (node.declaration) blank(text, { start: node.start, end: node.declaration.start }, '');
      else blank(text, node);
    } else if (node.type === 'ExportDefaultDeclaration') {
      const { declaration } = node;
      const isNamed = 'id' in declaration && declaration.id && declaration.type.endsWith('Declaration');
      blank(text, { start: node.start, end: declaration.start }, isNamed ? '' : `const ${defaultName}=`);
      if (!isNamed) text.appendLeft(declaration.end, ';');
    }
    for (const call of code.includes('import') ? importCalls(node) : []) {
      text.overwrite(call.start, call.start + 'import'.length, importModule);
      if (call.source.type === 'Literal') imports.push(String(call.source.value));
    }
  }
  const used = uses.length > 0 ? `const {${uses.join(',')}}=${scope};` : '';
  const head = `export default async(${scope},${importModule})=>{${used}${heads.join('')}`;
  const values = [...defs].map(
    ([name, local]) => `${JSON.stringify(name)}:${local === 'default' ? defaultName : local}`,
  );
  return {
    code: `${head}${text.toString()}\n;return {${values.join(',')}};};\n//# sourceURL=notebook:///${label}.ts\n`,
    prologue: head.length,
    imports: [...new Set(imports)],
  };
}

type Specifiers = Parameters<typeof importedName>[0][];

/** `importing` is the call that imports the module, given further arguments: what it must export, and its line. */
function importHead(specifiers: Specifiers, importing: (further: string) => string, line: number): string {
  const whole = specifiers.find((part) => importedName(part) === '*');
  const named = specifiers.filter((part) => part !== whole);
  const wanted = named.map((part) => JSON.stringify(importedName(part)));
  const isPlain = wanted.length === 0 && line === 1;
  const value = importing(isPlain ? '' : `,[${wanted.join(',')}]${line === 1 ? '' : `,${line}`}`);
  if (specifiers.length === 0) return value;
  const names = named.map((part, at) => `${wanted[at]}:${part.local.name}`);
  const rest = `const {${names.join(',')}}=`;
  if (!whole) return rest + value;
  return `const ${whole.local.name}=${value}${named.length > 0 ? `${rest}${whole.local.name};` : ''}`;
}

/** Takes text away but for its line ends. */
function blank(text: MagicString, { start, end }: { start: number; end: number }, instead = ';'): void {
  const lines = text.original.slice(start, end).replace(/[^\n\r\u2028\u2029]/g, '');
  text.overwrite(start, end, lines + instead);
}

function importCalls(node: Node): readonly (Node & { source: { type: string; value?: unknown } })[] {
  const inside = childrenOf(node).flatMap(importCalls);
  return node.type === 'ImportExpression' ? [node as never, ...inside] : inside;
}
