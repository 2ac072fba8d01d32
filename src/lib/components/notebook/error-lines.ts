import { StateEffect, StateField } from '@codemirror/state';
import { Decoration, EditorView } from '@codemirror/view';

/** Marks lines (from 1) at which something is wrong; typing moves the marks along. */
export const setErrorLines = StateEffect.define<readonly number[]>();

const mark = Decoration.line({ class: 'cm-error-line' });

export const errorLines = StateField.define({
  create: () => Decoration.none,
  update(marks, transaction) {
    const { doc } = transaction.state;
    for (const effect of transaction.effects)
      if (effect.is(setErrorLines))
        return Decoration.set(
          [...new Set(effect.value)]
            .filter((line) => line >= 1 && line <= doc.lines)
            .sort((a, b) => a - b)
            .map((line) => mark.range(doc.line(line).from)),
        );
    return marks.map(transaction.changes);
  },
  provide: (field) => EditorView.decorations.from(field),
});
