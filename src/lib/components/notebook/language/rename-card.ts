import type { EditorView } from '@codemirror/view';
import { m } from '../../../words/generated/messages.js';
import { announce } from './announce';
import { closeCard, openCard } from './card';
import type { CellCode } from './cell-extension';

/** Asks for another name for what stands at the caret, and gives it in every cell. */
export async function renameAtCaret(view: EditorView, { code, cell }: CellCode): Promise<void> {
  const { head } = view.state.selection.main;
  const found = await code.ask((language) => language.nameAt(cell, head));
  if (!found) return announce(view, m.language_no_rename());
  const element = renameForm(found.name, async (name) => {
    const { texts } = code;
    const answer = await code.ask((language) => language.rename(cell, head, name));
    if (!answer) return m.language_busy();
    if ('refused' in answer)
      return answer.refused === 'taken' ? m.language_taken({ name }) : m.language_no_name({ name });
    closeCard(view);
    await code.apply(answer.changes, texts);
    announce(view, m.language_renamed({ name, count: answer.changes.length }));
    return undefined;
  });
  openCard(view, { position: found.from, element, label: m.language_rename(), isEntered: true });
}

/** `rename` answers why it did not. */
function renameForm(name: string, rename: (name: string) => Promise<string | undefined>): HTMLElement {
  const form = document.createElement('form');
  form.className = 'cm-rename';
  const input = document.createElement('input');
  input.value = name;
  input.spellcheck = false;
  input.setAttribute('aria-label', m.language_new_name());
  const refusal = document.createElement('p');
  refusal.setAttribute('role', 'alert');
  form.append(input, refusal);
  form.addEventListener('submit', (event) => {
    event.preventDefault();
    void rename(input.value.trim()).then((why) => (refusal.textContent = why ?? ''));
  });
  return form;
}
