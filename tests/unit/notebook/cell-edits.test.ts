import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import * as edits from '$lib/notebook/cell-edits';
import { emptyHistory, isNewestIn, recorded, stepThrough, touchedCells } from '$lib/notebook/cell-history';
import type { Cell } from '$lib/notebook/notebook';
import { replacement } from '$lib/notebook/replacement';

type Cells = edits.Cells;

const header: Cell = { id: 'notebook', kind: 'notebook', text: '' };
const code = (id: string): Cell => ({ id, kind: 'code', text: `${id} one\n${id} two` });
const cells: Cells = [header, ...['a', 'b', 'c', 'd'].map(code)];
const set = (...ids: string[]) => new Set(ids);
const order = (some: Cells) => some.map(({ id }) => id).join(' ');

describe('edits of cells', () => {
  test.each<[string, Cells, string]>([
    ['insert behind', edits.insertCells(cells, [code('x'), code('y')], 'b'), 'notebook a b x y c d'],
    ['insert on top, below the header', edits.insertCells(cells, [code('x')], undefined), 'notebook x a b c d'],
    ['insert behind what is gone', edits.insertCells(cells, [code('x')], 'z'), 'notebook a b c d x'],
    ['remove several', edits.removeCells(cells, set('a', 'c')), 'notebook b d'],
    ['the header is not removed', edits.removeCells(cells, set('notebook')), 'notebook a b c d'],
    ['drag behind another', edits.placeCells(cells, set('a', 'c'), 'd'), 'notebook b d a c'],
    ['drag on top', edits.placeCells(cells, set('c', 'd'), undefined), 'notebook c d a b'],
    ['drag onto themselves', edits.placeCells(cells, set('b', 'c'), 'c'), 'notebook a b c d'],
    ['drag onto the header', edits.placeCells(cells, set('c'), 'notebook'), 'notebook c a b d'],
    ['move up', edits.moveCells(cells, set('b', 'c'), 'up'), 'notebook b c a d'],
    ['move down', edits.moveCells(cells, set('b', 'c'), 'down'), 'notebook a d b c'],
    ['not above the header', edits.moveCells(cells, set('a'), 'up'), 'notebook a b c d'],
    ['not below the end', edits.moveCells(cells, set('d'), 'down'), 'notebook a b c d'],
    ['merge several', edits.mergeCells(cells, set('a', 'b')), 'notebook a c d'],
    ['merge with the next', edits.mergeCells(cells, set('c')), 'notebook a b c'],
    ['the last has no next', edits.mergeCells(cells, set('d')), 'notebook a b c d'],
  ])('%s', (_, after, expected) => expect(order(after)).toBe(expected)); // prettier-ignore

  test('what changes nothing answers the same cells', () => {
    const same = [
      edits.insertCells(cells, [], 'a'),
      edits.removeCells(cells, set('z')),
      edits.placeCells(cells, set('a'), undefined),
      edits.moveCells(cells, set('a'), 'up'),
      edits.changeCells(cells, set('a'), { kind: 'code' }),
      edits.splitCell(cells, 'z', 0, 'x'),
      edits.mergeCells(cells, set('d')),
    ];
    for (const answer of same) expect(answer).toBe(cells);
  });

  test('a cell is split at the caret, and merging makes it whole', () => {
    const named = edits.changeCells(cells, set('a'), { name: 'first' });
    const split = edits.splitCell(named, 'a', 6, 'x');
    expect(split.slice(1, 3)).toEqual([
      { id: 'a', kind: 'code', text: 'a one', name: 'first' },
      { id: 'x', kind: 'code', text: 'a two' },
    ]);
    expect(edits.mergeCells(split, set('a', 'x'))).toEqual(named);
  });
});

const id = fc.constantFrom('a', 'b', 'c', 'd', 'e');
const ids = fc.uniqueArray(id, { minLength: 1 }).map((some) => new Set(some));
const edit: fc.Arbitrary<(cells: Cells, fresh: string) => Cells> = fc.oneof(
  fc.option(id, { nil: undefined }).map((after) => (cells: Cells, fresh: string) =>
    edits.insertCells(cells, [{ id: fresh, kind: 'markdown', text: fresh }], after)),
  ids.map((some) => (cells: Cells) => edits.removeCells(cells, some)),
  fc.tuple(ids, fc.option(id, { nil: undefined })).map(([some, after]) => (cells: Cells) => edits.placeCells(cells, some, after)),
  fc.tuple(ids, fc.constantFrom('up' as const, 'down' as const)).map(([some, to]) => (cells: Cells) => edits.moveCells(cells, some, to)),
  ids.map((some) => (cells: Cells) => edits.changeCells(cells, some, { kind: 'raw', hide: true })),
  fc.tuple(id, fc.nat(12)).map(([one, at]) => (cells: Cells, fresh: string) => edits.splitCell(cells, one, at, fresh)),
  ids.map((some) => (cells: Cells) => edits.mergeCells(cells, some)),
); // prettier-ignore

const run = (steps: readonly ((cells: Cells, fresh: string) => Cells)[]) => {
  let [history, now] = [emptyHistory, cells];
  for (const [at, step] of steps.entries()) {
    const next = step(now, `new${at}`);
    if (next !== now) history = recorded(history, now, next);
    now = next;
  }
  return { history, now };
};
const stepAll = (from: ReturnType<typeof run>, direction: 'undo' | 'redo') => {
  let { history, now } = from;
  for (let step; (step = stepThrough(history, direction, now));) ({ history, cells: now } = step);
  return { history, now };
};

describe('undo and redo', () => {
  test('all actions undone give what was there; done again, what they made', () => {
    fc.assert(
      fc.property(fc.array(edit, { maxLength: 12 }), (steps) => {
        const done = run(steps);
        const undone = stepAll(done, 'undo');
        expect(undone.now).toEqual(cells);
        expect(stepAll(undone, 'redo').now).toEqual(done.now);
      }),
    );
  });

  test('what was typed since stays, unless its cell was made by what is undone; redo brings that back', () => {
    fc.assert(
      fc.property(fc.array(edit, { maxLength: 6 }), fc.nat(9), (steps, at) => {
        const { history, now } = run(steps);
        const target = now.filter(({ kind }) => kind !== 'notebook').at(at % Math.max(1, now.length - 1));
        if (!target) return;
        const typed = now.map((cell) => (cell === target ? { ...cell, text: `TYPED ${cell.text}` } : cell));
        const undone = stepAll({ history, now: typed }, 'undo');
        const kept = undone.now.find((cell) => cell.id === target.id);
        if (kept) expect(kept.text).toContain('TYPED');
        expect(stepAll(undone, 'redo').now.find((cell) => cell.id === target.id)?.text).toContain('TYPED');
      }),
    );
  });

  test('cells that another tab deleted or added meanwhile stay so', () => {
    const removed = edits.removeCells(cells, set('b'));
    const history = recorded(emptyHistory, cells, removed);
    const theirs = edits.insertCells(edits.removeCells(removed, set('c')), [code('new')], 'd');
    expect(order(stepThrough(history, 'undo', theirs)!.cells)).toBe('notebook a b d new');
  });

  test('undo in a text is about the action that made it, until something is typed', () => {
    const renamed = edits.changeCells(cells, set('a', 'b'), { text: 'renamed' });
    const history = recorded(emptyHistory, cells, renamed);
    const typed = edits.changeCells(renamed, set('a'), { text: 'renamed, and more' });
    expect(['a', 'b', 'c'].map((id) => isNewestIn(history, 'undo', renamed, id))).toEqual([
      true,
      true,
      false,
    ]);
    expect(['a', 'b'].map((id) => isNewestIn(history, 'undo', typed, id))).toEqual([false, true]);
    const undone = stepThrough(history, 'undo', renamed)!;
    expect(isNewestIn(undone.history, 'redo', undone.cells, 'a')).toBe(true);
    expect(isNewestIn(undone.history, 'undo', undone.cells, 'a')).toBe(false);
  });

  test('it is told where to look', () => {
    expect(touchedCells(cells, edits.insertCells(cells, [code('x')], 'a'))).toEqual(['x']);
    expect(touchedCells(cells, edits.changeCells(cells, set('b', 'c'), { hide: true }))).toEqual(['b', 'c']);
    expect(touchedCells(cells, edits.moveCells(cells, set('c'), 'up'))).toEqual(['c']);
    expect(touchedCells(cells, edits.removeCells(cells, set('c')))).toEqual([]);
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
