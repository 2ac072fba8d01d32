import { getLineInfo } from 'acorn';
import type { AnyNode, ExportSpecifier, ImportDeclaration, ModuleDeclaration, Node, Statement } from 'acorn';
import { fingerprint } from './fingerprint';
import { parseCell, type SyntaxProblem } from './parse-cell';
import { remembered } from './remembered';
import { scopeOf, type Reference } from './scope';

/** A part of a cell that stands or falls together: a declaration, an imported name, or a statement with effects. */
export interface Unit {
  readonly declares: readonly string[];
  /** Offset in the cell's code. */
  readonly start: number;
  readonly references: readonly Reference[];
  readonly code: { readonly hash: string; readonly strings: readonly string[] };
  /** It may change what others see when it runs: everything that is not a declaration. */
  readonly isEffect: boolean;
  readonly imported?: { readonly specifier: string; readonly name: string };
  /** The call its value comes from: `asset` of `asset(…)`, `dg` and `AssetSpec` of `new dg.AssetSpec(…)`, `sql` of a tagged template. */
  readonly call?: { readonly name: string; readonly member?: string };
}

/** All that one cell's text says, before other cells are looked at. */
export interface CellAnalysis {
  readonly code: string;
  readonly statements: readonly (Statement | ModuleDeclaration)[];
  readonly units: readonly Unit[];
  /** Names declared at the top level, imports included. */
  readonly declares: ReadonlySet<string>;
  /** Exported name → name in the cell. A default export without a name is `default` in the cell too. */
  readonly exports: ReadonlyMap<string, string>;
  /** Names used but not declared here, each at its first use. */
  readonly references: ReadonlyMap<string, Reference>;
  /** First assignment to each name that is not declared here. */
  readonly writes: ReadonlyMap<string, Reference>;
}

/** Parses a cell's text and finds its names. Pure, and remembered by text. */
export const analyzeCell: (text: string) => CellAnalysis | SyntaxProblem = remembered((text) => {
  const parsed = parseCell(text);
  if ('problem' in parsed) return parsed;
  const { code, program } = parsed;
  const reExport = program.body.find(
    (node) => 'source' in node && node.source && node.type !== 'ImportDeclaration',
  );
  if (reExport) {
    const problem = 'A cell cannot export straight from another module';
    return { problem, remedy: 'Import the names, then export them.', ...placeOf(code, reExport.start) };
  }
  const units = program.body.flatMap(unitsOf);
  const declares = new Set(units.flatMap((unit) => unit.declares));
  const exports = new Map(program.body.flatMap(exportsOf));
  const outside = units.flatMap((unit) => unit.references).filter(({ name }) => !declares.has(name));
  return {
    code,
    statements: program.body,
    units,
    declares,
    exports,
    references: firstOfEach(outside),
    writes: firstOfEach(outside.filter(({ isWrite }) => isWrite)),
  };
});

/** Line and column, from 1, of an offset. */
export function placeOf(code: string, offset: number): { readonly line: number; readonly column: number } {
  const { line, column } = getLineInfo(code, offset);
  return { line, column: column + 1 };
}

const firstOfEach = (references: readonly Reference[]): ReadonlyMap<string, Reference> =>
  new Map(references.toReversed().map((reference) => [reference.name, reference]));

function unitsOf(node: Statement | ModuleDeclaration): readonly Unit[] {
  switch (node.type) {
    case 'ImportDeclaration':
      return importUnits(node);
    case 'ExportNamedDeclaration':
      return node.declaration ? unitsOf(node.declaration) : [unit(node)];
    case 'ExportDefaultDeclaration': {
      const { declares, ...rest } = unit(node.declaration, node.declaration);
      return [{ ...rest, declares: declares.length > 0 ? declares : ['default'] }];
    }
    case 'VariableDeclaration':
      return node.declarations.map((declarator) =>
        unit({ ...node, declarations: [declarator] } as Node, declarator.init),
      );
    case 'FunctionDeclaration':
    case 'ClassDeclaration':
      return [unit(node)];
    case 'EmptyStatement':
      return [];
    default:
      return [{ ...unit(node), isEffect: true }];
  }
}

function unit(node: Node, value?: Node | null): Unit {
  const call = value ? calledName(value) : undefined;
  return {
    ...scopeOf(node),
    start: node.start,
    code: fingerprint(node),
    isEffect: false,
    ...(call && { call }),
  };
}

function importUnits(node: ImportDeclaration): readonly Unit[] {
  const { source, specifiers } = node;
  const specifier = String(source.value);
  const make = (declares: readonly string[], name: string, isEffect: boolean): Unit => {
    const code = { hash: `import ${JSON.stringify([specifier, name])}`, strings: [] };
    return {
      declares,
      start: node.start,
      references: [],
      code,
      isEffect,
      imported: { specifier, name },
    };
  };
  if (specifiers.length === 0) return [make([], '', true)];
  return specifiers.map((part) => make([part.local.name], importedName(part), false));
}

/** The name that an import specifier takes from its module; `*` is the whole module. */
export function importedName(part: ImportDeclaration['specifiers'][number]): string {
  if (part.type === 'ImportNamespaceSpecifier') return '*';
  return part.type === 'ImportDefaultSpecifier' ? 'default' : nameOf(part.imported);
}

const nameOf = (node: ExportSpecifier['exported']): string =>
  node.type === 'Identifier' ? node.name : String(node.value);

function calledName(value: Node): Unit['call'] {
  const node = value as AnyNode;
  // sql`…`, sql({ … })`…`
  if (node.type === 'TaggedTemplateExpression')
    return node.tag.type === 'Identifier' ? { name: node.tag.name } : calledName(node.tag);
  if (node.type !== 'CallExpression' && node.type !== 'NewExpression') return undefined;
  const { callee } = node;
  if (callee.type === 'Identifier') return { name: callee.name };
  if (callee.type !== 'MemberExpression' || callee.computed) return undefined;
  const { object, property } = callee;
  if (object.type !== 'Identifier' || property.type !== 'Identifier') return undefined;
  return { name: object.name, member: property.name };
}

function exportsOf(node: Statement | ModuleDeclaration): readonly (readonly [string, string])[] {
  if (node.type === 'ExportDefaultDeclaration') {
    const named = node.declaration as { id?: { name: string } | null; type: string };
    return [['default', named.type.endsWith('Declaration') && named.id ? named.id.name : 'default']];
  }
  if (node.type !== 'ExportNamedDeclaration') return [];
  if (node.declaration) return scopeOf(node.declaration).declares.map((name) => [name, name]);
  return node.specifiers.map(({ exported, local }) => [nameOf(exported), nameOf(local)]);
}
