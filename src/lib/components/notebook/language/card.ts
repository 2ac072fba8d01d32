import { Prec, StateEffect, StateField, type Extension } from '@codemirror/state';
import { closeCompletion } from '@codemirror/autocomplete';
import { EditorView, keymap, showTooltip, type Tooltip } from '@codemirror/view';

/** Something small that stands at a place in the text, one at a time: a signature, a list of uses, a new name. */
export interface Card {
  readonly position: number;
  readonly element: HTMLElement;
  /** Its accessible name. */
  readonly label: string;
  /** Takes the focus into it, to its first field or button. */
  readonly isEntered?: boolean;
  /** Goes away with the next edit and when the caret moves. Default `true`. */
  readonly isPassing?: boolean;
}

const setCard = StateEffect.define<Card | undefined>();

interface Shown {
  readonly card: Card;
  readonly tooltip: Tooltip;
}

const field = StateField.define<Shown | undefined>({
  create: () => undefined,
  update(shown, { effects, docChanged, selection, changes }) {
    for (const effect of effects) if (effect.is(setCard)) return effect.value && shownCard(effect.value);
    if (!shown || !docChanged) return selection && shown?.card.isPassing !== false ? undefined : shown;
    const { card, tooltip } = shown;
    return card.isPassing === false
      ? { card, tooltip: { ...tooltip, pos: changes.mapPos(tooltip.pos) } }
      : undefined;
  },
  provide: (shown) => showTooltip.from(shown, (now) => now?.tooltip ?? null),
});

/** Says on the text that something stands over it: Escape closes that first, and only then leaves the text. */
export const popupMark = (isOpen: (view: EditorView) => boolean): Extension =>
  EditorView.contentAttributes.of((view): Record<string, string> =>
    isOpen(view) ? { 'data-popup': '' } : {},
  );

export const cardOf = (view: EditorView): Card | undefined => view.state.field(field, false)?.card;

export function openCard(view: EditorView, card: Card): void {
  closeCompletion(view);
  view.dispatch({ effects: setCard.of(card) });
  if (!card.isEntered) return;
  const first = card.element.querySelector<HTMLElement>('input, button') ?? card.element;
  // It is put on the screen with the next measurement.
  requestAnimationFrame(() => {
    first.focus({ preventScroll: true });
    if (first instanceof HTMLInputElement) first.select();
  });
}

/** Closes the card; `true` if there was one. */
export function closeCard(view: EditorView): boolean {
  const shown = cardOf(view);
  if (!shown) return false;
  const hadFocus = shown.element.contains(document.activeElement);
  view.dispatch({ effects: setCard.of(undefined) });
  if (hadFocus) view.focus();
  return true;
}

const shownCard = (card: Card): Shown => ({
  card,
  tooltip: { pos: card.position, above: !card.isEntered, create: (view) => ({ dom: frame(view, card) }) },
});

function frame(view: EditorView, { element, label, isEntered }: Card): HTMLElement {
  const dom = document.createElement('div');
  dom.className = 'cm-card';
  dom.setAttribute('role', isEntered ? 'dialog' : 'note');
  dom.setAttribute('aria-label', label);
  dom.append(element);
  dom.addEventListener('keydown', (event) => {
    if (event.key !== 'Escape') return;
    event.stopPropagation();
    closeCard(view);
  });
  return dom;
}

export const card: Extension = [
  field,
  popupMark((view) => cardOf(view) !== undefined),
  Prec.highest(keymap.of([{ key: 'Escape', run: closeCard }])),
];
