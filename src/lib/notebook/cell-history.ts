import { byId, type Cells } from './cell-edits';
import { joinedOrder } from './joined-order';
import type { Cell } from './notebook';
import { rebaseText } from './replacement';
import { sameJson } from './same-cell';

/** Cells before and after an edit, which is all that undo needs: whatever the edit was. */
interface Step {
  readonly before: Cells;
  readonly after: Cells;
}

/**
 * The cell actions that can be taken back or done again, the newest last. What is typed into cells is none of them:
 * it stays whichever way the history goes.
 */
export interface CellHistory {
  readonly undo: readonly Step[];
  readonly redo: readonly Step[];
}

export const emptyHistory: CellHistory = { undo: [], redo: [] };

/** The history with one more action, after which nothing is left to do again. */
export const recorded = ({ undo }: CellHistory, before: Cells, after: Cells): CellHistory => ({
  undo: [...undo, { before, after }],
  redo: [],
});

/** Takes the newest action back, or does the last one again. `undefined` where there is none. */
export function stepThrough(
  history: CellHistory,
  direction: 'undo' | 'redo',
  cells: Cells,
): { readonly history: CellHistory; readonly cells: Cells } | undefined {
  const other = direction === 'undo' ? 'redo' : 'undo';
  const step = history[direction].at(-1);
  if (!step) return undefined;
  const [from, to] = direction === 'undo' ? [step.after, step.before] : [step.before, step.after];
  const stepped = carryOver(cells, from, to);
  const done = direction === 'undo' ? { before: stepped, after: cells } : { before: cells, after: stepped };
  const left = { [direction]: history[direction].slice(0, -1), [other]: [...history[other], done] };
  return { history: left as unknown as CellHistory, cells: stepped };
}

/** Whether the newest action made the text of a cell what it is: then undoing in that text is undoing the action. */
export function isNewestIn(
  history: CellHistory,
  direction: 'undo' | 'redo',
  cells: Cells,
  id: string,
): boolean {
  const step = history[direction].at(-1);
  const textIn = (some: Cells | undefined) => some?.find((cell) => cell.id === id)?.text;
  const texts = [textIn(step?.before), textIn(step?.after)];
  const [from, to] = direction === 'undo' ? texts.toReversed() : texts;
  return from !== undefined && to !== undefined && from !== to && from === textIn(cells);
}

/** The cells that an edit made or changed, or moved: where people look for what it did. */
export function touchedCells(before: Cells, after: Cells): readonly string[] {
  const old = new Map(before.map((cell) => [cell.id, cell]));
  const changed = after.filter((cell) => old.get(cell.id) !== cell).map(({ id }) => id);
  if (changed.length > 0) return changed;
  const left = new Set(after.map(({ id }) => id));
  const first = before.filter(({ id }) => left.has(id)).findIndex(({ id }, at) => after[at]?.id !== id);
  return first < 0 ? [] : [after[first]!.id];
}

/** What leads from one state to another, done to a third, which has come from the first by other ways. */
function carryOver(current: Cells, from: Cells, to: Cells): Cells {
  const [now, old, wanted] = [byId(current), byId(from), byId(to)];
  const order = joinedOrder([...old.keys()], [...now.keys()], [...wanted.keys()]);
  return order.flatMap((id): Cells => {
    const [cell, before, after] = [now.get(id), old.get(id), wanted.get(id)];
    if (!cell) return after && !before ? [after] : [];
    if (!after) return before ? [] : [cell];
    return [before ? changed(cell, before, after) : cell];
  });
}

function changed(cell: Cell, before: Cell, after: Cell): Cell {
  if (before === after) return cell;
  if (cell === before) return after;
  const fields = (['kind', 'name', 'hide', 'disabled', 'unknown'] as const).filter(
    (field) => !sameJson(before[field] ?? null, after[field] ?? null),
  );
  const change = Object.fromEntries(fields.map((field) => [field, after[field]]));
  return { ...cell, ...change, text: rebaseText(before.text, after.text, cell.text) };
}
