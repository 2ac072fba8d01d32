import fc from 'fast-check';
import ts from 'typescript';
import { describe, expect, it, vi } from 'vitest';
import { readNotebook } from '$lib/notebook/read-notebook';
import { parseCell } from '$lib/notebook/parse-cell';
import { writeNotebook } from '$lib/notebook/write-notebook';
import { bare, hostileNotebook, hostileText } from './hostile-cells';

vi.setConfig({ testTimeout: 120_000 });

const parse = (text: string) =>
  ts.createSourceFile('x.nb.ts', text, ts.ScriptTarget.ESNext, true, ts.ScriptKind.TS) as ts.SourceFile & {
    parseDiagnostics: readonly ts.Diagnostic[];
  };

/**
 * sucrase reads types more leniently than TypeScript (`type B = A | -a`): the file of such a cell is left to the type
 * checker. The last test says how seldom that is.
 */
const isLenient = (text: string) =>
  !('problem' in parseCell(text)) && parse(text).parseDiagnostics.length > 0;

/** Where each cell ends in the file: offsets just after its last line. */
function cellEnds(text: string): number[] {
  const { preamble, cells } = readNotebook(text);
  let end = preamble.length;
  return cells.map(({ source }) => (end += source!.lines.length + (source!.gap?.length ?? 0)));
}

/** A separator's `;` is the end of a statement (also of one inside it: `label: x`), but no part of a cell. */
function lastToken(node: ts.Node, file: ts.SourceFile): ts.Node | undefined {
  const last = node.getChildren(file).findLast(({ kind }) => kind !== ts.SyntaxKind.SemicolonToken);
  return last && last.getChildCount(file) > 0 ? lastToken(last, file) : last;
}

describe('2,000 files of hostile cells', () => {
  it('are read back as they were written, and written as they were read', () => {
    fc.assert(
      fc.property(hostileNotebook, (notebook) => {
        const text = writeNotebook(notebook);
        const bytes = new TextEncoder().encode(text);
        expect(new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes)).toBe(text);
        const read = readNotebook(text);
        expect(bare(read)).toEqual(notebook);
        expect(writeNotebook(read)).toBe(text);
        expect(writeNotebook(bare(read))).toBe(text);
      }),
      { numRuns: 2000 },
    );
  });

  it('never have a syntax error, and no statement crosses into another cell', () => {
    fc.assert(
      fc.property(hostileNotebook, (notebook) => {
        fc.pre(!notebook.cells.some(({ kind, text }) => kind === 'code' && isLenient(text)));
        const text = writeNotebook(notebook);
        const file = parse(text);
        expect(file.parseDiagnostics.map(({ messageText }) => messageText)).toEqual([]);
        const ends = cellEnds(text);
        const cellOf = (offset: number) => ends.findIndex((end) => offset < end);
        for (const statement of file.statements) {
          const last = lastToken(statement, file);
          if (last) expect(cellOf(last.getEnd() - 1)).toBe(cellOf(statement.getStart(file)));
        }
      }),
      { numRuns: 2000 },
    );
  });
});

it('what the parser takes, TypeScript takes, but for one hostile text in a thousand', () => {
  const texts = fc.sample(hostileText, 5000);
  expect(texts.filter(isLenient).length).toBeLessThan(5);
});

it('opening and saving any text at all, marked or not, loses nothing of it', () => {
  const line = fc.oneof(
    hostileText,
    fc.constantFrom('// %% {"id":"aa"}', '// %%', '// %% [markdown]', '// # T', '', ';', '// %% {"state":"broken"}', '// %% {"enc":"json"}', '// "x"'), // prettier-ignore
  );
  fc.assert(
    fc.property(fc.array(line, { maxLength: 8 }), fc.constantFrom('\n', '\n', '\r\n'), (lines, end) => {
      const text = lines.join(end);
      const saved = writeNotebook(readNotebook(text));
      // A `;` may come to part code that ran together across a marker; every other byte stays.
      const unparted = (file: string) => file.replaceAll(/^;?\r?$\n/gm, '');
      expect(unparted(saved)).toBe(unparted(text));
      expect(writeNotebook(readNotebook(saved))).toBe(saved);
    }),
    { numRuns: 2000 },
  );
});

it('editing one cell leaves the bytes of the others', () => {
  fc.assert(
    fc.property(hostileNotebook, hostileText, fc.nat(), (notebook, text, pick) => {
      const read = readNotebook(writeNotebook(notebook));
      const edited = pick % read.cells.length;
      const cells = read.cells.map((cell, index) => (index === edited ? { ...cell, text } : cell));
      const saved = readNotebook(writeNotebook({ ...read, cells }));
      expect(bare(saved)).toEqual(bare({ ...read, cells }));
      const unmarked = (lines: string) => lines.replace(/^\/\/ %+/, '');
      for (const [index, cell] of read.cells.entries()) {
        if (index !== edited)
          expect(unmarked(saved.cells[index]!.source!.lines)).toBe(unmarked(cell.source!.lines));
      }
    }),
    { numRuns: 1000 },
  );
});
