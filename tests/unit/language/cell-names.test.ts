import { expect, test } from 'vitest';
import { cellNames } from '$lib/language/cell-names';

const cases: readonly (readonly [string, { declares: string; shares: string }])[] = [
  ['const a = 1, { b, c: [d] } = x; let e;', { declares: 'a b d e', shares: 'a b d e' }],
  ['import x, { y as z } from "m"; import * as all from "n";', { declares: 'x z all', shares: 'x z all' }],
  [
    'function f() { var hidden } class C {} interface I {} type T = 1',
    { declares: 'f C I T', shares: 'f C I T' },
  ],
  ['for (const i of xs) {} { let j; const k = 1 }', { declares: '', shares: '' }],
  ['for (var i = 0; ;) { var j } if (x) { var k }', { declares: 'i j k', shares: 'i j k' }],
  ['const _own = 1; export const _told = 2', { declares: '_own _told', shares: '_told' }],
  ['const inner = 1; export { inner as outer }', { declares: 'inner', shares: 'inner outer' }],
  ['export default function named() {}', { declares: 'named', shares: 'named' }],
  ['const half = ; const rest = (', { declares: 'half rest', shares: 'half rest' }],
];

test.each(cases)('%s', (text, { declares, shares }) => {
  const names = cellNames(text);
  expect([...names.declared.keys()].join(' ')).toBe(declares);
  expect([...names.shared].join(' ')).toBe(shares);
});
