import { expect, test } from 'vitest';
import { compareCells } from '../../../src/lib/notebook/compare-cells';
import type { Cell } from '../../../src/lib/notebook/notebook';

const cell = (id: string, text: string, name?: string): Cell => ({ id, kind: 'code', text, name });

test('two versions differ by cells that one of them lacks, and by cells that say something else', () => {
  const before = [cell('a', '1'), cell('b', '2'), cell('c', '3'), cell('d', '4')];
  const after = [cell('new', '0'), cell('a', '1'), cell('c', '3!'), cell('d', '4', 'named')];
  const told = compareCells(before, after).map(({ type, id }) => `${id} ${type}`);
  expect(told).toEqual(['new added', 'b removed', 'c changed', 'd changed']);
});

test('cells in another order say the same', () => {
  const cells = [cell('a', '1'), cell('b', '2')];
  expect(compareCells(cells, cells.toReversed())).toEqual([]);
});
