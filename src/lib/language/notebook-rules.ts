import ts from 'typescript';
import type { Problem } from './language';
import type { CellFile, NotebookFiles } from './notebook-files';

/** The rules that a notebook has beyond those of TypeScript: a name belongs to one cell, and cells see each other. */
export function ruleProblems(files: NotebookFiles, cell: CellFile): readonly Problem[] {
  return [...duplicateNames(files, cell), ...leakedNames(cell), ...earlyUses(files, cell)];
}

function duplicateNames(files: NotebookFiles, cell: CellFile): readonly Problem[] {
  return [...cell.names.shared].flatMap((name): readonly Problem[] => {
    const [owner, declared] = [files.owners.get(name), cell.names.declared.get(name)];
    // Types are gone when cells run: each cell may have its own.
    if (!owner || owner === cell || !declared || declared.isType) return [];
    if (owner.names.declared.get(name)?.isType) return [];
    const { from, to, isImport } = declared;
    return [{ rule: 'duplicateName', severity: 'error', from, to, name, owner: owner.id, isImport }];
  });
}

function leakedNames({ names }: CellFile): readonly Problem[] {
  return [...names.declared].flatMap(([name, { from, to, leaks }]): readonly Problem[] =>
    leaks ? [{ rule: 'leakedName', severity: 'warning', from, to, name }] : [],
  );
}

/** Where a cell, when it runs, needs at once what a cell further down defines. */
function earlyUses(files: NotebookFiles, cell: CellFile): readonly Problem[] {
  const below = [...cell.names.words].filter((name) => {
    const owner = files.ownerFor(cell, name);
    return owner && files.indexOf(owner) > files.indexOf(cell) && !isDeclaredType(owner, name);
  });
  if (below.length === 0) return [];
  const wanted = new Set(below);
  return immediateUses(cell.text)
    .filter((node) => wanted.delete(node.text))
    .map((node) => ({
      rule: 'usedBeforeDefinition',
      severity: 'info',
      from: node.end - node.text.length,
      to: node.end,
      name: node.text,
      owner: files.ownerFor(cell, node.text)!.id,
    }));
}

const isDeclaredType = ({ names }: CellFile, name: string) => names.declared.get(name)?.isType === true;

/** Names that are evaluated when the text runs, not only when a function of it is called. */
function immediateUses(text: string): readonly ts.Identifier[] {
  const uses: ts.Identifier[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isFunctionLike(node) || ts.isTypeNode(node) || ts.isImportDeclaration(node)) return;
    if (ts.isPropertyAccessExpression(node)) return visit(node.expression);
    if (ts.isPropertyAssignment(node)) return visit(node.initializer);
    if (ts.isInterfaceDeclaration(node) || ts.isTypeAliasDeclaration(node)) return;
    if (ts.isIdentifier(node)) uses.push(node);
    ts.forEachChild(node, visit);
  };
  visit(ts.createSourceFile('cell.ts', text, ts.ScriptTarget.ESNext));
  return uses;
}
