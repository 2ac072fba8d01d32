import { randomId } from '../../../base/ids';
import { insertCells } from '../../../notebook/cell-edits';
import { filesReadBy } from '../../../notebook/attachments';
import type { NotebookContext } from '../notebook-context';
import { takeAway } from './change-cells';
import { bringFiles, type Files } from './pasted-files';

/** Cells on their way from one place to another, kept by this browser. */
export interface KeptCells {
  readonly text: string;
  /** Those that the cells read, by whose hashes the instance has them. */
  readonly files: Files;
}

/** What was cut or copied here: for pages that may not read the system's clipboard, and for the files. */
const keptCells = 'dagbook-copied-cells';

/** The writer parses; it comes when it is needed. */
const cellsAsText = () => import('../../../notebook/cells-as-text');

/** Cells with the files that they read. */
export async function cellsToKeep(
  open: NotebookContext['open'],
  ids: ReadonlySet<string>,
): Promise<KeptCells> {
  const cells = open.cells.filter((cell) => ids.has(cell.id));
  const read = new Set(filesReadBy(cells));
  const files = open.attachments.filter(({ path }) => read.has(path));
  return { text: (await cellsAsText()).cellsAsText(cells), files };
}

export async function copyCells({ open, focus }: NotebookContext, id: string): Promise<void> {
  const ids = focus.chosen(id);
  if (!open.cells.some((cell) => ids.has(cell.id))) return;
  const kept = await cellsToKeep(open, ids);
  try {
    localStorage.setItem(keptCells, JSON.stringify(kept));
  } catch {
    // Too large to be kept twice: the system's clipboard has it.
  }
  void navigator.clipboard?.writeText(kept.text).catch(() => undefined);
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
export function pasteText(
  context: Pick<NotebookContext, 'open' | 'focus'>,
  id: string,
  text: string,
): Promise<void> {
  const kept = keptInBrowser();
  const after = id === '' ? context.open.cells.at(-1)?.id : id;
  return insertKept(context, after, { text, files: kept?.text === text ? kept.files : [] });
}

/** Inserts cells behind the cell `after`, or on top, with their files. */
export async function insertKept(
  { open, focus }: Pick<NotebookContext, 'open' | 'focus'>,
  after: string | undefined,
  { text, files }: KeptCells,
): Promise<void> {
  const { cellsFromText } = await cellsAsText();
  const inserted = cellsFromText(text, open.cells, randomId);
  focus.selectAll(open.act((cells) => insertCells(cells, inserted, after)));
  bringFiles(open, inserted, files);
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
