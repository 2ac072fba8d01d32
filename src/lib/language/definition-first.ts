import ts from 'typescript';
import type { Fix, Range } from './language';
import type { CellFile } from './notebook-files';

/** Puts the statement that defines a name before the one that uses it, where both stand at the cell's top level. */
export function definitionFirst({ id, text, names }: CellFile, use: Range): readonly Fix[] {
  const name = text.slice(use.from, use.to);
  const declared = names.declared.get(name);
  const { statements } = ts.createSourceFile('cell.ts', text, ts.ScriptTarget.ESNext);
  const statementAt = (offset: number) => statements.find(({ pos, end }) => pos <= offset && offset < end);
  const [using, defining] = [statementAt(use.from), declared && statementAt(declared.from)];
  if (!using || !defining || defining.pos <= using.pos) return [];
  // With the comments above it, and the end of its line.
  const lines = (from: number, to: number) => text.slice(from, to).replace(/^\n+/, '');
  const moved = `${lines(defining.pos, defining.end)}\n`;
  const at = using.end - lines(using.pos, using.end).length;
  const changes = [
    { from: at, to: at, insert: moved },
    { from: defining.pos, to: defining.end, insert: '' },
  ];
  return [{ kind: 'defineFirst', name, edits: [{ cell: id, changes }] }];
}
