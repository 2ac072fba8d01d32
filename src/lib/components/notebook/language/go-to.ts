import type { Extension } from '@codemirror/state';
import { EditorView } from '@codemirror/view';
import type { CellRange } from '../../../language/language';
import { m } from '../../../words/generated/messages.js';
import { announce } from './announce';
import { closeCard, openCard } from './card';
import type { CellCode } from './cell-extension';
import { showNameInfo } from './name-info';

/** Ctrl-click or ⌘-click on a name goes where it is defined. */
export function linkOnClick(about: CellCode): Extension {
  return EditorView.domEventHandlers({
    mousedown(event, view) {
      if (event.button !== 0 || !(event.ctrlKey || event.metaKey) || event.shiftKey || event.altKey)
        return false;
      const position = view.posAtCoords({ x: event.clientX, y: event.clientY });
      if (position === null) return false;
      event.preventDefault();
      view.dispatch({ selection: { anchor: position } });
      void goToDefinition(view, about);
      return true;
    },
  });
}

/** Goes where the name at the caret is defined; what no cell defines is told instead. */
export async function goToDefinition(view: EditorView, about: CellCode): Promise<void> {
  const { head } = view.state.selection.main;
  const found = await about.code.ask((language) => language.definition(about.cell, head));
  const place = found?.find(({ cell, from, to }) => cell !== about.cell || head < from || head > to);
  if (place) about.code.goTo(place);
  else await showNameInfo(view, about);
}

/** Lists every use of the name at the caret; each leads there. */
export async function showReferences(view: EditorView, { code, cell }: CellCode): Promise<void> {
  const { head } = view.state.selection.main;
  const found = await code.ask((language) => language.references(cell, head));
  if (!found?.length) return announce(view, m.language_no_uses());
  const element = document.createElement('ul');
  element.className = 'cm-uses';
  element.append(...found.map((place) => useElement(view, code, place)));
  openCard(view, {
    position: head,
    element,
    label: m.language_uses({ count: found.length }),
    isEntered: true,
  });
}

function useElement(view: EditorView, code: CellCode['code'], place: CellRange): HTMLElement {
  const { line, text } = code.lineAt(place);
  const button = document.createElement('button');
  button.type = 'button';
  const where = document.createElement('span');
  where.textContent = `${code.titleOf(place.cell)}:${line}`;
  const words = document.createElement('code');
  words.textContent = text.trim();
  button.append(where, words);
  button.addEventListener('click', () => {
    closeCard(view);
    code.goTo(place);
  });
  const item = document.createElement('li');
  item.append(button);
  return item;
}
