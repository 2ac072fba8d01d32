import { StateEffect, StateField } from '@codemirror/state';
import { Decoration, EditorView } from '@codemirror/view';

/** What finding found in a text; the one that is looked at stands out. */
export interface FoundPlace {
  readonly from: number;
  readonly to: number;
  readonly isCurrent: boolean;
}

export const setFoundPlaces = StateEffect.define<readonly FoundPlace[]>();

export const foundClass = ({ isCurrent }: FoundPlace): string => (isCurrent ? 'found current' : 'found');

export const foundPlaces = StateField.define({
  create: () => Decoration.none,
  update(marks, transaction) {
    const { length } = transaction.state.doc;
    for (const effect of transaction.effects)
      if (effect.is(setFoundPlaces))
        return Decoration.set(
          effect.value
            .filter(({ from, to }) => from < to && to <= length)
            .map((place) => Decoration.mark({ class: foundClass(place) }).range(place.from, place.to)),
        );
    return marks.map(transaction.changes);
  },
  provide: (field) => EditorView.decorations.from(field),
});
