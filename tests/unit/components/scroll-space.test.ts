import { expect, test } from 'vitest';
import { firstRow, spaceOf, spareHeight } from '$lib/components/value/table/scroll-space';

test.each([1, 12, 1_000, 200_000, 1_000_000, 50_000_000])('the end of %i rows can be scrolled to', (rows) => {
  const table = { rows, visible: Math.min(12, rows), rowHeight: 26 };
  const border = 2;
  const end = Math.max(0, spaceOf(rows, 26) - table.visible * 26 - spareHeight + border);
  expect(firstRow(end, table)).toBe(rows - table.visible);
  expect(firstRow(0, table)).toBe(0);
});
