import { randomId } from '../../../base/ids';
import { insertCells } from '../../../notebook/cell-edits';
import { filesReadBy } from '../../../notebook/attachments';
import type { NotebookContext } from '../notebook-context';
import { takeAway } from './change-cells';
import { bringFiles, type Files } from './pasted-files';

/** What was cut or copied in this browser: for pages that may not read the system's clipboard, and for the files. */
interface KeptCells {
  readonly text: string;
  /** Those that the cells read, by whose hashes the instance has them. */
  readonly files: Files;
}

const keptCells = 'dagbook-copied-cells';

/** The writer parses; it comes when it is needed. */
const cellsAsText = () => import('../../../notebook/cells-as-text');

export async function copyCells({ open, focus }: NotebookContext, id: string): Promise<void> {
  const ids = focus.chosen(id);
  const cells = open.cells.filter((cell) => ids.has(cell.id));
  if (cells.length === 0) return;
  const text = (await cellsAsText()).cellsAsText(cells);
  const read = new Set(filesReadBy(cells));
  const files = open.attachments.filter(({ path }) => read.has(path));
  try {
    localStorage.setItem(keptCells, JSON.stringify({ text, files } satisfies KeptCells));
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
export async function pasteText(
  { open, focus }: Pick<NotebookContext, 'open' | 'focus'>,
  id: string,
  text: string,
): Promise<void> {
  const { cellsFromText } = await cellsAsText();
  const pasted = cellsFromText(text, open.cells, randomId);
  const after = id === '' ? open.cells.at(-1)?.id : id;
  focus.selectAll(open.act((cells) => insertCells(cells, pasted, after)));
  const kept = keptInBrowser();
  bringFiles(open, pasted, kept?.text === text ? kept.files : []);
}

/** The system's clipboard where it may be read unasked; else what was last copied here. */
async function clipboardText(): Promise<string> {
  try {
    const { state } = await navigator.permissions.query({ name: 'clipboard-read' as PermissionName });
    if (state === 'granted') return await navigator.clipboard.readText();
  } catch {
    // Not every browser knows this permission.
  }
  return keptInBrowser()?.text ?? '';
}

function keptInBrowser(): KeptCells | undefined {
  const kept = localStorage.getItem(keptCells);
  return kept === null ? undefined : (JSON.parse(kept) as KeptCells);
}
