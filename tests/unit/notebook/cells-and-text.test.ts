import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { cellsAsText, cellsFromText } from '$lib/notebook/cells-as-text';
import { findInCells, replaceMatches, type TextQuery } from '$lib/notebook/find-in-cells';
import type { Cell } from '$lib/notebook/notebook';
import { foldedCells, headingOf } from '$lib/notebook/sections';
import { bare, hostileNotebook } from './hostile-cells';

const query = (text: string, more: Partial<TextQuery> = {}): TextQuery => ({
  text,
  matchCase: false,
  wholeWord: false,
  isRegExp: false,
  ...more,
});
const cells: readonly Cell[] = [
  { id: 'notebook', kind: 'notebook', text: '{"title": "total"}' },
  { id: 'a', kind: 'code', text: 'const total = 1;\nconst subTotal = total + 2;' },
  { id: 'b', kind: 'markdown', text: 'The Total costs $5.' },
];
const found = (asked: TextQuery) =>
  findInCells(cells, asked).map(({ cell, from, to }) => `${cell}${from}-${to}`);
const replaced = (asked: TextQuery, instead: string) =>
  replaceMatches(cells, findInCells(cells, asked), asked, instead).map(({ text }) => text);

describe('find and replace', () => {
  test.each<[string, TextQuery, string[]]>([
    ['whatever its case, never in the header', query('TOTAL'), ['a6-11', 'a26-31', 'a34-39', 'b4-9']],
    ['with its case', query('Total', { matchCase: true }), ['a26-31', 'b4-9']],
    ['as a word', query('total', { wholeWord: true }), ['a6-11', 'a34-39', 'b4-9']],
    ['signs are plain text', query('$5.'), ['b16-19']],
    ['an expression, line by line', query('^const (\\w+)', { isRegExp: true }), ['a0-11', 'a17-31']],
    ['what is no expression', query('(', { isRegExp: true }), []],
    ['what matches nothing', query('x*', { isRegExp: true }), []],
    ['nothing', query(''), []],
  ])('%s', (_, asked, expected) => expect(found(asked)).toEqual(expected)); // prettier-ignore

  test('the replacement is taken as it stands, or with the groups of the expression', () => {
    expect(replaced(query('total', { wholeWord: true }), '$1&')[1]).toBe('const $1& = 1;\nconst subTotal = $1& + 2;');
    expect(replaced(query('const (\\w+)', { isRegExp: true }), 'let $1')[1]).toBe('let total = 1;\nlet subTotal = total + 2;');
  }); // prettier-ignore

  test('an expression sees what stands around a place', () => {
    const behind = query('(?<=const )\\w+', { isRegExp: true });
    expect(replaced(behind, 'x')[1]).toBe('const x = 1;\nconst x = total + 2;');
    const first = findInCells(cells, behind).slice(0, 1);
    expect(replaceMatches(cells, first, behind, 'x')[1]!.text).toBe(
      'const x = 1;\nconst subTotal = total + 2;',
    );
  });
});

describe('cells as text', () => {
  let count = 0;
  const newId = () => `fresh${count++}`;

  test('any cells come back as they were', () => {
    fc.assert(
      fc.property(hostileNotebook, ({ cells }) => {
        const copied = cells.filter(({ kind }) => kind !== 'notebook');
        const pasted = cellsFromText(cellsAsText(copied), [], newId);
        expect(bare({ preamble: '', cells: pasted }).cells).toEqual(
          bare({ preamble: '', cells: copied }).cells,
        );
      }),
      { numRuns: 200 },
    );
  });

  test('pasted beside themselves they get other ids, and no name twice', () => {
    const named: Cell = { id: 'a', kind: 'code', text: 'x', name: 'first' };
    const [pasted] = cellsFromText(cellsAsText([named]), [named], () => 'other');
    expect(pasted).toMatchObject({ id: 'other', text: 'x' });
    expect(pasted).not.toHaveProperty('name');
  });

  test.each([
    ['const a = 1;\r\nconst b = 2;\r\n', 'const a = 1;\nconst b = 2;'],
    ['// only a comment', '// only a comment'],
  ])('text from elsewhere is one code cell', (text, expected) => {
    expect(cellsFromText(text, [], newId)).toMatchObject([{ kind: 'code', text: expected }]);
  });

  test('white space alone is nothing', () => expect(cellsFromText(' \n', [], newId)).toEqual([]));
});

test('a folded heading hides its section, subsections too', () => {
  const text = (id: string, text: string): Cell => ({ id, kind: 'markdown', text });
  const code: Cell = { id: 'code', kind: 'code', text: '# 1' };
  const book = [
    text('one', '# One'),
    code,
    text('sub', '## Sub\nwords'),
    text('plain', 'words'),
    text('two', '# Two'),
  ];
  expect([...foldedCells(book, new Set(['one', 'sub'])).keys()]).toEqual(['code', 'sub', 'plain']);
  expect([...foldedCells(book, new Set(['sub']))]).toEqual([['plain', 'sub']]);
  expect(headingOf(book, 'plain')?.id).toBe('sub');
  expect(headingOf(book, 'code')?.id).toBe('one');
});
