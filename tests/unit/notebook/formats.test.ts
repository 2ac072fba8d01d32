import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compileNotebook } from '$lib/notebook/compile-notebook';
import { notebookFormat, readForeign } from '$lib/notebook/formats/read-foreign';
import { fromFragment, mostLinkCharacters, toFragment } from '$lib/notebook/formats/source-link';
import { readIpynb } from '$lib/notebook/formats/read-ipynb';
import { readMarkdown } from '$lib/notebook/formats/read-markdown';
import { writeIpynb } from '$lib/notebook/formats/write-ipynb';
import { writeMarkdown } from '$lib/notebook/formats/write-markdown';
import { writeScript } from '$lib/notebook/formats/write-script';
import { readHeader } from '$lib/notebook/header';
import type { Notebook } from '$lib/notebook/notebook';
import { readNotebook } from '$lib/notebook/read-notebook';
import { shippedPackages } from '$lib/notebook/shipped-packages';
import { bare, hostileNotebook } from './hostile-cells';

/** What a reader makes of a file: title, then kind and text of each cell. */
function read(name: string, text: string) {
  const { notebook, notes, outputs } = readForeign(notebookFormat(name, text)!, name, text);
  const { title, imports } = readHeader(notebook).header;
  const cells = notebook.cells.filter(({ kind }) => kind !== 'notebook');
  return {
    title,
    imports,
    notes,
    outputs,
    cells: cells.map(({ kind, text }) => `${kind}: ${text}`),
    all: cells,
  };
}

const ipynb = (cells: readonly object[], language = 'typescript', more: object = {}) =>
  JSON.stringify({
    nbformat: 4,
    nbformat_minor: 5,
    metadata: { language_info: { name: language }, ...more },
    cells,
  });

describe('a Jupyter notebook', () => {
  it('of the Deno kernel becomes cells with its ids, bare imports, and its outputs beside it', () => {
    const text = ipynb([
      { id: 'intro', cell_type: 'markdown', metadata: {}, source: ['# Orders\n', 'of a year'] },
      {
        id: 'b-1',
        cell_type: 'code',
        metadata: { jupyter: { source_hidden: true } },
        execution_count: 3,
        source: 'import { sum } from "npm:d3-array@3.2.4";\nexport const x = sum([1]);',
        outputs: [{ output_type: 'execute_result', data: { 'text/plain': '1' } }],
      },
      { id: 'raw', cell_type: 'raw', metadata: {}, source: 'as it is' },
    ]);
    const { title, cells, imports, notes, outputs, all } = read('orders.ipynb', text);
    expect(title).toBe('Orders');
    expect(cells).toEqual([
      'markdown: # Orders\nof a year',
      'code: import { sum } from "d3-array";\nexport const x = sum([1]);',
      'raw: as it is',
    ]);
    expect(imports).toEqual({ 'd3-array': 'npm:d3-array@3.2.4' });
    expect(all.map(({ id, hide }) => [id, hide])).toEqual([
      ['intro', undefined],
      ['b-1', true],
      ['raw', undefined],
    ]);
    expect(notes).toEqual([]);
    expect([...outputs!]).toEqual([['b-1', [{ 'text/plain': '1' }]]]);
  });

  it('imports what comes with the app without a pin, where any version or that one is asked for', () => {
    const source = (version: string) => `import * as d3 from "npm:d3${version}";`;
    const pinsOf = (version: string) =>
      read('a.ipynb', ipynb([{ id: 'a', cell_type: 'code', metadata: {}, source: source(version) }])).imports;
    const shipped = shippedPackages['d3']!;
    for (const version of ['', `@${shipped}`, `@${shipped.split('.')[0]}`])
      expect(pinsOf(version)).toEqual({});
    expect(pinsOf('@6')).toEqual({ d3: 'npm:d3@6' });
  });

  it('has outputs of every kind that Jupyter writes; what is none of them is left out', () => {
    const outputs = [
      { output_type: 'stream', name: 'stdout', text: ['one\n', 'two'] },
      { output_type: 'display_data', data: { 'text/html': ['<b>', 'x</b>'], 'application/json': { a: 1 } } },
      { output_type: 'error', ename: 'E', evalue: '', traceback: ['\u001b[31mE\u001b[0m', 'at x'] },
      { output_type: 'execute_result', data: { 'image/png': 'iVBORw0KGgo=\n' } },
      { output_type: 'display_data', data: 7 },
      { output_type: 'update' },
      null,
    ];
    const text = ipynb([{ id: 'a', cell_type: 'code', source: '1', outputs }]);
    expect(readIpynb(text).outputs?.get('a')).toEqual([
      { 'text/plain': 'one\ntwo' },
      { 'text/html': '<b>x</b>' },
      { 'text/plain': 'E\nat x' },
      { 'image/png': 'iVBORw0KGgo=\n' },
    ]);
    for (const wrong of [7, 'x', {}, [[]]])
      expect(readIpynb(ipynb([{ cell_type: 'code', source: '', outputs: wrong }])).outputs).toBeUndefined();
  });

  it('of another language keeps its code as raw text, and says so', () => {
    const { title, cells, notes } = read(
      'pandas.ipynb',
      ipynb([{ cell_type: 'code', source: 'import pandas' }], 'python'),
    );
    expect([title, cells]).toEqual(['pandas', ['raw: import pandas']]);
    expect(notes).toEqual(['1 code cell in python: taken over as raw text']);
  });

  it.each([
    ['not JSON', '{', 'This is not a Jupyter notebook: it is not JSON'],
    [
      'an older one',
      '{"nbformat":3,"worksheets":[]}',
      'This is not a Jupyter notebook: its nbformat is 3, not 4',
    ],
    ['without cells', '{"nbformat":4}', 'This is not a Jupyter notebook: it has no list of cells'],
    ['null', 'null', 'This is not a Jupyter notebook: its nbformat is missing, not 4'],
  ])('that is %s is refused', (_, text, message) => {
    expect(() => readIpynb(text)).toThrow(message);
  });
});

describe('an Observable notebook', () => {
  const html = `<!doctype html>
<notebook theme="air">
  <title>Cars &amp; trucks</title>
  <script id="1" type="text/markdown">
    # Cars
  </script>
  <script id="2" type="module" pinned="">
    const rows = [1, 2];

    const tag = "<\\/script>";
  </script>
  <script id="3" type="application/sql" database="var:db" output="cars">
    select \`a\` from t where x = \${id}
  </script>
  <script id="4" type="text/vnd.graphviz">digraph { a -> b }</script>
  <script id="5" type="module">view(slider())</script>
</notebook>`;

  it('becomes cells by their type', () => {
    const { title, cells, notes, all } = read('cars.html', html);
    expect(title).toBe('Cars & trucks');
    expect(cells).toEqual([
      'markdown: # Cars',
      'code: const rows = [1, 2];\n\nconst tag = "</script>";',
      'code: export const cars = sql`select \\`a\\` from t where x = ${id}`;',
      'raw: digraph { a -> b }',
      'code: view(slider())',
    ]);
    expect(all.map(({ hide }) => hide ?? false)).toEqual([false, false, true, false, true]);
    expect(notes).toEqual([
      '1 cell of type text/vnd.graphviz: taken over as raw text',
      'Some cells use view, display or FileAttachment of Observable: define an asset or view cell instead',
    ]);
  });

  it('is told apart from other pages', () => {
    expect(notebookFormat('page.html', '<p>hello')).toBeUndefined();
  });
});

describe('Markdown', () => {
  it('of anyone becomes prose and code by its fences; other languages stay prose', () => {
    const text =
      '# Plan\n\nfirst\n\n```ts name=rows\nexport const rows = 1;\n```\n\n~~~~js\nlet a = `\n~~~\n`;\n~~~~\n```python\nx\n```\nend\n\n```ts\nopen';
    expect(read('plan.md', text)).toMatchObject({
      title: 'Plan',
      cells: [
        'markdown: # Plan\n\nfirst',
        'code: export const rows = 1;',
        'code: let a = `\n~~~\n`;',
        'markdown: ```python\nx\n```\nend',
        'code: open',
      ],
      all: [{}, { name: 'rows' }, {}, {}, {}],
    });
  });
});

describe('a script', () => {
  it('with percent cells becomes those cells', () => {
    const text = '// ---\n// title: Taxi\n// ---\n// %% Load [markdown]\n// # Load\n// all\n\n// %% rows key="v"\nconst a = 1;\n\n//%%\n\nconst b = 2;\n';
    expect(read('taxi.ts', text)).toMatchObject({
      title: 'Taxi',
      cells: ['markdown: # Load\nall', 'code: const a = 1;', 'code: const b = 2;'],
      all: [{ name: 'Load' }, { name: 'rows' }, {}],
    });
  });

  it('without becomes a cell for each block that stands together', () => {
    const text = '#!/usr/bin/env node\nimport x from "x";\n\n// adds\nexport function f() {\n  const t = `a\n\nb`;\n\n  return t;\n}\n\n\nf();\n';
    expect(read('tool.mts', text)).toMatchObject({
      title: 'tool',
      cells: ['code: import x from "x";', 'code: // adds\nexport function f() {\n  const t = `a\n\nb`;\n\n  return t;\n}', 'code: f();'],
    });
  });

  it('that does not parse is one cell', () => {
    expect(read('broken.ts', 'const = 1\n\nlet').cells).toEqual(['code: const = 1\n\nlet']);
  });

  it('that is a notebook under another name is one', () => {
    expect(notebookFormat('renamed.ts', '// %% [notebook] {"format":1}\n')).toBe('dagbook');
  });
}); // prettier-ignore

/** With the header that a reader would give it. */
const headed = (notebook: Notebook): Notebook =>
  notebook.cells.some(({ kind }) => kind === 'notebook')
    ? notebook
    : {
        ...notebook,
        cells: [{ id: 'notebook', kind: 'notebook', text: '', unknown: { format: 1 } }, ...notebook.cells],
      };

describe('written and read again, hostile notebooks are the same', () => {
  it('as Jupyter notebooks', () => {
    fc.assert(
      fc.property(hostileNotebook, (notebook) => {
        expect(readIpynb(writeIpynb(notebook)).notebook).toEqual(headed(notebook));
      }),
    );
  });

  it('as Markdown, whose line ends are LF', () => {
    fc.assert(
      fc.property(hostileNotebook, ({ cells }) => {
        const notebook = {
          preamble: '',
          cells: cells.map((cell) => ({ ...cell, text: cell.text.replaceAll('\r', '') })),
        };
        expect(readMarkdown(writeMarkdown(notebook)).notebook).toEqual(headed(notebook));
      }),
    );
  });

  it('as links', async () => {
    await fc.assert(
      fc.asyncProperty(fc.string({ unit: 'grapheme' }), async (source) => {
        expect(await fromFragment((await toFragment(source))!)).toBe(source);
      }),
    );
  });
});

describe('a link', () => {
  it('is not made of a notebook too long for one', async () => {
    const noise = Array.from({ length: mostLinkCharacters }, (_, at) => Math.sin(at).toString(36)).join('');
    expect(await toFragment(noise)).toBeUndefined();
  });

  it.each(['code=AAAA', 'code=!'.slice(0, 5) + 'zzzz'])('that was cut is refused: %s', async (fragment) => {
    await expect(fromFragment(fragment)).rejects.toThrow('This link holds no whole notebook');
  });

  it('that unpacks to more than a notebook is refused', async () => {
    const fragment = await toFragment('a'.repeat(3_000_000));
    await expect(fromFragment(fragment!)).rejects.toThrow('This link holds no whole notebook');
  });

  it('of something else holds none', async () => {
    expect(await fromFragment('cell=abc')).toBeUndefined();
  });
});

it('an exported script runs its cells in the order of their needs', () => {
  const notebook = readNotebook(
    '// %% [notebook] {"format":1}\n\n// %% [markdown]\n// # Twice\n\n// %%\nexport const twice = 2 * one\n\n// %%\nconst one = 1;\n\n// %% {"state":"broken"}\n// const =\n',
  );
  expect(writeScript(notebook)).toBe(
    'const one = 1;\n\n// # Twice\nexport const twice = 2 * one\n;\n\n// const =\n',
  );
  const { notebook: again } = readForeign('script', 'x.ts', writeScript(notebook));
  expect(compileNotebook(again).errors).toEqual([]);
  expect(bare(again).cells).toHaveLength(4);
});
