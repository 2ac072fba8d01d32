import { describe, expect, it } from 'vitest';
import type { Cell } from '$lib/notebook/notebook';
import { readNotebook } from '$lib/notebook/read-notebook';
import { writeNotebook } from '$lib/notebook/write-notebook';
import { bare } from './hostile-cells';

const code = (text: string, more: Partial<Cell> = {}): Cell => ({
  id: 'aaaaaaaa',
  kind: 'code',
  text,
  ...more,
});
const write = (...cells: Cell[]) => writeNotebook({ preamble: '', cells });

describe('writes', () => {
  it.each<[string, Cell[], string]>([
    ['code as it is', [code('const a = 1')], '// %% {"id":"aaaaaaaa"}\nconst a = 1\n'],
    ['a name, then what it does not know', [code('', { unknown: { tags: [1] }, hide: true, name: 'n' })], '// %% {"id":"aaaaaaaa","name":"n","hide":true,"tags":[1]}\n'],
    ['markdown as comments', [code('# T\n\n  x', { kind: 'markdown' })], '// %% [markdown] {"id":"aaaaaaaa"}\n// # T\n//\n//   x\n'],
    ['broken code as comments', [code('const = 1')], '// %% {"id":"aaaaaaaa","state":"broken"}\n// const = 1\n'],
    ['an enum as comments, for Node could not run the file', [code('enum E {}')], '// %% {"id":"aaaaaaaa","state":"broken"}\n// enum E {}\n'],
    ['disabled code as comments', [code('a', { disabled: true })], '// %% {"id":"aaaaaaaa","state":"disabled"}\n// a\n'],
    ['a carriage return as JSON', [code('a\r\nb')], '// %% {"id":"aaaaaaaa","enc":"json"}\n// "a\\r\\n"\n// "b"\n'],
    ['U+2028 as JSON, escaped', [code('"\u2028"', { name: '\u2029' })], '// %% {"id":"aaaaaaaa","name":"\\u2029","enc":"json"}\n// "\\"\\u2028\\""\n'],
    ['a longer fence where a body has one', [code('// %%\n// %%%')], '// %%%% {"id":"aaaaaaaa"}\n// %%\n// %%%\n'],
    ['a longer fence for markdown', [code('%% [raw]', { kind: 'markdown' })], '// %%% [markdown] {"id":"aaaaaaaa"}\n// %% [raw]\n'],
    ['an empty line between cells', [code('a'), code('b', { id: 'b' })], '// %% {"id":"aaaaaaaa"}\na\n\n// %% {"id":"b"}\nb\n'],
    ['a semicolon where code would run on', [code('a'), code('(b)', { id: 'b' })], '// %% {"id":"aaaaaaaa"}\na\n;\n// %% {"id":"b"}\n(b)\n'],
    ['a semicolon after text in between', [code('a'), code('x', { id: 'm', kind: 'markdown' }), code('// c\n[b]', { id: 'b' })],
      '// %% {"id":"aaaaaaaa"}\na\n\n// %% [markdown] {"id":"m"}\n// x\n;\n// %% {"id":"b"}\n// c\n[b]\n'],
    ['no semicolon where the statement has ended', [code('a;'), code('(b)', { id: 'b' })], '// %% {"id":"aaaaaaaa"}\na;\n\n// %% {"id":"b"}\n(b)\n'],
    ['an export that would come from nowhere', [code('export { a }'), code('from\n"x"', { id: 'b' })], '// %% {"id":"aaaaaaaa"}\nexport { a }\n;\n// %% {"id":"b"}\nfrom\n"x"\n'],
  ])('%s', (_, cells, text) => {
    expect(write(...cells)).toBe(text);
    expect(bare(readNotebook(text)).cells).toEqual(cells);
  }); // prettier-ignore
});

const example = `#!/usr/bin/env node
// licence

// %% [notebook] {"format":1,"title":"Orders"}
// {
//   "imports": {
//     "assetbook": "npm:assetbook@0.0.0"
//   }
// }

// %% [markdown] {"id":"m7q2"}
// # Orders

// %% {"id":"a1zz","name":"orders"}
export const orders = asset("orders", async () => []);

// %% {"id":"z0p1"}
if (import.meta.main) await run(orders);
`;

describe('opening and closing keeps every byte of', () => {
  it.each([
    ['the example of the format', example],
    ['the same with CRLF', example.replaceAll('\n', '\r\n')],
    ['the same with a BOM', `\uFEFF${example}`],
    ['the same without the last line end', example.trimEnd()],
    ['cells without empty lines between', '// %%\na\n// %%\nb\n'],
    ['cells with many empty lines between', '// %%\n\na\n\n\n\n// %%\nb\n\n\n'],
    ['a file with a longer fence than it needs', '// %%%% {"id":"a"}\na\n'],
    ['odd spacing and key order', '// %% [raw] { "b" : 1,  "id":"x" }  \n//a\n//   b\n//\t\n'],
    ['cells of the same id', '// %% {"id":"a"}\n1\n\n// %% {"id":"a"}\n2\n'],
    ['cells of the same text without ids', '// %%\nx\n\n// %%\nx\n'],
    ['broken code that nobody has commented out', '// %%\nconst = 1\n\n// %%\n(1)\n'],
    ['a script without markers', '#!/usr/bin/env node\nimport a from "a"\n\nconsole.log(a)\n'],
    ['code before the first marker', 'import a from "a"\n\n// %%\na()\n'],
    ['markers that are none', '// %%\n// %% title\n// %% {"id":}\n//%% {}\n // %%\n// %%%\n'],
    ['nothing', ''],
    ['comments alone', '// hello\n/* you */\n'],
    ['an unclosed comment', '/* hello\n// %%\nx\n'],
  ])('%s', (_, text) => {
    expect(writeNotebook(readNotebook(text))).toBe(text);
  });
});

describe('reads', () => {
  it('a file without markers as one code cell', () => {
    const { preamble, cells } = readNotebook('#!/usr/bin/env node\nconst a = 1\n');
    expect(preamble).toBe('#!/usr/bin/env node\n');
    expect(cells).toMatchObject([{ kind: 'code', text: 'const a = 1' }]);
  });

  it('CRLF as line ends, not as text', () => {
    const { cells } = readNotebook(example.replaceAll('\n', '\r\n'));
    expect(cells.map(({ text }) => text)).toEqual(readNotebook(example).cells.map(({ text }) => text));
  });

  it('ids that stay the same from reading to reading, and are unique', () => {
    const text = '// %%\nx\n\n// %%\nx\n\n// %% {"id":"a"}\n\n// %% {"id":"a"}\n';
    const ids = readNotebook(text).cells.map(({ id }) => id);
    expect(new Set(ids).size).toBe(4);
    expect(ids[2]).toBe('a');
    expect(readNotebook(text).cells.map(({ id }) => id)).toEqual(ids);
  });

  it('a cell that kept its state when its comments were taken away', () => {
    const { cells } = readNotebook('// %% {"id":"a","state":"broken"}\n// now good\nconst a = 1\n');
    expect(cells[0]!.text).toBe('// now good\nconst a = 1');
  });

  it('unknown kinds and odd values, and keeps them when the cell is edited', () => {
    const [cell] = readNotebook('// %% [sql] {"id":"a","name":5,"x":{"y":1}}\n// select 1\n').cells;
    expect(cell).toMatchObject({ kind: 'sql', text: 'select 1', unknown: { name: 5, x: { y: 1 } } });
    expect(write({ ...cell!, text: 'select 2' })).toBe(
      '// %% [sql] {"id":"a","name":5,"x":{"y":1}}\n// select 2\n',
    );
  });

  it.each([10_000, 100_000])('%i hostile characters without delay', (count) => {
    for (const piece of ['/*', '// ', '// %% {', '(', '\n', '`${', '// %%\n']) {
      const text = piece.repeat(count / piece.length);
      expect(writeNotebook(readNotebook(text))).toBe(text);
    }
  });
});

it.each(['(', '[', '{', '`${', '=<', 'a ? (', 'f(() => ', '/*', '!', 'class A { constructor('])(
  'a cell of nothing but %s is written without delay',
  (piece) => {
    const text = piece.repeat(2000);
    expect(bare(readNotebook(write(code(text)))).cells).toEqual([code(text)]);
  },
);

it('an edit rewrites its own cell alone, however the file is formatted', () => {
  const file = '// licence\n// %%\nfirst()\n// %% { "id" : "b" }\nsecond()\n\n\n// %%\n[third]';
  const { preamble, cells } = readNotebook(file);
  const edited = cells.map((cell) => (cell.id === 'b' ? { ...cell, text: 'changed()' } : cell));
  expect(writeNotebook({ preamble, cells: edited })).toBe(
    '// licence\n// %%\nfirst()\n// %% {"id":"b"}\nchanged()\n;\n// %%\n[third]',
  );
});

it('a cell that moves from the file’s end takes no bytes of its neighbours along', () => {
  const { preamble, cells } = readNotebook('// %% {"id":"a"}\na\n// %% {"id":"b"}\nb');
  expect(writeNotebook({ preamble, cells: [cells[1]!, cells[0]!] })).toBe(
    '// %% {"id":"b"}\nb\n\n// %% {"id":"a"}\na\n',
  );
});
