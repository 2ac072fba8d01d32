import { expect, test, vi } from 'vitest';
import type { Fix } from '$lib/language/language';
import { openLanguage, problemsIn } from './open-language';

// The first test bundles the types.
vi.setConfig({ testTimeout: 60_000 });

/** What is wrong with the notebook in short: cell, rule or message, and the text it stands at. */
async function problems(...texts: readonly string[]): Promise<readonly string[]> {
  const language = await openLanguage(...texts);
  return problemsIn(language).flatMap(({ cell, problems }) =>
    problems.map((problem) => {
      const what = problem.rule === 'typescript' ? problem.message.split('\n')[0] : problem.rule;
      return `${cell} ${what} at ${texts[Number(cell.slice(1))]!.slice(problem.from, problem.to)}`;
    }),
  );
}

/** The texts that each fix of the only problem makes; a moved cell is told by its new place. */
async function fixed(...texts: readonly string[]): Promise<Readonly<Record<string, unknown>>> {
  const language = await openLanguage(...texts);
  const [{ cell, problems }, ...others] = problemsIn(language) as [ReturnType<typeof problemsIn>[number]];
  expect([problems.length, others]).toEqual([1, []]);
  return Object.fromEntries(language.fixes(cell, problems[0]!).map((fix) => [fix.kind, result(fix, texts)]));
}

const result = (fix: Fix, texts: readonly string[]) =>
  fix.kind === 'moveCell'
    ? `${fix.cell} behind ${fix.after}`
    : fix.edits.map(({ cell, changes }) =>
        changes.reduceRight(
          (text, { from, to, insert }) => text.slice(0, from) + insert + text.slice(to),
          texts[Number(cell.slice(1))]!,
        ),
      );

const asset = 'import { asset } from "dagbook";';
const orders = 'export const orders = asset(() => [{ total: 40 }]);';

test('a sound notebook has no problems, whatever its cells share', async () => {
  const text = 'type Row = { a: number }; interface Row2 { a: number }';
  expect(await problems(asset, orders, text, 'const row: Row = { a: 1 }; await row; row satisfies Row2')).toEqual([]);
}); // prettier-ignore

test('a field that an upstream asset does not have is an error in the cell that uses it', async () => {
  const use = 'export const sums = asset({ ins: { orders } }, ({ orders }) => orders.map((o) => o.totl));';
  expect(await problems(asset, orders, use)).toEqual([
    `c2 Property 'totl' does not exist on type '{ total: number; }'. Did you mean 'total'? at totl`,
  ]);
  expect(await fixed(asset, orders, use)).toEqual({ typescript: [use.replace('totl', 'total')] });
});

test.each([
  ['const a = {', "'}' expected. at {"],
  ['const a = `x', 'Unterminated template literal. at x'],
  ['const a = ;', 'Expression expected. at ;'],
  ['enum E { A }', "This syntax is not allowed when 'erasableSyntaxOnly' is enabled. at E"],
])('%s', async (text, expected) => {
  expect(await problems(text)).toEqual([`c0 ${expected}`]);
});

test('what is broken in one cell is no problem of another', async () => {
  expect(await problems('const open = [', 'const fine = 1; fine;')).toEqual(["c0 ']' expected. at ["]);
});

test.each([
  ['import { z } from "zod";', 'z.object({ a: z.number() }).parse(1).a', 'number'],
  ['import { tableFromArrays } from "apache-arrow";', 'tableFromArrays({ a: [1] }).numRows', 'number'],
  ['import { scaleLinear } from "d3";', 'scaleLinear().domain()', 'number[]'],
  ['import { groupBy } from "lodash-es";', 'groupBy([1], String)', 'Dictionary<number[]>'],
  ['import { DateTime } from "luxon";', 'DateTime.now().year', 'number'],
  ['import * as Plot from "@observablehq/plot";', 'Plot.formatIsoDate(new Date(0))', 'string'],
  ['import { tidy, select } from "@tidyjs/tidy";', 'tidy([{ n: 1 }], select("n")).length', 'number'],
])('types come with %s', async (text, use, type) => {
  const [problem] = await problems(text, `const n: boolean = ${use};`);
  expect(problem).toMatch(`c1 Type '${type}`);
});

test('what the header pins has its own types, in place of those of the app, until it is no longer pinned', async () => {
  const entry = 'd3@6.0.0/index.d.ts';
  const files = { [entry]: 'export { old } from "./old";', 'd3@6.0.0/old.d.ts': 'export const old: 6;' };
  const links = { [entry]: { './old': 'd3@6.0.0/old.d.ts' } };
  const language = await openLanguage('import { old } from "d3"; const n: 7 = old; n;');
  const messages = () => problemsIn(language).flatMap(({ problems }) => problems.map((p) => 'message' in p && p.message)); // prettier-ignore
  expect(messages()[0]).toMatch('no exported member');
  await language.pin({ d3: { entry, files, links }, unknown: null });
  expect(messages()[0]).toBe("Type '6' is not assignable to type '7'.");
  await language.pin({});
  expect(messages()[0]).toMatch('no exported member');
});

test('a package that nobody has added is not found', async () => {
  expect((await problems('import { map } from "lodash"; map'))[0]).toMatch(/^c0 Cannot find module 'lodash'/);
});

test('a name of two cells can be renamed, kept to its cell, or closed in with it', async () => {
  expect(await fixed('const rows = 1; rows', 'const rows = 2;\nrows + 1;')).toEqual({
    rename: ['const rows2 = 2;\nrows2 + 1;'],
    keepPrivate: ['const _rows = 2;\n_rows + 1;'],
    wrap: ['{\n  const rows = 2;\n  rows + 1;\n}'],
  });
});

test('a cell that others need, or that exports, is not closed in', async () => {
  const fixes = await fixed('const rows = 1;', 'const rows = 2; const more = 1;', 'more');
  expect(Object.keys(fixes)).toEqual(['rename', 'keepPrivate']);
  const exported = await fixed(asset, orders, 'export const orders = asset(() => 1);');
  expect(Object.keys(exported)).toEqual(['rename']);
});

test('a second import of a name goes away', async () => {
  expect(await fixed(asset, 'import { asset, op } from "dagbook"; op')).toEqual({
    removeImport: ['import { op } from "dagbook"; op'],
  });
  expect(await fixed(asset, `${asset}\nasset`)).toEqual({ removeImport: ['asset'] });
});

test('a loop does not leak with let', async () => {
  expect(await fixed('for (var i = 0; i < 3; i++) console.log(i);')).toEqual({
    useLet: ['for (let i = 0; i < 3; i++) console.log(i);'],
  });
});

test('an undeclared loop variable is declared', async () => {
  expect(await fixed('for (each of [1, 2]) {}')).toEqual({ typescript: ['for (const each of [1, 2]) {}'] });
});

test('a cell that needs a later one at once can move below it', async () => {
  expect(await problems('() => later', 'const later = 1;')).toEqual([]);
  expect(await problems('later + 1', 'const later = 1;')).toEqual(['c0 usedBeforeDefinition at later']);
  expect(await fixed('later + 1', 'const later = 1;')).toEqual({ moveCell: 'c0 behind c1' });
});

test('a definition can be put before its use in the same cell', async () => {
  expect(await fixed('// first\nrows + 1;\n\n// the rows\nconst rows = 1;')).toEqual({
    defineFirst: ['// the rows\nconst rows = 1;\n// first\nrows + 1;'],
  });
});

test('an unknown name of dagbook can be imported', async () => {
  expect(await fixed(asset, 'new MaterializeResult({ value: 1 })')).toEqual({
    import: ['import { asset, MaterializeResult } from "dagbook";'],
  });
});

test('a check says again only what an edit may have changed', async () => {
  const language = await openLanguage('const a = 1;', 'const b: number = a;', 'const c = 1;');
  const found = () => language.check(() => false).found;
  expect(found().map(({ cell }) => cell).sort()).toEqual(['c0', 'c1', 'c2']);
  expect(found()).toEqual([]);
  const order = ['c0', 'c1', 'c2'];
  await language.update({ order, cells: [{ id: 'c0', text: 'const a = "1";' }] });
  const changed = found();
  expect(changed.map(({ cell, problems }) => [cell, problems.length])).toEqual([['c0', 0], ['c1', 1]]);
  await language.update({ order: ['c1', 'c2'], cells: [] });
  expect(found().map(({ cell }) => cell)).toEqual(['c1']);
}); // prettier-ignore

test('a check stops when its time is over, and goes on with the next one', async () => {
  const language = await openLanguage('const a = 1;', 'const b = 1;');
  let asked = 0;
  expect(language.check(() => asked++ > 0)).toMatchObject({ found: [{ cell: 'c1' }], isDone: false });
  expect(language.check(() => false)).toMatchObject({ found: [{ cell: 'c0' }], isDone: true });
});
