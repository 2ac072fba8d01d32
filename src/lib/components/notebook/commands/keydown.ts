import { createKeybindingsHandler } from 'tinykeys';
import { isOverPage, isTyping } from '../../typing';
import type { NotebookContext } from '../notebook-context';
import type { Where } from './command';
import { commands, runCommand } from './commands';

/** Handles keydown in the capture phase, before the editor can take a key for itself. */
export function keydownHandler(context: NotebookContext): (event: KeyboardEvent) => void {
  const bindings = commands.flatMap((command) =>
    Object.entries(command.keys ?? {}).flatMap(([where, keys]) =>
      keys.map((key): [string, (event: KeyboardEvent) => void] => [
        key,
        (event) => {
          if (!isThere(where as Where, event.target) || isForPopup(event)) return;
          event.preventDefault();
          event.stopPropagation();
          runCommand(command, context, context.focus.selected ?? '');
        },
      ]),
    ),
  );
  const handle = createKeybindingsHandler(Object.fromEntries(bindings));
  return (event) => (event.isComposing ? undefined : handle(event));
}

/** What stands over the text goes away before the text is left. */
const isForPopup = ({ key, target }: KeyboardEvent): boolean =>
  key === 'Escape' && target instanceof HTMLElement && 'popup' in target.dataset;

function isThere(where: Where, target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement) || isOverPage(target)) return false;
  switch (where) {
    case 'everywhere':
      return true;
    case 'edit':
      return target.isContentEditable;
    case 'command':
      return !isTyping(target);
    case 'cell':
      return !isTyping(target) && (target === document.body || target.matches('[data-cell]'));
  }
}
