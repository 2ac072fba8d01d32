import { headingOf } from '../../../notebook/sections';
import { m } from '../../../words/generated/messages.js';
import type { NotebookContext } from '../notebook-context';
import type { Command } from './command';

/** Folds the section around the cell, and stands at its heading then; or unfolds it. */
function foldSection({ open, focus }: NotebookContext, id: string, fold: boolean): void {
  const heading = headingOf(open.cells, id);
  if (!heading) return;
  if (fold) focus.foldedSections.add(heading.id);
  else focus.foldedSections.delete(heading.id);
  focus.select(fold ? heading.id : id);
}

/** What moves the selection and the caret, and what folds. */
export const selectCommands: readonly Command[] = [
  {
    id: 'edit',
    words: m.notebook_key_edit,
    keys: { cell: ['Enter'] },
    run: ({ focus }, id) => focus.edit(id),
  },
  {
    id: 'leave',
    words: m.notebook_key_leave,
    keys: { edit: ['Escape'] },
    run: ({ focus }) => focus.leave(),
  },
  {
    id: 'next',
    words: m.notebook_key_next,
    keys: { command: ['KeyJ'], cell: ['ArrowDown'] },
    run: ({ focus }) => focus.step(1),
  },
  {
    id: 'previous',
    words: m.notebook_key_previous,
    keys: { command: ['KeyK'], cell: ['ArrowUp'] },
    run: ({ focus }) => focus.step(-1),
  },
  {
    id: 'extend-next',
    words: m.notebook_key_extend_next,
    keys: { command: ['Shift+ArrowDown', 'Shift+KeyJ'] },
    run: ({ focus }) => focus.extend(1),
  },
  {
    id: 'extend-previous',
    words: m.notebook_key_extend_previous,
    keys: { command: ['Shift+ArrowUp', 'Shift+KeyK'] },
    run: ({ focus }) => focus.extend(-1),
  },
  {
    id: 'select-all',
    words: m.notebook_key_select_all,
    keys: { command: ['$mod+KeyA'] },
    run: ({ open, focus }) =>
      focus.selectAll(open.cells.filter(({ kind }) => kind !== 'notebook').map(({ id }) => id)),
  },
  {
    id: 'fold-output',
    words: m.notebook_key_output,
    keys: { command: ['KeyO'] },
    run: ({ focus }, id) => focus.toggleOutputs(focus.chosen(id)),
  },
  {
    id: 'fold-section',
    words: m.notebook_key_fold_section,
    keys: { cell: ['ArrowLeft'] },
    run: (context, id) => foldSection(context, id, true),
  },
  {
    id: 'unfold-section',
    words: m.notebook_key_unfold_section,
    keys: { cell: ['ArrowRight'] },
    run: (context, id) => foldSection(context, id, false),
  },
];
