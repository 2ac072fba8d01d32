import Code from '@lucide/svelte/icons/code';
import Database from '@lucide/svelte/icons/database';
import Eye from '@lucide/svelte/icons/eye';
import Text from '@lucide/svelte/icons/text';
import Trash from '@lucide/svelte/icons/trash-2';
import { m } from '../../../words/generated/messages.js';
import type { Command } from './command';
import { copyCells, cutCells, pasteCells } from './clipboard';
import {
  changeKind,
  deleteCells,
  insertCell,
  insertSql,
  mergeWithNext,
  moveCell,
  splitAtCaret,
  stepThroughHistory,
  toggleCode,
} from './change-cells';

/** What is done to cells as wholes. */
export const cellCommands: readonly Command[] = [
  {
    id: 'insert-code-above',
    words: m.notebook_insert_code_above,
    icon: Code,
    keys: { command: ['KeyA'] },
    run: (context, id) => insertCell(context, 'code', id, 'above'),
  },
  {
    id: 'insert-code-below',
    words: m.notebook_insert_code_below,
    icon: Code,
    keys: { command: ['KeyB'] },
    run: (context, id) => insertCell(context, 'code', id),
  },
  {
    id: 'insert-text-above',
    words: m.notebook_insert_text_above,
    icon: Text,
    run: (context, id) => insertCell(context, 'markdown', id, 'above'),
  },
  {
    id: 'insert-text-below',
    words: m.notebook_insert_text_below,
    icon: Text,
    run: (context, id) => insertCell(context, 'markdown', id),
  },
  {
    id: 'insert-sql-below',
    words: m.notebook_insert_sql_below,
    icon: Database,
    run: insertSql,
  },
  {
    id: 'split',
    words: m.notebook_key_split,
    keys: { everywhere: ['Control+Shift+Minus'] },
    isPossible: ({ focus }, id) => focus.editors.has(id),
    run: splitAtCaret,
  },
  {
    id: 'merge',
    words: m.notebook_key_merge,
    keys: { command: ['Shift+KeyM'] },
    run: mergeWithNext,
  },
  {
    id: 'move-up',
    words: m.notebook_key_up,
    keys: { command: ['Alt+Shift+ArrowUp', 'Control+Shift+ArrowUp'] },
    run: (context, id) => moveCell(context, id, 'up'),
  },
  {
    id: 'move-down',
    words: m.notebook_key_down,
    keys: { command: ['Alt+Shift+ArrowDown', 'Control+Shift+ArrowDown'] },
    run: (context, id) => moveCell(context, id, 'down'),
  },
  { id: 'cut', words: m.notebook_key_cut, keys: { command: ['KeyX'] }, run: cutCells },
  { id: 'copy', words: m.notebook_key_copy, keys: { command: ['KeyC'] }, run: copyCells },
  { id: 'paste', words: m.notebook_key_paste, keys: { command: ['KeyV'] }, run: pasteCells },
  {
    id: 'to-code',
    words: m.notebook_to_code,
    icon: Code,
    keys: { command: ['KeyY'], everywhere: ['$mod+Digit1'] },
    run: (context, id) => changeKind(context, id, 'code'),
  },
  {
    id: 'to-text',
    words: m.notebook_to_text,
    icon: Text,
    keys: { command: ['KeyM'], everywhere: ['$mod+Digit2'] },
    run: (context, id) => changeKind(context, id, 'markdown'),
  },
  {
    id: 'to-sql',
    words: m.notebook_to_sql,
    icon: Database,
    keys: { everywhere: ['$mod+Digit3'] },
    run: (context, id) => changeKind(context, id, 'sql'),
  },
  {
    id: 'to-raw',
    words: m.notebook_to_raw,
    keys: { everywhere: ['$mod+Digit4'] },
    run: (context, id) => changeKind(context, id, 'raw'),
  },
  {
    id: 'hide-code',
    words: m.notebook_key_hide,
    icon: Eye,
    keys: { everywhere: ['$mod+KeyH'] },
    run: toggleCode,
  },
  {
    id: 'undo',
    words: m.notebook_key_undo,
    keys: { command: ['KeyZ'] },
    isPossible: ({ open }) => open.canUndo,
    run: (context) => stepThroughHistory(context, 'undo'),
  },
  {
    id: 'redo',
    words: m.notebook_key_redo,
    keys: { command: ['Shift+KeyZ'] },
    isPossible: ({ open }) => open.canRedo,
    run: (context) => stepThroughHistory(context, 'redo'),
  },
  {
    id: 'delete',
    words: m.notebook_key_delete,
    icon: Trash,
    keys: { command: ['KeyD KeyD'] },
    danger: true,
    run: deleteCells,
  },
];
