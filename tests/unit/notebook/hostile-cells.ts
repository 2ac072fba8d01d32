import fc from 'fast-check';
import type { Cell, Notebook } from '$lib/notebook/notebook';

/** Pieces that have broken notebook formats before: markers, line ends, unclosed things, statement joints. */
const pieces = [
  'const a = 1', 'let b = 2;', 'foo()', 'foo', 'x', 'a.b', 'export const q = 1', 'export { a }', 'export default 1',
  'import { asset } from "dagbook"', "import 'side-effect'", 'import type { T } from "t"', 'export type { T } from "t"',
  'type A = string', 'type B = A |', 'interface I { a: number }', 'const c = <T,>(v: T) => v', 'const d = <any>b',
  'let e = b as const', 'b satisfies I', 'declare const f: number', 'declare global {}', 'let g: string', 'abstract class K {}',
  'function h<T>(x: T): x is T & {} { return true }', 'class C { private readonly x = 1; #y = 2 }', 'async', 'await x', 'yield',
  '(1 + 2)', '(async () => {})()', '[1, 2].map(foo)', '`t`', '`${a}`', '`open', '`a\n// %% {"id":"zz"}\nb`', '+a', '-a', '++a',
  '*a', '/re/g.test(a)', '/unclosed', '.5', ',', '? b : c', '<div>{a}</div>', '<T>(x)', '!a', '=> 1', '{', '}', '(', ')', '[', ']',
  'in', 'instanceof', 'as', 'as(1)', 'satisfies', 'satisfies = 1', 'from', 'from\n"x"', 'of', 'is', 'type', 'declare', 'global',
  'namespace N { export const z = 1 }', 'enum E { A }', '@deco class D {}', 'class P { constructor(private x: number) {} }',
  '// %%', '// %% [markdown]', '// %% {"id":"aa"}', '// %%%', '// %%%% [raw] {"id":"bb"}', '// %% title', '//%%', ' // %%',
  '%%', '%% [markdown] {"id":"cc"}', '%%%', '# %%', '// comment', '//', '/* open', '*/', '/* closed */', '/* %% */', '<!-- html', '-->',
  '"open', "'open", '"s"', '"\\\n"', 'return', 'if (a) b', 'else c', 'do x; while (y)', 'for (;;) {}', 'lbl:', 'lbl: x',
  '"use strict"', '#!/usr/bin/env node', 'import.meta', 'import("x")', '\\u0061', 'if (a) { var v = 1 }', ';', ';;', 'debugger',
  ' ', '  ', '\t', '\n', '\n\n', '\n;\n', '\r', '\r\n', '\u2028', '\u2029', '\u0000', '\uFEFF', '\uFFFD', '\u00A0', '\v',
  '😀', '\uD83D', '\uDE00', '한글', 'const 변수 = 1', '{"a":1}', '"\\u2028"', '// "json"', '</script>', '<<<<<<< HEAD', '=======', '>>>>>>> x',
]; // prettier-ignore

/** Letters newer than TypeScript's tables are left out: acorn and engines know them, its parser does not. */
const noise = fc
  .string({ unit: 'binary', maxLength: 6 })
  .map((text) => text.replace(/(?![ -~])[\p{ID_Continue}\p{Cn}]/gu, 'é'));

const piece = fc.oneof({ weight: 8, arbitrary: fc.constantFrom(...pieces) }, { weight: 1, arbitrary: noise });

export const hostileText = fc
  .array(fc.tuple(piece, fc.constantFrom('', '\n', '\n', '\n', ' ', ';\n', '\r\n')), { maxLength: 5 })
  .map((parts) => parts.flat().join(''));

const kind = fc.constantFrom('code', 'code', 'code', 'code', 'markdown', 'raw', 'sql', 'notebook');

/** JSON has no minus zero. */
const json = fc.jsonValue().map((value) => JSON.parse(JSON.stringify(value)));

const optional = <Value>(value: fc.Arbitrary<Value>) => fc.option(value, { nil: undefined, freq: 3 });

const cell: fc.Arbitrary<Cell> = fc
  .record({
    id: fc.stringMatching(/^[0-9a-hjkmnp-tv-z]{8}$/),
    kind,
    text: hostileText,
    name: optional(
      fc.oneof(fc.constantFrom('orders', '// %%', '\u2028', ']'), fc.string({ unit: 'binary' })),
    ),
    hide: optional(fc.boolean()),
    disabled: optional(fc.constant(true)),
    unknown: optional(fc.dictionary(fc.constantFrom('tags', 'x\u2028', '%%', 'ü'), json, { minKeys: 1 })),
  })
  .map(
    (fields) =>
      Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as never,
  );

export const hostileNotebook: fc.Arbitrary<Notebook> = fc.record({
  preamble: fc.constantFrom(
    '',
    '',
    '#!/usr/bin/env -S node\n',
    '// licence\n\n',
    '\uFEFF',
    '/// <reference types="x" />\n',
  ),
  cells: fc.uniqueArray(cell, { minLength: 1, maxLength: 5, selector: ({ id }) => id }),
});

/** Cells without what only remembers where they come from. */
export const bare = ({ preamble, cells }: Notebook) => ({
  preamble,
  cells: cells.map(({ source: _, ...cell }) => cell),
});
