import { toast } from 'svelte-sonner';
import { randomId } from '../../../base/ids';
import {
  changeCells,
  insertCells,
  mergeCells,
  moveCells,
  removeCells,
  splitCell,
} from '../../../notebook/cell-edits';
import { isEmpty, newCell } from '../../../notebook/cell';
import { convertCell } from '../../../notebook/convert-cell';
import { freeName, readSql, withSqlImport } from '../../../notebook/sql-cell';
import type { CellKind } from '../../../notebook/notebook';
import { m } from '../../../words/generated/messages.js';
import type { NotebookContext } from '../notebook-context';

/** Inserts an empty cell beside the cell `id`, at the end where there is none, and puts the caret into it. */
export function insertCell(
  { open, focus }: NotebookContext,
  kind: CellKind,
  id: string,
  side: 'above' | 'below' = 'below',
): void {
  const index = open.cells.findIndex((cell) => cell.id === id);
  const after = index < 0 ? open.cells.length - 1 : side === 'below' ? index : index - 1;
  focus.edit(open.insert(kind, open.cells[after]?.id));
}

export function deleteCells(context: NotebookContext, id: string): void {
  const { open, focus } = context;
  const before = open.cells;
  const ids = focus.chosen(id);
  takeAway(context, ids);
  const gone = before.filter((cell) => ids.has(cell.id) && cell.kind !== 'notebook');
  const first = gone[0];
  if (!first) return;
  const after = before[before.indexOf(first) - 1]?.id;
  const deleted = first.name ? m.notebook_deleted({ name: first.name }) : m.notebook_deleted_cell();
  toast(gone.length > 1 ? m.notebook_deleted_cells({ count: gone.length }) : deleted, {
    action: {
      label: m.notebook_undo(),
      // By itself, not by the history: other actions may have come since.
      onClick: () => {
        const present = new Set(open.cells.map((cell) => cell.id));
        open.act((cells) => insertCells(cells, gone.filter((cell) => !present.has(cell.id)), after)); // prettier-ignore
        focus.selectAll(gone.map((cell) => cell.id));
      },
    },
  });
}

/** Removes cells and selects what stands in their place. */
export function takeAway({ open, focus }: NotebookContext, ids: ReadonlySet<string>): void {
  const before = open.cells;
  const last = before.findLastIndex((cell) => ids.has(cell.id));
  const stays = (cell: (typeof before)[number]) => !ids.has(cell.id) && cell.kind !== 'notebook';
  const next = before.slice(last + 1).find(stays) ?? before.slice(0, last).findLast(stays);
  open.act((cells) => removeCells(cells, ids));
  focus.select(next?.id);
}

export function moveCell({ open, focus }: NotebookContext, id: string, direction: 'up' | 'down'): void {
  const ids = focus.chosen(id);
  open.act((cells) => moveCells(cells, ids, direction));
  focus.reveal(id);
}

/**
 * Inserts a cell for a query below the cell `id`, at the end where there is none, or in its place where it is empty. It
 * reads all of the nearest asset above, selected, so that another query can be typed at once.
 */
export function insertSql({ open, focus, assetsOf }: NotebookContext, id: string): void {
  const index = open.cells.findIndex((cell) => cell.id === id);
  const above = open.cells.slice(0, index < 0 ? undefined : index + 1);
  const table = above
    .flatMap((cell) => assetsOf(cell.id).map(({ asset }) => asset.key))
    .findLast(isPlainName);
  const before = above.at(-1);
  const blank = before && isEmpty(before) ? before : newCell('code');
  const text = table === undefined ? '' : `select *\nfrom ${table}`;
  const cell = convertCell({ ...blank, text }, 'sql', freeName(open.cells));
  open.act((cells) =>
    withSqlImport(
      blank === before
        ? changeCells(cells, new Set([cell.id]), { text: cell.text })
        : insertCells(cells, [cell], before?.id),
      randomId,
    ),
  );
  focus.editAt(cell.id, { from: 0, to: cell.text.length });
}

/** It needs no quotes in a query. */
const isPlainName = (key: string): boolean => /^[\p{L}_][\p{L}\p{N}_]*$/u.test(key);

export function changeKind({ open, focus }: NotebookContext, id: string, kind: CellKind): void {
  const isEditing = focus.mode === 'edit';
  const ids = focus.chosen(id);
  open.act((cells) => {
    const converted = cells.map((cell) =>
      ids.has(cell.id) ? convertCell(cell, kind, freeName(cells)) : cell,
    );
    if (converted.every((cell, index) => cell === cells[index])) return cells;
    return kind === 'sql' ? withSqlImport(converted, randomId) : converted;
  });
  if (isEditing) focus.edit(id);
  else focus.reveal(id);
}

/** Hides the code of cells in the file, or shows it again. */
export function toggleCode({ open, focus }: NotebookContext, id: string): void {
  const ids = new Set(
    open.cells.filter((cell) => cell.kind === 'code' && focus.chosen(id).has(cell.id)).map((cell) => cell.id),
  );
  const hide = open.cells.some((cell) => ids.has(cell.id) && !cell.hide) || undefined;
  for (const cell of ids) focus.unhidden.delete(cell);
  open.act((cells) => changeCells(cells, ids, { hide }));
  focus.reveal(id);
}

export function splitAtCaret({ open, focus }: NotebookContext, id: string): void {
  // A query in two is none.
  if (open.cells.some((cell) => cell.id === id && readSql(cell.text))) return;
  const caret = focus.editors.get(id)?.view.state.selection.main.head;
  if (caret === undefined) return;
  const [, second] = open.act((cells) => splitCell(cells, id, caret, randomId()));
  if (second) focus.editAt(second, { from: 0, to: 0 });
}

export function mergeWithNext({ open, focus }: NotebookContext, id: string): void {
  const [merged] = open.act((cells) => mergeCells(cells, focus.chosen(id)));
  if (merged) focus.select(merged);
}

/** Takes the last cell action back, or does it again, and shows where that was. */
export function stepThroughHistory({ open, focus }: NotebookContext, direction: 'undo' | 'redo'): void {
  const index = Math.max(0, focus.index);
  const touched = open.step(direction);
  const cells = open.cells.filter((cell) => cell.kind !== 'notebook');
  if (touched.length > 0) focus.selectAll(touched);
  else if (!cells.some((cell) => cell.id === focus.selected))
    focus.select((cells[index] ?? cells.at(-1))?.id);
}
