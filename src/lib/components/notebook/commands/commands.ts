import type { MenuItem } from '../../parts/Menu.svelte';
import type { PaletteCommand } from '../../search/palette.svelte';
import type { NotebookContext } from '../notebook-context';
import { cellCommands } from './cell-commands';
import type { Command } from './command';
import { shownKeys } from './key-words';
import { languageCommands } from './language-commands';
import { notebookCommands } from './notebook-commands';
import { runCommands } from './run-commands';
import { selectCommands } from './select-commands';

/** Everything that the notebook page can be asked for (reference/notebook-ux.md §1.4, column "Take"). */
export const commands: readonly Command[] = [
  ...runCommands,
  ...cellCommands,
  ...selectCommands,
  ...languageCommands,
  ...notebookCommands,
];

const byId = new Map(commands.map((command) => [command.id, command]));

/** Does a command at a cell, where it is possible there. */
export function runCommand(command: Command, context: NotebookContext, id: string): void {
  if (command.isPossible?.(context, id) !== false) void command.run(context, id);
}

/** What is possible at the selected cell, for the palette. */
export function paletteCommands(context: NotebookContext): readonly PaletteCommand[] {
  const id = context.focus.selected ?? '';
  return commands
    .filter((command) => command.id !== 'palette' && command.isPossible?.(context, id) !== false)
    .map((command) => ({
      id: command.id,
      name: command.words(),
      icon: command.icon,
      keys: shownKeys(command),
      run: () => runCommand(command, context, id),
    }));
}

/** Some commands as a menu of the cell `id`. */
export const menuOf = (
  context: NotebookContext,
  id: string,
  commandIds: readonly string[],
): readonly MenuItem[] =>
  commandIds.flatMap((commandId) => {
    const command = byId.get(commandId);
    if (!command) return [];
    return {
      label: command.words(),
      icon: command.icon,
      danger: command.danger,
      disabled: command.isPossible?.(context, id) === false,
      keys: shownKeys(command),
      select: () => runCommand(command, context, id),
    };
  });
