import { closeBrackets, closeBracketsKeymap } from '@codemirror/autocomplete';
import { defaultKeymap, history, historyKeymap } from '@codemirror/commands';
import { javascriptLanguage } from '@codemirror/lang-javascript';
import { bracketMatching, indentUnit } from '@codemirror/language';
import { EditorState } from '@codemirror/state';
import { drawSelection, EditorView, keymap, lineNumbers } from '@codemirror/view';
import { editorTheme } from '../notebook/editor-theme';
import { errorLines } from '../notebook/error-lines';

/** An editor for JSON: a single JavaScript expression, for the language that cells have loaded already. */
export const configEditor = (options: {
  readonly parent: HTMLElement;
  readonly text: string;
  readonly label: string;
  readonly onchange: (text: string) => void;
  readonly onsubmit: () => void;
}): EditorView =>
  new EditorView({
    parent: options.parent,
    doc: options.text,
    extensions: [
      EditorState.tabSize.of(2),
      indentUnit.of('  '),
      lineNumbers(),
      history(),
      drawSelection(),
      bracketMatching(),
      closeBrackets(),
      EditorView.lineWrapping,
      javascriptLanguage.configure({ top: 'SingleExpression' }),
      editorTheme,
      errorLines,
      EditorView.contentAttributes.of({ 'aria-label': options.label, spellcheck: 'false' }),
      keymap.of([
        { key: 'Mod-Enter', run: () => (options.onsubmit(), true) },
        ...closeBracketsKeymap,
        ...defaultKeymap,
        ...historyKeymap,
      ]),
      EditorView.updateListener.of((update) => {
        if (update.docChanged) options.onchange(update.state.doc.toString());
      }),
    ],
  });
