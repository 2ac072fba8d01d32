import { EditorView } from '@codemirror/view';

/** Has a screen reader say it. */
export const announce = (view: EditorView, text: string): void =>
  view.dispatch({ effects: EditorView.announce.of(text) });
