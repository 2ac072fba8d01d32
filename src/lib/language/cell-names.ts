import ts from 'typescript';

/** A name that a cell's top level declares, at its first declaration. */
export interface DeclaredName {
  /** Where the name itself stands. */
  readonly from: number;
  readonly to: number;
  readonly isImport: boolean;
  /** It is a type only, of which nothing is left when the cell runs. */
  readonly isType: boolean;
  /** A `var` inside a loop or block. */
  readonly leaks: boolean;
}

/** The names of a cell, as far as others can see them or it can see those of others. */
export interface CellNames {
  /** Everything that its top level declares. */
  readonly declared: ReadonlyMap<string, DeclaredName>;
  /** Those that already carry `export`. */
  readonly exported: ReadonlySet<string>;
  /** What other cells see: no name that begins with `_` and is not exported. */
  readonly shared: ReadonlySet<string>;
  /** Every word that may be the use of a name. */
  readonly words: ReadonlySet<string>;
}

const word = /[\p{ID_Start}$_][\p{ID_Continue}$]*/gu;

/** Reads the names of a text, which need not be a program: TypeScript's parser makes the best of it. */
export function cellNames(text: string): CellNames {
  const file = ts.createSourceFile('cell.ts', text, ts.ScriptTarget.ESNext);
  const declared = new Map<string, DeclaredName>();
  const exported = new Set<string>();
  const renamed = new Set<string>();

  const declare = (name: ts.Identifier, more: Partial<DeclaredName> = {}) => {
    if (name.text === '' || declared.has(name.text)) return;
    const range = { from: name.getStart(file), to: name.end };
    declared.set(name.text, { ...range, isImport: false, isType: false, leaks: false, ...more });
  };
  const declareBinding = (name: ts.BindingName, more?: Partial<DeclaredName>): void => {
    if (ts.isIdentifier(name)) return declare(name, more);
    for (const element of name.elements) if (ts.isBindingElement(element)) declareBinding(element.name, more);
  };
  const declareVars = (node: ts.Node): void => {
    if (ts.isFunctionLike(node) || ts.isClassLike(node) || ts.isModuleDeclaration(node)) return;
    if (ts.isVariableDeclarationList(node) && !(node.flags & ts.NodeFlags.BlockScoped))
      for (const { name } of node.declarations) declareBinding(name, { leaks: true });
    ts.forEachChild(node, declareVars);
  };

  for (const node of file.statements) {
    const before = new Set(declared.keys());
    if (ts.isVariableStatement(node)) {
      for (const { name } of node.declarationList.declarations) declareBinding(name);
    } else if (ts.isImportDeclaration(node)) {
      for (const name of importedNames(node)) declare(name, { isImport: true });
    } else if (isNamedDeclaration(node)) {
      const isType = ts.isInterfaceDeclaration(node) || ts.isTypeAliasDeclaration(node);
      if (node.name && ts.isIdentifier(node.name)) declare(node.name, { isType });
    } else if (ts.isExportDeclaration(node)) {
      if (node.moduleSpecifier || !node.exportClause || !ts.isNamedExports(node.exportClause)) continue;
      for (const { name, propertyName } of node.exportClause.elements) {
        exported.add((propertyName ?? name).text);
        if (propertyName && name.text !== 'default') renamed.add(name.text);
      }
    } else {
      declareVars(node);
    }
    if (isExported(node)) for (const name of declared.keys()) if (!before.has(name)) exported.add(name);
  }
  const visible = [...declared.keys()].filter((name) => !name.startsWith('_') || exported.has(name));
  return {
    declared,
    exported,
    shared: new Set([...visible, ...renamed]),
    words: new Set(text.match(word)),
  };
}

function importedNames({ importClause }: ts.ImportDeclaration): readonly ts.Identifier[] {
  const { name, namedBindings } = importClause ?? {};
  const named = !namedBindings
    ? []
    : ts.isNamespaceImport(namedBindings)
      ? [namedBindings.name]
      : namedBindings.elements.map((element) => element.name);
  return name ? [name, ...named] : named;
}

const isNamedDeclaration = (node: ts.Statement) =>
  ts.isFunctionDeclaration(node) ||
  ts.isClassDeclaration(node) ||
  ts.isInterfaceDeclaration(node) ||
  ts.isTypeAliasDeclaration(node) ||
  ts.isEnumDeclaration(node) ||
  ts.isModuleDeclaration(node);

/** Under its own name, which a default export is not. */
function isExported(node: ts.Statement): boolean {
  const kinds = ts.canHaveModifiers(node) ? ts.getModifiers(node)?.map(({ kind }) => kind) : [];
  return (
    kinds?.includes(ts.SyntaxKind.ExportKeyword) === true && !kinds.includes(ts.SyntaxKind.DefaultKeyword)
  );
}
