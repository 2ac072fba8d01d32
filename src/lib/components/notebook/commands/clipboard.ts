import { randomId } from '../../../base/ids';
import { insertCells } from '../../../notebook/cell-edits';
import type { NotebookContext } from '../notebook-context';
import { takeAway } from './change-cells';

/** Cells that were cut or copied in this browser, for pages that may not read the system's clipboard. */
const keptCells = 'dagbook-cells';

/** The writer parses; it comes when it is needed. */
const cellsAsText = () => import('../../../notebook/cells-as-text');

export async function copyCells({ open, focus }: NotebookContext, id: string): Promise<void> {
  const ids = focus.chosen(id);
  const cells = open.cells.filter((cell) => ids.has(cell.id));
  if (cells.length === 0) return;
  const text = (await cellsAsText()).cellsAsText(cells);
  try {
    localStorage.setItem(keptCells, text);
  } catch {
    // Too large to be kept twice: the system's clipboard has it.
  }
  void navigator.clipboard?.writeText(text).catch(() => undefined);
}

export async function cutCells(context: NotebookContext, id: string): Promise<void> {
  const ids = context.focus.chosen(id);
  await copyCells(context, id);
  takeAway(context, ids);
}

/** Pastes below the cell `id` what was cut or copied, in this notebook or another one. */
export async function pasteCells(context: NotebookContext, id: string): Promise<void> {
  await pasteText(context, id, await clipboardText());
}

/** Cells in a text, or a text from elsewhere as one code cell. */
export async function pasteText({ open, focus }: NotebookContext, id: string, text: string): Promise<void> {
  const { cellsFromText } = await cellsAsText();
  const pasted = cellsFromText(text, open.cells, randomId);
  const after = id === '' ? open.cells.at(-1)?.id : id;
  focus.selectAll(open.act((cells) => insertCells(cells, pasted, after)));
}

/** The system's clipboard where it may be read unasked; else what was last copied here. */
async function clipboardText(): Promise<string> {
  try {
    const { state } = await navigator.permissions.query({ name: 'clipboard-read' as PermissionName });
    if (state === 'granted') return await navigator.clipboard.readText();
  } catch {
    // Not every browser knows this permission.
  }
  return localStorage.getItem(keptCells) ?? '';
}
