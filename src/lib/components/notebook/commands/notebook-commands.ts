import HardDrive from '@lucide/svelte/icons/hard-drive';
import Keyboard from '@lucide/svelte/icons/keyboard';
import Share from '@lucide/svelte/icons/share-2';
import { m } from '../../../words/generated/messages.js';
import { attempt } from '../../attempt';
import { palette } from '../../search/palette.svelte';
import { minimap } from '../minimap.svelte';
import type { Command } from './command';
import { askForPackage } from './ask-for-package';
import { formatCells } from './format-cells';

/** What is about the notebook as a whole, and about the page. */
export const notebookCommands: readonly Command[] = [
  {
    id: 'save',
    words: m.notebook_key_save,
    keys: { everywhere: ['$mod+KeyS'] },
    run: async ({ open, disk }) => {
      await open.flush();
      await disk.settle();
    },
  },
  {
    id: 'find',
    words: m.notebook_key_find,
    keys: { everywhere: ['$mod+KeyF'] },
    run: ({ find }) => find.show('find'),
  },
  {
    id: 'replace',
    words: m.notebook_key_replace,
    keys: { everywhere: ['$mod+Alt+KeyF'] },
    run: ({ find }) => find.show('replace'),
  },
  {
    id: 'find-next',
    words: m.notebook_key_find_next,
    keys: { everywhere: ['$mod+KeyG'] },
    run: ({ find }) => find.step(1),
  },
  {
    id: 'find-previous',
    words: m.notebook_key_find_previous,
    keys: { everywhere: ['$mod+Shift+KeyG'] },
    run: ({ find }) => find.step(-1),
  },
  {
    id: 'format',
    words: m.notebook_key_format,
    keys: { everywhere: ['Alt+Shift+KeyF'] },
    run: ({ open, focus }, id) => attempt(() => formatCells(open, focus.chosen(id))),
  },
  {
    id: 'format-all',
    words: m.notebook_key_format_all,
    run: ({ open }) => attempt(() => formatCells(open, new Set(open.cells.map((cell) => cell.id)))),
  },
  {
    id: 'lineage',
    words: m.notebook_key_lineage,
    keys: { everywhere: ['$mod+Shift+KeyD'] },
    run: (context) => context.togglePanel('lineage'),
  },
  { id: 'minimap', words: m.notebook_key_minimap, run: () => minimap.toggle() },
  {
    id: 'files',
    words: m.notebook_key_files,
    run: (context) => context.togglePanel('files'),
  },
  {
    id: 'packages',
    words: m.notebook_key_packages,
    run: (context) => context.togglePanel('packages'),
  },
  { id: 'history', words: m.notebook_key_history, run: (context) => context.togglePanel('history') },
  { id: 'add-package', words: m.notebook_key_add_package, run: askForPackage },
  { id: 'share', words: m.share_title, icon: Share, run: (context) => context.show('share') },
  {
    id: 'save-to-disk',
    words: m.disk_save_as,
    icon: HardDrive,
    run: (context) => attempt(async () => (await import('../disk/save-to-disk')).saveToDisk(context)),
  },
  {
    id: 'palette',
    words: m.notebook_key_palette,
    keys: { everywhere: ['$mod+KeyK', 'F1'] },
    run: () => palette.open('commands'),
  },
  {
    id: 'help',
    words: m.notebook_keys,
    icon: Keyboard,
    keys: { command: ['?', 'Shift+?'] },
    run: (context) => context.show('help'),
  },
];
