import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { changeCell, newCell } from '$lib/notebook/cell';
import { placeCells, removeCells } from '$lib/notebook/cell-edits';
import { withAttachment } from '$lib/notebook/attachments';
import { readHeader, withHeader } from '$lib/notebook/header';
import { mergeNotebooks } from '$lib/notebook/merge-notebooks';
import type { Notebook } from '$lib/notebook/notebook';
import { readNotebook } from '$lib/notebook/read-notebook';
import { writeNotebook } from '$lib/notebook/write-notebook';
import { bare } from './hostile-cells';

const base = readNotebook(
  ['a', 'b', 'c', 'd'].map((id) => `// %%  {"id":"${id}"}\n${id}()\n`.replace('%%  ', '%% ')).join('\n'),
);
const texts = ({ cells }: Notebook) => cells.map(({ text }) => text);
const edit = (id: string, text: string) => (notebook: Notebook) => changeCell(notebook, id, { text });
const add = (text: string, index: number) => (notebook: Notebook) => ({
  ...notebook,
  cells: notebook.cells.toSpliced(index, 0, { ...newCell('code', `id ${text}`), text }),
});
const remove = (id: string) => (notebook: Notebook) => ({
  ...notebook,
  cells: removeCells(notebook.cells, new Set([id])),
});
const place = (id: string, after?: string) => (notebook: Notebook) => ({
  ...notebook,
  cells: placeCells(notebook.cells, new Set([id]), after),
});
const both = (...steps: ((notebook: Notebook) => Notebook)[]) =>
  steps.reduce((notebook, step) => step(notebook), base);

describe('two tabs change a notebook', () => {
  it.each<[string, Notebook, Notebook, string[]]>([
    ['different cells', both(edit('a', 'A')), both(edit('c', 'C')), ['A', 'b()', 'C', 'd()']],
    ['the same cell in the same way', both(edit('a', 'A')), both(edit('a', 'A')), ['A', 'b()', 'c()', 'd()']],
    ['an edit and a deletion elsewhere', both(edit('a', 'A')), both(remove('b')), ['A', 'c()', 'd()']],
    ['a deletion of a cell the other edits', both(remove('b')), both(edit('b', 'B')), ['a()', 'B', 'c()', 'd()']],
    ['an edit of a cell the other deletes', both(edit('b', 'B')), both(remove('b')), ['a()', 'B', 'c()', 'd()']],
    ['the same deletion', both(remove('b')), both(remove('b')), ['a()', 'c()', 'd()']],
    ['insertions at different places', both(add('x', 1)), both(add('y', 3)), ['a()', 'x', 'b()', 'c()', 'y', 'd()']],
    ['insertions of several at one place', both(add('x', 1)), both(add('y', 1), add('z', 2)), ['a()', 'y', 'z', 'x', 'b()', 'c()', 'd()']],
    ['an insertion at the top', both(edit('d', 'D')), both(add('y', 0)), ['y', 'a()', 'b()', 'c()', 'D']],
    ['a move by the other', both(edit('d', 'D')), both(place('d')), ['D', 'a()', 'b()', 'c()']],
    ['a move by me', both(place('a', 'd')), both(edit('a', 'A'), add('y', 4)), ['b()', 'c()', 'd()', 'y', 'A']],
    ['text here and a flag there', both(edit('a', 'A')), both((n) => changeCell(n, 'a', { hide: true })), ['A', 'b()', 'c()', 'd()']],
  ])('%s', (_, mine, theirs, expected) => {
    const { notebook, conflicts } = mergeNotebooks(base, mine, theirs);
    expect(conflicts).toEqual([]);
    expect(texts(notebook)).toEqual(expected);
  }); // prettier-ignore

  it('the same cell differently: mine stays, theirs follows as another cell', () => {
    const { notebook, conflicts } = mergeNotebooks(base, both(edit('b', 'mine')), both(edit('b', 'theirs')));
    expect(texts(notebook)).toEqual(['a()', 'mine', 'theirs', 'c()', 'd()']);
    expect(conflicts).toEqual([{ mine: 'b', theirs: notebook.cells[2]!.id }]);
    expect(bare(readNotebook(writeNotebook(notebook)))).toEqual(bare(notebook));
  });

  it('the header: both titles’ and files’ changes are joined, mine win', () => {
    const old = withHeader(base, { title: 'Old', imports: { a: 'npm:a@1' } });
    const mine = withHeader(withAttachment(old, 'mine.json', 'a'.repeat(64)), { title: 'Mine' });
    const theirs = withHeader(withAttachment(old, 'theirs.json', 'b'.repeat(64)), {
      title: 'Theirs',
      imports: {},
    });
    const { notebook, conflicts } = mergeNotebooks(old, mine, theirs);
    expect(conflicts).toEqual([]);
    const { header } = readHeader(notebook);
    expect(header).toMatchObject({ title: 'Mine', imports: {} });
    expect(Object.keys(header.attachments)).toEqual(['mine.json', 'theirs.json']);
  });

  it('a header that cannot be joined stays whole beside mine', () => {
    const old = withHeader(base, { imports: { a: 'x' } });
    const mine = changeCell(old, 'notebook', { text: '{ mine' });
    const theirs = changeCell(old, 'notebook', { text: '{ theirs' });
    const { cells } = mergeNotebooks(old, mine, theirs).notebook;
    expect(cells.slice(0, 2).map(({ kind, text }) => [kind, text])).toEqual([['notebook', '{ mine'], ['raw', '{ theirs']]); // prettier-ignore
  });

  it('bytes of cells that nobody touched stay', () => {
    const file = readNotebook('// %% { "id": "a" }\na( )\n// %% {"id":"b"}\nb\n');
    const merged = mergeNotebooks(file, changeCell(file, 'b', { text: 'B' }), {
      ...file,
      cells: [...file.cells, newCell('code', 'n')],
    });
    expect(writeNotebook(merged.notebook)).toBe(
      '// %% { "id": "a" }\na( )\n// %% {"id":"b"}\nB\n\n// %% {"id":"n"}\n',
    );
  });
});

it('whatever two sides do, no text of either is lost, and ids stay unique', () => {
  type Step = (notebook: Notebook) => Notebook;
  const id = fc.constantFrom('a', 'b', 'c', 'd');
  const step = (side: string): fc.Arbitrary<Step> =>
    fc.oneof(
      fc.tuple(id, fc.nat(3)).map(([id, n]) => edit(id, `${side}${n}`)),
      fc.tuple(id, fc.option(id, { nil: undefined })).map(([id, after]): Step => place(id, after)),
      fc.tuple(fc.nat(99), fc.nat(5)).map(([n, at]): Step => (notebook) =>
        notebook.cells.some((cell) => cell.id === `id ${side}${n}`) ? notebook : add(`${side}${n}`, at)(notebook)),
      id.map((id): Step => remove(id)),
    ); // prettier-ignore
  fc.assert(
    fc.property(fc.array(step('m')), fc.array(step('t')), (mySteps, theirSteps) => {
      const [mine, theirs] = [both(...mySteps), both(...theirSteps)];
      const { notebook } = mergeNotebooks(base, mine, theirs);
      const merged = texts(notebook);
      for (const text of [...texts(mine), ...texts(theirs)])
        if (!texts(base).includes(text)) expect(merged).toContain(text);
      expect(new Set(notebook.cells.map(({ id }) => id)).size).toBe(notebook.cells.length);
      expect(bare(mergeNotebooks(base, mine, mine).notebook)).toEqual(bare(mine));
      expect(bare(mergeNotebooks(base, base, theirs).notebook)).toEqual(bare(theirs));
      expect(bare(mergeNotebooks(base, mine, base).notebook)).toEqual(bare(mine));
    }),
    { numRuns: 1000 },
  );
});
