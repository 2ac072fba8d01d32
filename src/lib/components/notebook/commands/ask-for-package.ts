import type { NotebookContext } from '../notebook-context';

/** Shows the packages, with the caret where the name of one is written. */
export function askForPackage({ packages, togglePanel }: NotebookContext): void {
  if (packages.input) packages.input.focus();
  else {
    packages.isAsked = true;
    togglePanel('packages', true);
  }
}
