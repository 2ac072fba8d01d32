import { createKeybindingsHandler } from 'tinykeys';
import { m } from '../../words/generated/messages.js';
import {
  changeKind,
  deleteCell,
  insertCell,
  moveCell,
  runAndNext,
  runCell,
  stepThroughHistory,
  toggleCode,
} from './cell-commands';
import type { NotebookContext } from './notebook-context';

/**
 * `everywhere`: also while text is edited. `command`: with a cell selected. `cell`: only while the cell itself has the
 * focus, because buttons and scrolling regions inside it have their own use of the key.
 */
type Where = 'everywhere' | 'edit' | 'command' | 'cell';

export interface Command {
  /** In the spelling of tinykeys. Letters go by their place on the keyboard, so that they work in Hangul too. */
  readonly keys: readonly string[];
  readonly where: Where;
  readonly words: () => string;
  /** `id` is the selected cell, '' where there is none. */
  readonly run: (context: NotebookContext, id: string) => unknown;
}

/** The keys of the notebook (reference/notebook-ux.md §1.4, column "Take"), as far as there is the action. */
export const commands: readonly Command[] = [
  { keys: ['$mod+Enter'], where: 'everywhere', words: m.notebook_key_run, run: runCell },
  { keys: ['Shift+Enter'], where: 'everywhere', words: m.notebook_key_run_next, run: runAndNext },
  {
    keys: ['Alt+Enter'],
    where: 'everywhere',
    words: m.notebook_key_run_insert,
    run: (context, id) => {
      void runCell(context, id);
      insertCell(context, 'code', id);
    },
  },
  { keys: ['$mod+KeyS'], where: 'everywhere', words: m.notebook_key_save, run: ({ open }) => open.flush() },
  {
    keys: ['$mod+Period'],
    where: 'everywhere',
    words: m.notebook_key_cancel,
    run: ({ runs }) => runs.cancel(),
  },
  { keys: ['$mod+KeyH'], where: 'everywhere', words: m.notebook_key_hide, run: toggleCode },
  {
    keys: ['$mod+Shift+KeyD'],
    where: 'everywhere',
    words: m.notebook_key_lineage,
    run: (context) => context.togglePanel('lineage'),
  },
  { keys: ['Escape'], where: 'edit', words: m.notebook_key_leave, run: ({ focus }) => focus.leave() },
  { keys: ['Enter'], where: 'cell', words: m.notebook_key_edit, run: ({ focus }, id) => focus.edit(id) },
  { keys: ['KeyJ'], where: 'command', words: m.notebook_key_next, run: ({ focus }) => focus.step(1) },
  { keys: ['KeyK'], where: 'command', words: m.notebook_key_previous, run: ({ focus }) => focus.step(-1) },
  { keys: ['ArrowDown'], where: 'cell', words: m.notebook_key_next, run: ({ focus }) => focus.step(1) },
  { keys: ['ArrowUp'], where: 'cell', words: m.notebook_key_previous, run: ({ focus }) => focus.step(-1) },
  {
    keys: ['KeyA'],
    where: 'command',
    words: m.notebook_key_above,
    run: (context, id) => insertCell(context, 'code', id, 'above'),
  },
  {
    keys: ['KeyB'],
    where: 'command',
    words: m.notebook_key_below,
    run: (context, id) => insertCell(context, 'code', id),
  },
  {
    keys: ['Alt+Shift+ArrowUp', 'Control+Shift+ArrowUp'],
    where: 'command',
    words: m.notebook_key_up,
    run: (context, id) => moveCell(context, id, 'up'),
  },
  {
    keys: ['Alt+Shift+ArrowDown', 'Control+Shift+ArrowDown'],
    where: 'command',
    words: m.notebook_key_down,
    run: (context, id) => moveCell(context, id, 'down'),
  },
  { keys: ['KeyD KeyD'], where: 'command', words: m.notebook_key_delete, run: deleteCell },
  {
    keys: ['KeyZ'],
    where: 'command',
    words: m.notebook_key_undo,
    run: (context) => stepThroughHistory(context, 'undo'),
  },
  {
    keys: ['Shift+KeyZ'],
    where: 'command',
    words: m.notebook_key_redo,
    run: (context) => stepThroughHistory(context, 'redo'),
  },
  {
    keys: ['KeyY'],
    where: 'command',
    words: m.notebook_key_code,
    run: (context, id) => changeKind(context, id, 'code'),
  },
  {
    keys: ['KeyM'],
    where: 'command',
    words: m.notebook_key_markdown,
    run: (context, id) => changeKind(context, id, 'markdown'),
  },
  {
    keys: ['KeyO'],
    where: 'command',
    words: m.notebook_key_output,
    run: ({ focus }, id) => focus.toggleOutput(id),
  },
  { keys: ['KeyI KeyI'], where: 'command', words: m.notebook_key_cancel, run: ({ runs }) => runs.cancel() },
  {
    keys: ['?', 'Shift+?'],
    where: 'command',
    words: m.notebook_key_help,
    run: (context) => context.showHelp(),
  },
];

/** Handles keydown in the capture phase, before the editor can take a key for itself. */
export function keydownHandler(context: NotebookContext): (event: KeyboardEvent) => void {
  const bindings = commands.flatMap(({ keys, where, run }) =>
    keys.map((key): [string, (event: KeyboardEvent) => void] => [
      key,
      (event) => {
        if (!isThere(where, event.target)) return;
        event.preventDefault();
        event.stopPropagation();
        void run(context, context.focus.selected ?? '');
      },
    ]),
  );
  const handle = createKeybindingsHandler(Object.fromEntries(bindings));
  return (event) => (event.isComposing ? undefined : handle(event));
}

function isThere(where: Where, target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement) || target.closest('[role="dialog"], [role="menu"]')) return false;
  const typing = target.isContentEditable || target.matches('input, textarea, select');
  switch (where) {
    case 'everywhere':
      return true;
    case 'edit':
      return target.isContentEditable;
    case 'command':
      return !typing;
    case 'cell':
      return !typing && (target === document.body || target.matches('[data-cell]'));
  }
}
