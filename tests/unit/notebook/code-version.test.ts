import { expect, it } from 'vitest';
import { compileNotebook } from '$lib/notebook/compile-notebook';
import { withHeader } from '$lib/notebook/header';
import { shippedPackages } from '$lib/notebook/shipped-packages';
import { notebookOf } from './run-compiled';

const before = {
  imports: 'import { asset, op, graphAsset } from "dagbook"\nimport { sum } from "lodash"',
  helpers:
    'const half = (x: number) => x / 2\nconst twice = (x: number) => add(x, x)\nfunction add(a, b) { return a + b }',
  rows: 'export const rows = asset(() => [1, 2])',
  total: 'export const total = asset({ ins: { rows } }, ({ rows }) => half(sum(rows)))',
  step: 'export const step = op(() => 1)',
  graph: 'export const made = graphAsset(() => step())',
};
const versions = (cells: Record<string, string>) => compileNotebook(notebookOf(cells)).codeVersions;

const changed = (edit: Partial<typeof before>) => {
  const [old, now] = [versions(before), versions({ ...before, ...edit })];
  return ['rows', 'total', 'step', 'made', 'half', 'twice'].filter((name) => old[name] !== now[name]);
};

it.each<[string, Partial<typeof before>, string[]]>([
  ['a comment', { total: `// new\n${before.total} /* new */` }, []],
  ['white space and a semicolon', { rows: 'export const rows =\n  asset( () => [ 1 , 2 ] );' }, []],
  ['quotes, parentheses, a trailing comma', { imports: before.imports.replaceAll('"', "'"), rows: 'export const rows = asset((() => ([1, 2,])),)' }, []],
  ['a type', { total: before.total.replace('({ rows })', '({ rows }: { rows: number[] })') }, []],
  ['another import in the import cell', { imports: `${before.imports}\nimport { other } from "m"` }, []],
  ['another helper in the helper cell', { helpers: `${before.helpers}\nconst third = 1` }, []],
  ['a helper that this asset does not use', { helpers: before.helpers.replace('a + b', 'b + a') }, ['twice']],
  ['a helper that it uses', { helpers: before.helpers.replace('x / 2', 'x / 3') }, ['total', 'half']],
  ['its own code', { total: before.total.replace('half(', 'half(1 + ') }, ['total']],
  ['the code of an upstream asset', { rows: 'export const rows = asset(() => [1, 2, 3])' }, ['rows']],
  ['the code of an op in a graph asset', { step: 'export const step = op(() => 2)' }, ['step', 'made']],
  ['the module that a name comes from', { imports: before.imports.replace('lodash', 'lodash-es') }, ['total']],
  ['a statement with effects beside a helper', { helpers: `${before.helpers}\nhalf.mode = 1` }, ['total', 'half', 'twice']],
  ['a number', { rows: before.rows.replace('2', '2n') }, ['rows']],
  ['a regular expression', { rows: before.rows.replace('2', '/a/') }, ['rows']],
])('%s changes what depends on it', (_, edit, names) => {
  expect(changed(edit)).toEqual(names);
}); // prettier-ignore

it.each([
  ['new AssetSpec("rows")', 'new AssetSpec("rows", { group: "raw" })'],
  ['observableSourceAsset(() => "1")', 'observableSourceAsset(() => "2")'],
])('what depends on %s depends on its data, not on how it is declared', (one, other) => {
  const declared = (rows: string) =>
    versions({
      imports: 'import { asset, AssetSpec, observableSourceAsset } from "dagbook"',
      rows: `export const rows = ${rows}`,
      total: 'export const total = asset({ deps: [rows] }, () => 1)',
    });
  expect(declared(other).total).toBe(declared(one).total);
  expect(declared(other).rows).not.toBe(declared(one).rows);
});

it('is told of assets made through the module’s name too', () => {
  const cells = (rows: string) => ({
    a: 'import * as dg from "dagbook"',
    b: `const rows = dg.asset(() => ${rows})`,
    c: 'const total = dg.asset({ deps: [rows] }, () => 1)',
    d: 'const plain = () => rows',
  });
  const [old, now] = [versions(cells('1')), versions(cells('2'))];
  expect(now.total).toBe(old.total);
  expect(now.plain).toBe(old.plain);
  expect(now.rows).not.toBe(old.rows);
});

it('functions that call each other share their changes', () => {
  const cells = (last: string) => ({
    a: `const f = (n) => n ? g(n - 1) : 0\nfunction g(n) { return f(n) + ${last} }`,
  });
  const [old, now] = [versions(cells('1')), versions(cells('2'))];
  expect(now.f).not.toBe(old.f);
  expect(now.g).not.toBe(old.g);
});

it('a pinned version, and the content of a file that the code names, belong to the code', () => {
  const notebook = notebookOf({
    ...before,
    file: 'export const file = asset((_, c) => c.file("a.json").json())',
  });
  const now = (changes: Parameters<typeof withHeader>[1]) => {
    const { codeVersions } = compileNotebook(withHeader(notebook, changes));
    const old = compileNotebook(notebook).codeVersions;
    return Object.keys(old).filter((name) => old[name] !== codeVersions[name]);
  };
  expect(now({ imports: { lodash: 'npm:lodash@4.17.21' } })).toEqual(['sum', 'total']);
  expect(now({ attachments: { 'a.json': 'f'.repeat(64), 'b.json': '0'.repeat(64) } })).toEqual(['file']);
  expect(now({ title: 'Another' })).toEqual([]);
});

it('counts the version that the app has as one that the header pins', () => {
  const notebook = notebookOf({ ...before, imports: before.imports.replace('lodash', 'lodash-es') });
  const total = (imports: Record<string, string>) =>
    compileNotebook(withHeader(notebook, { imports })).codeVersions.total;
  expect(total({ 'lodash-es': `npm:lodash-es@${shippedPackages['lodash-es']}` })).toBe(total({}));
  expect(total({ 'lodash-es': 'npm:lodash-es@4.0.0' })).not.toBe(total({}));
});
