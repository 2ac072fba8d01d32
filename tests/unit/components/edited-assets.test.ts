import { expect, test } from 'vitest';
import { editedAssets, editedCells } from '$lib/components/notebook/edited-assets';
import { cellUsers } from '$lib/notebook/cell-users';
import type { Cell } from '$lib/notebook/notebook';

const code = (id: string, text: string): Cell => ({ id, kind: 'code', text });
const cells: readonly Cell[] = [
  code('imports', 'import { asset } from "dagbook";'),
  code('tax', 'const tax = 0.1;\nconst _private = 1;'),
  code('mix', 'function withTax(price) { return price * (1 + tax); }'),
  code('orders', 'export const orders = asset(() => [1]);'),
  code('gross', 'export const gross = asset({ ins: { orders } }, ({ orders }) => orders.map(withTax));'),
  code('report', 'export const report = asset({ ins: { gross } }, ({ gross }) => gross);'),
  { id: 'words', kind: 'markdown', text: 'About tax and _private.' },
];
const keys = ['orders', 'gross', 'report'];
const downstream = new Map([
  ['orders', ['gross']],
  ['gross', ['report']],
]);
const staleAfter = (id: string, text: string) => {
  const edited = cells.map((cell) => (cell.id === id ? { ...cell, text } : cell));
  const loaded = new Map(cells.map((cell) => [cell.id, cell]));
  return Object.fromEntries(
    editedAssets(
      editedCells(edited, loaded),
      cellUsers(edited),
      (cell) => keys.filter((key) => key === cell),
      downstream,
    ),
  );
};

test('who uses whose names is read from the texts', () => {
  const users = cellUsers(cells);
  expect(users.get('tax')).toEqual(['mix']);
  expect(users.get('mix')).toEqual(['gross']);
  expect(users.get('orders')).toEqual(['gross']);
});

test.each([
  ['an asset', 'orders', 'export const orders = asset(() => [2]);', { orders: 'code', gross: 'upstream', report: 'upstream' }],
  ['a constant that a function uses that an asset uses', 'tax', 'const tax = 0.2;', { gross: 'code', report: 'upstream' }],
  ['the last one', 'report', 'export const report = 1', { report: 'code' }],
  ['text', 'words', 'Other words', {}],
  ['white space at the end', 'orders', `${cells[3]!.text}\n`, {}],
])('an edit of %s makes stale what depends on it', (_, id, text, expected) =>
  expect(staleAfter(id, text)).toEqual(expected)); // prettier-ignore

test('before anything is loaded, nothing is stale by edits', () => {
  expect(editedCells(cells, undefined)).toEqual([]);
});
