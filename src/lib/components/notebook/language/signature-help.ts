import type { Extension } from '@codemirror/state';
import { EditorView } from '@codemirror/view';
import type { Signatures } from '../../../language/language';
import { m } from '../../../words/generated/messages.js';
import { announce } from './announce';
import { type Card, cardOf, closeCard, openCard } from './card';
import type { CellCode } from './cell-extension';
import { proseElement } from './description';

/** The signature's card of each editor that shows one. */
const shown = new WeakMap<EditorView, Card>();

const isShown = (view: EditorView): boolean => cardOf(view) !== undefined && cardOf(view) === shown.get(view);

/** Shows the parameters of a call while they are written. */
export function signatureHelp(about: CellCode): Extension {
  return EditorView.updateListener.of(({ view, state, transactions, docChanged, selectionSet }) => {
    const { head } = state.selection.main;
    const isTyped = transactions.some((transaction) => transaction.isUserEvent('input'));
    const opens = isTyped && /[(,]/.test(state.sliceDoc(Math.max(0, head - 1), head));
    if (opens || (isShown(view) && (docChanged || selectionSet))) void ask(view, about);
  });
}

/** Shows the signature at the caret when it is asked for, and has it read out. */
export async function showSignature(view: EditorView, about: CellCode): Promise<void> {
  const found = await ask(view, about);
  if (found) announce(view, found.signatures[found.active]!.code);
}

async function ask(view: EditorView, { code, cell }: CellCode): Promise<Signatures | undefined> {
  const { head } = view.state.selection.main;
  const found = await code.ask((language) => language.signature(cell, head));
  if (view.state.selection.main.head !== head) return undefined;
  if (found) {
    const label = m.language_signature();
    const card: Card = { position: head, element: signatureElement(found), label, isPassing: false };
    openCard(view, card);
    shown.set(view, card);
  } else if (isShown(view)) closeCard(view);
  return found;
}

function signatureElement({ signatures, active, parameter }: Signatures): HTMLElement {
  const { code, documentation, parameters } = signatures[active]!;
  const element = document.createElement('div');
  element.className = 'cm-description';
  const line = document.createElement('code');
  const written = parameters[Math.min(parameter, parameters.length - 1)];
  const { from, to } = written ?? { from: code.length, to: code.length };
  const strong = document.createElement('strong');
  strong.textContent = code.slice(from, to);
  line.append(code.slice(0, from), strong, code.slice(to));
  element.append(line);
  if (signatures.length > 1) line.append(` (${active + 1}/${signatures.length})`);
  const prose = [written?.documentation, documentation].filter(Boolean).join('\n\n');
  if (prose) element.append(proseElement(prose));
  return element;
}
