import type { AssetKeyString } from '../../../definitions/snapshot';
import Play from '@lucide/svelte/icons/play';
import { toast } from 'svelte-sonner';
import { m } from '../../../words/generated/messages.js';
import type { NotebookContext } from '../notebook-context';
import { insertCell } from './change-cells';
import type { Command } from './command';

/** The assets of the cells that a command at `id` is for. */
const assetsAt = (context: NotebookContext, id: string) => assetsIn(context, context.focus.chosen(id));

const assetsIn = ({ assetsOf }: NotebookContext, cells: ReadonlySet<string>) =>
  [...cells].flatMap((cell) => assetsOf(cell).map(({ asset }) => asset.key));

/** Materializes what the cells define, and computes what they show; a cell with neither is only saved and loaded. */
async function runCells(context: NotebookContext, id: string): Promise<void> {
  const cells = context.focus.chosen(id);
  await context.open.flush();
  await context.settle();
  await context.runs.materialize(assetsIn(context, cells));
  await context.viewCells.run(cells);
}

/** Runs the cell and goes to the next one, which is made where there is none. */
function runAndNext(context: NotebookContext, id: string): void {
  void runCells(context, id);
  const { open, focus } = context;
  const next = open.cells[open.cells.findIndex((cell) => cell.id === id) + 1];
  if (next) focus.select(next.id);
  else insertCell(context, 'code', id);
}

/** Materializes what is not up to date: of these assets and all upstream of them, or of all. */
async function runStale({ runs, staleAmong }: NotebookContext, keys?: readonly AssetKeyString[]) {
  const stale = staleAmong(keys);
  if (stale.length === 0) toast(m.notebook_nothing_stale());
  else await runs.materialize(stale);
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
    id: 'run-stale',
    words: m.notebook_key_run_stale,
    run: (context, id) => runStale(context, assetsAt(context, id)),
  },
  {
    id: 'run-all-stale',
    words: m.notebook_key_run_all_stale,
    keys: { everywhere: ['$mod+Shift+KeyR'] },
    run: (context) => runStale(context),
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
  {
    id: 'restart',
    words: m.notebook_key_restart,
    keys: { command: ['Digit0 Digit0'] },
    run: async ({ runs, location }) => {
      await runs.cancel();
      await location.restart();
      toast(m.notebook_restarted());
    },
  },
];
