import Play from '@lucide/svelte/icons/play';
import { m } from '../../../words/generated/messages.js';
import type { NotebookContext } from '../notebook-context';
import { insertCell } from './change-cells';
import type { Command } from './command';

/** The assets of the cells that a command at `id` is for. */
const assetsAt = ({ focus, assetsOf }: NotebookContext, id: string) =>
  [...focus.chosen(id)].flatMap((cell) => assetsOf(cell).map(({ asset }) => asset.key));

/** Materializes what the cells define; a cell without assets is only saved and loaded. */
async function runCells(context: NotebookContext, id: string): Promise<void> {
  await context.open.flush();
  await context.runs.materialize(assetsAt(context, id));
}

/** Runs the cell and goes to the next one, which is made where there is none. */
function runAndNext(context: NotebookContext, id: string): void {
  void runCells(context, id);
  const { open, focus } = context;
  const next = open.cells[open.cells.findIndex((cell) => cell.id === id) + 1];
  if (next) focus.select(next.id);
  else insertCell(context, 'code', id);
}

/** What makes assets, and what stops that. */
export const runCommands: readonly Command[] = [
  {
    id: 'run',
    words: m.notebook_key_run,
    icon: Play,
    keys: { everywhere: ['$mod+Enter'] },
    run: runCells,
  },
  {
    id: 'run-next',
    words: m.notebook_key_run_next,
    keys: { everywhere: ['Shift+Enter'] },
    run: runAndNext,
  },
  {
    id: 'run-insert',
    words: m.notebook_key_run_insert,
    keys: { everywhere: ['Alt+Enter'] },
    run: (context, id) => {
      void runCells(context, id);
      insertCell(context, 'code', id);
    },
  },
  {
    id: 'run-upstream',
    words: m.notebook_key_run_upstream,
    run: (context, id) => context.runs.materialize(assetsAt(context, id), 'upstream'),
  },
  {
    id: 'run-downstream',
    words: m.notebook_key_run_downstream,
    run: (context, id) => context.runs.materialize(assetsAt(context, id), 'downstream'),
  },
  {
    id: 'run-all',
    words: m.notebook_materialize_all,
    run: ({ runs }) => runs.launch({ selection: '*' }),
  },
  {
    id: 'cancel',
    words: m.notebook_key_cancel,
    keys: { everywhere: ['$mod+Period'], command: ['KeyI KeyI'] },
    run: ({ runs }) => runs.cancel(),
  },
];
