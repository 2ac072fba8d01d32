import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { selectionOf } from '$lib/components/notebook/asset-selection';
import { applyCellAction, oneStep, type CellAction } from '$lib/components/notebook/cell-actions';
import { replacement } from '$lib/components/notebook/replacement';
import { parseSelection } from '$lib/graph/selection/parse-selection';
import { printSelection } from '$lib/graph/selection/print-selection';
import type { Cell } from '$lib/notebook/notebook';

const cells: readonly Cell[] = ['a', 'b', 'c', 'd'].map((id) => ({ id, kind: 'code', text: id }));
const id = fc.constantFrom('a', 'b', 'c', 'd');
const action: fc.Arbitrary<CellAction> = fc.oneof(
  fc.record({ type: fc.constant('remove' as const), id }),
  fc.record({ type: fc.constant('move' as const), id, after: fc.option(id, { nil: undefined }) }),
  fc.record({
    type: fc.constant('insert' as const),
    cell: fc.constant<Cell>({ id: 'new', kind: 'markdown', text: '' }),
    after: fc.option(id, { nil: undefined }),
  }),
  fc.record({
    type: fc.constant('change' as const),
    id,
    change: fc.constant({ kind: 'markdown', hide: true } as const),
  }),
);

describe('cell actions', () => {
  test('the inverse takes an action back', () => {
    fc.assert(
      fc.property(action, (done) => {
        const applied = applyCellAction(cells, done);
        if (!applied || (done.type === 'move' && done.id === done.after)) return;
        expect(
          applyCellAction(applied.cells, applied.inverse)?.cells.map(({ kind, id }) => [id, kind]),
        ).toEqual(cells.map(({ kind, id }) => [id, kind]));
      }),
    );
  });

  test('what is gone can be neither moved nor removed', () => {
    expect(applyCellAction(cells, { type: 'remove', id: 'x' })).toBeUndefined();
    expect(oneStep(cells, 'x', 'up')).toBeUndefined();
    expect([oneStep(cells, 'a', 'up'), oneStep(cells, 'd', 'down')]).toEqual([undefined, undefined]);
  });
});

test('a replacement makes the new text and is as short as it can be', () => {
  const text = fc.string({ unit: fc.constantFrom('a', 'b', '\n') });
  fc.assert(
    fc.property(text, text, (before, after) => {
      const change = replacement(before, after) ?? { from: 0, to: 0, insert: '' };
      expect(before.slice(0, change.from) + change.insert + before.slice(change.to)).toBe(after);
      expect(change.to).toBeGreaterThanOrEqual(change.from);
    }),
  );
  expect(replacement('const x = 1;', 'const xy = 1;')).toEqual({ from: 7, to: 7, insert: 'y' });
});

test.each([
  [selectionOf(['a', 'shop/b']), 'key:"a" or key:"shop/b"'],
  [selectionOf(['a'], 'upstream'), '+key:"a"'],
  [selectionOf(['a', 'b'], 'downstream'), 'key:"a"+ or key:"b"+'],
])('%s is a selection that means what it says', (text, printed) => {
  expect(printSelection(parseSelection(text))).toBe(printed);
});
