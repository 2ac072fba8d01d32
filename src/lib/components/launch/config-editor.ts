import { closeBrackets, closeBracketsKeymap, closeCompletion } from '@codemirror/autocomplete';
import { defaultKeymap, history, historyKeymap } from '@codemirror/commands';
import { javascriptLanguage } from '@codemirror/lang-javascript';
import { bracketMatching, indentUnit, StreamLanguage } from '@codemirror/language';
import { EditorState, type Extension, Prec } from '@codemirror/state';
import { drawSelection, EditorView, keymap, lineNumbers, tooltips } from '@codemirror/view';
import { editorTheme } from '../notebook/editor-theme';
import { errorLines } from '../notebook/error-lines';
import { languageTheme } from '../notebook/language/language-theme';
import { completing } from '../notebook/language/popups';
import { configHover, configSource } from './config-completion';
import type { ConfigPart } from './config-parts';

const languages = {
  /** A single JavaScript expression: of the language that cells have loaded already. */
  json: javascriptLanguage.configure({ top: 'SingleExpression' }),
  /** As much of it as settings need. */
  yaml: StreamLanguage.define({
    token(stream) {
      if (stream.match(/#.*/)) return 'comment';
      if (stream.match(/[\w.-]+(?=\s*:)/)) return 'propertyName';
      if (stream.match(/-?\d[\d.]*\b|true\b|false\b/)) return 'number';
      if (!stream.match(/[\w.-]+/)) stream.next();
      return null;
    },
  }),
};

export type ConfigLanguage = keyof typeof languages;

/** An editor for a config or for settings. */
export const configEditor = (options: {
  readonly parent: HTMLElement;
  readonly text: string;
  readonly label: string;
  readonly language: ConfigLanguage;
  /** What may be written, as of now. */
  readonly parts: () => readonly ConfigPart[];
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
      languages[options.language],
      editorTheme,
      errorLines,
      options.language === 'json' ? schemaHelp(options) : [],
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

/** What pops up stands beside the text, which hides what goes beyond it; Escape closes it before the dialog around. */
const schemaHelp = ({
  parent,
  parts,
}: {
  readonly parent: HTMLElement;
  readonly parts: () => readonly ConfigPart[];
}): Extension => [
  completing({ override: [configSource(parts)] }),
  Prec.highest(keymap.of([{ key: 'Escape', run: closeCompletion, stopPropagation: true }])),
  configHover(parts),
  tooltips({ parent: parent.parentElement ?? parent }),
  languageTheme,
];
