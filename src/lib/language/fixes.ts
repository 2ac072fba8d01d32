import ts from 'typescript';
import { exportsOf, importEdit, removedImport } from './imports';
import type { CellChange, Fix, Problem, TextChange } from './language';
import { cellChanges, type LanguageProgram } from './language-program';
import { definitionFirst } from './definition-first';
import type { CellFile } from './notebook-files';
import { rename } from './rename';

/** Ways out of a problem of a cell, the best first. */
export function fixesOf(program: LanguageProgram, cell: CellFile, problem: Problem): readonly Fix[] {
  switch (problem.rule) {
    case 'typescript':
      return typescriptFixes(program, cell, problem);
    case 'duplicateName':
      return problem.isImport && ownerImports(program, problem)
        ? [{ kind: 'removeImport', edits: [removedImport(cell, problem.name)] }]
        : duplicateFixes(program, cell, problem);
    case 'leakedName':
      return letInstead(cell, problem);
    case 'usedBeforeDefinition':
      return [{ kind: 'moveCell', cell: cell.id, after: problem.owner }];
  }
}

type TypescriptProblem = Extract<Problem, { rule: 'typescript' }>;
type DuplicateName = Extract<Problem, { rule: 'duplicateName' }>;

const ownerImports = ({ files }: LanguageProgram, { owner, name }: DuplicateName): boolean =>
  files.cell(owner)?.names.declared.get(name)?.isImport === true;

const cannotFindName = [2304, 2552];
const usedBeforeDeclaration = [2448, 2449];

function typescriptFixes(
  program: LanguageProgram,
  cell: CellFile,
  problem: TypescriptProblem,
): readonly Fix[] {
  const { files, service } = program;
  const name = cell.text.slice(problem.from, problem.to);
  const isOffered = cannotFindName.includes(problem.code) && exportsOf(program, 'dagbook').has(name);
  const found = service.getCodeFixesAtPosition(
    cell.file,
    files.toFile(cell, problem.from),
    files.toFile(cell, problem.to),
    [problem.code],
    formatting,
    { quotePreference: 'double' },
  );
  const own = found.flatMap(({ fixName, description, changes }): readonly Fix[] => {
    const edits = fixName === 'import' ? undefined : cellChanges(program, changes);
    return edits?.length ? [{ kind: 'typescript', title: description, edits }] : [];
  });
  if (usedBeforeDeclaration.includes(problem.code)) return [...definitionFirst(cell, problem), ...own];
  return isOffered
    ? [{ kind: 'import', name, edits: [importEdit(program, cell, 'dagbook', name)] }, ...own]
    : own;
}

const formatting: ts.FormatCodeSettings = {
  ...ts.getDefaultFormatCodeSettings('\n'),
  indentSize: 2,
  tabSize: 2,
};

function duplicateFixes(
  program: LanguageProgram,
  cell: CellFile,
  { name, from }: DuplicateName,
): readonly Fix[] {
  const renamed = (newName: string): readonly CellChange[] => {
    const answer = rename(program, cell.id, from, newName);
    return 'changes' in answer ? answer.changes : [];
  };
  const other = freeName(program, name.replace(/\d+$/, ''), 2);
  const hidden = freeName(program, `_${name}`);
  return [
    { kind: 'rename', name: other, edits: renamed(other) },
    ...(cell.names.exported.has(name)
      ? []
      : [{ kind: 'keepPrivate' as const, name: hidden, edits: renamed(hidden) }]),
    ...wrapped(program, cell),
  ];
}

/** `name`, or with the first number from `first` behind it, that is no word of any cell. */
function freeName({ files }: LanguageProgram, name: string, first?: number): string {
  for (let number = first; ; number = (number ?? 1) + 1) {
    const candidate = `${name}${number ?? ''}`;
    if (!files.cells.some(({ names }) => names.words.has(candidate))) return candidate;
  }
}

/** A block around a cell that defines nothing for others: neither imports and exports nor names that others use. */
function wrapped({ files }: LanguageProgram, cell: CellFile): readonly Fix[] {
  const { declared, exported, shared } = cell.names;
  const isNeeded = [...shared].some((name) =>
    files.cells.some((user) => files.ownerFor(user, name) === cell && user.names.words.has(name)),
  );
  if (isNeeded || exported.size > 0 || [...declared.values()].some(({ isImport }) => isImport)) return [];
  const lines = [...cell.text.matchAll(/^(?=.)/gm)].map(({ index }): TextChange => ({
    from: index,
    to: index,
    insert: '  ',
  }));
  // An indent inside a template literal would be part of it.
  const inner = cell.text.includes('`') ? [] : lines;
  const [first, ...others] = inner[0]?.from === 0 ? inner : [undefined, ...inner];
  const end = cell.text.length;
  const changes = [
    { from: 0, to: 0, insert: `{\n${first?.insert ?? ''}` },
    ...others.filter((change) => change !== undefined),
    { from: end, to: end, insert: `${cell.text.endsWith('\n') ? '' : '\n'}}` },
  ];
  return [{ kind: 'wrap', edits: [{ cell: cell.id, changes }] }];
}

/** `let` for the `var` before a name. */
function letInstead(cell: CellFile, { from }: Problem): readonly Fix[] {
  const at = cell.text.slice(0, from).search(/\bvar\b(?!.*\bvar\b)/s);
  return [{ kind: 'useLet', edits: [{ cell: cell.id, changes: [{ from: at, to: at + 3, insert: 'let' }] }] }];
}
