import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Cell } from '$lib/notebook/notebook';
import { compileNotebook } from '$lib/notebook/compile-notebook';
import { convertCell, shownKind, shownText } from '$lib/notebook/convert-cell';
import { asSql, freeName, readSql, sqlText, withSqlImport } from '$lib/notebook/sql-cell';

const code = (id: string, text: string): Cell => ({ id, kind: 'code', text });

test('any query is read as it was written, and is what the asset asks', () => {
  fc.assert(
    fc.property(fc.string({ unit: fc.constantFrom('a', '`', '\\', '$', '\n', ' ', "'") }), (query) => {
      const text = sqlText({ name: 'q', call: '', query });
      expect(readSql(text)).toEqual({ name: 'q', call: '', query });
      const asked = new Function('sql', text.replace('export const q =', 'return'))(
        (texts: string[]) => texts[0],
      );
      expect(asked).toBe(`\n${query}\n`);
    }),
  );
});

test.each([
  ['export const q = sql`select 1`;'],
  ['export const q = sql`\nselect 1\n`;\nconst more = 1;'],
  ['const q = sql`\nselect 1\n`;'],
  ['select 1'],
])('%s is shown as code', (text) => expect(readSql(text)).toBeUndefined());

test('options and a type stay around the query', () => {
  const text = 'export const q = sql({ group: "sales" })`\nselect ${limit}\n`;';
  expect(readSql(text)).toEqual({ name: 'q', call: '({ group: "sales" })', query: 'select ${limit}' });
});

test('a cell becomes a query under a name of its own, which is imported once', () => {
  const cells = [
    code('a', "import { asset } from 'dagbook';\nexport const query = asset(() => []);"),
    code('b', 'select 1'),
  ];
  expect(freeName(cells)).toBe('query2');
  const imported = withSqlImport(cells, () => 'new');
  expect(imported[0]!.text).toMatch(/^import \{ asset, sql \} from 'dagbook';\n/);
  expect(withSqlImport(imported, () => 'new')).toBe(imported);
  const made = imported.map((cell) =>
    cell.id === 'b' ? { ...cell, text: asSql(cell.text, 'query2') } : cell,
  );
  expect(compileNotebook({ preamble: '', cells: made }).errors).toEqual([]);
  expect(withSqlImport([code('a', 'const x = 1;')], () => 'new')[0]).toMatchObject({
    id: 'new',
    text: 'import { sql } from "dagbook";',
  });
});

test('who uses the asset of a query depends on its data, not on its words', () => {
  const version = (query: string) =>
    compileNotebook({
      preamble: '',
      cells: [
        code('a', 'import { asset, sql } from "dagbook";'),
        code('b', sqlText({ name: 'q', call: '', query })),
        code('c', 'export const r = asset({ ins: { q } }, ({ q }) => q);'),
      ],
    }).codeVersions;
  const [one, two] = [version('select 1'), version('select 2')];
  expect(one.q).not.toBe(two.q);
  expect(one.r).toBe(two.r);
});

test('an SQL cell is edited as its query, and can become code, text and a query again', () => {
  const query = 'select `a`\nfrom b';
  const sql = code('a', sqlText({ name: 'q', call: '', query }));
  expect(shownText(sql)).toMatchObject({ kind: 'sql', name: 'q', text: query });
  expect(sql.text.slice(shownText(sql).before.characters)).toMatch(/^select /);
  expect(shownText({ ...sql, text: shownText(sql).written('select 1') }).text).toBe('select 1');
  expect(shownText({ ...sql, text: shownText(sql).renamed('r') })).toMatchObject({ name: 'r', text: query });

  expect(shownKind(convertCell(sql, 'code', 'q'))).toBe('code');
  const text = convertCell(sql, 'markdown', 'q');
  expect(text).toMatchObject({ kind: 'markdown', text: query });
  expect(convertCell(text, 'sql', 'q')).toEqual(sql);
  expect(convertCell(sql, 'sql', 'r')).toBe(sql);
});
