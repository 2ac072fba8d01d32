import { toast } from 'svelte-sonner';
import { m } from '../../words/generated/messages.js';
import type { NotebookContext } from './notebook-context';

/** What toolbar and keys do to a cell. Each acts on the cell `id`. */
export function insertCell(
  { open, focus }: NotebookContext,
  kind: 'code' | 'markdown',
  id: string | undefined,
  side: 'above' | 'below' = 'below',
): void {
  const index = open.cells.findIndex((cell) => cell.id === id);
  const isHeader = open.cells[index]?.kind === 'notebook';
  const after = side === 'below' || isHeader ? id : open.cells[index - 1]?.id;
  focus.edit(open.insert(kind, after ?? (index < 0 ? open.cells.at(-1)?.id : undefined)));
}

export function deleteCell({ open, focus }: NotebookContext, id: string): void {
  const index = open.cells.findIndex((cell) => cell.id === id);
  const cell = open.cells[index];
  if (!cell || cell.kind === 'notebook') return;
  open.act({ type: 'remove', id });
  focus.select(open.cells[Math.min(index, open.cells.length - 1)]?.id);
  const after = open.cells[index - 1]?.id;
  toast(cell.name ? m.notebook_deleted({ name: cell.name }) : m.notebook_deleted_cell(), {
    action: {
      label: m.notebook_undo(),
      // By itself, not by the undo stack: other actions may have come since.
      onClick: () => {
        if (!open.cells.some((other) => other.id === id)) open.act({ type: 'insert', cell, after });
        focus.select(id);
      },
    },
  });
}

export function moveCell({ open, focus }: NotebookContext, id: string, direction: 'up' | 'down'): void {
  open.move(id, direction);
  focus.select(id);
}

export function changeKind({ open, focus }: NotebookContext, id: string, kind: 'code' | 'markdown'): void {
  const cell = open.cells.find((other) => other.id === id);
  if (!cell || cell.kind === kind || cell.kind === 'notebook') return;
  open.act({ type: 'change', id, change: { kind } });
  focus.select(id);
}

/** Hides the code of a cell in the file, or shows it again. */
export function toggleCode({ open, focus }: NotebookContext, id: string): void {
  const cell = open.cells.find((other) => other.id === id);
  if (cell?.kind !== 'code') return;
  focus.unhidden.delete(id);
  open.act({ type: 'change', id, change: { hide: cell.hide ? undefined : true } });
  focus.select(id);
}

/** Takes the last cell action back, or does it again, and shows where that was. */
export function stepThroughHistory({ open, focus }: NotebookContext, direction: 'undo' | 'redo'): void {
  const index = focus.index;
  const id = direction === 'undo' ? open.undo() : open.redo();
  if (id === undefined) return;
  const neighbour = open.cells.filter((cell) => cell.kind !== 'notebook').at(Math.max(0, index - 1));
  focus.select(open.cells.some((cell) => cell.id === id) ? id : neighbour?.id);
}

/** Materializes what the cell defines; a cell without assets is only saved and loaded. */
export async function runCell({ open, runs, assetsOf }: NotebookContext, id: string): Promise<void> {
  await open.flush();
  await runs.materialize(assetsOf(id).map(({ asset }) => asset.key));
}

/** Runs the cell and goes to the next one, which is made where there is none. */
export function runAndNext(context: NotebookContext, id: string): void {
  void runCell(context, id);
  const { open, focus } = context;
  const next = open.cells[open.cells.findIndex((cell) => cell.id === id) + 1];
  if (next) focus.select(next.id);
  else insertCell(context, 'code', id);
}
