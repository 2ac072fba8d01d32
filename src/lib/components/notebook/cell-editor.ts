import { closeBrackets, closeBracketsKeymap } from '@codemirror/autocomplete';
import { defaultKeymap, history, historyKeymap, indentWithTab } from '@codemirror/commands';
import { bracketMatching, indentOnInput, indentUnit } from '@codemirror/language';
import { Annotation, Compartment, EditorState, type Extension, Prec, Transaction } from '@codemirror/state';
import {
  drawSelection,
  dropCursor,
  EditorView,
  highlightActiveLine,
  highlightSpecialChars,
  keymap,
  lineNumbers,
} from '@codemirror/view';
import { replacement } from '../../notebook/replacement';
import { editorTheme } from './editor-theme';
import type { CaretPlace } from './cell-focus.svelte';
import { errorLines, setErrorLines } from './error-lines';
import type { SqlTables } from './sql-completion';
import { foundPlaces, setFoundPlaces, type FoundPlace } from './found-places';

const fromOutside = Annotation.define<boolean>();
const language = new Compartment();

export interface CellEditorOptions {
  readonly parent: HTMLElement;
  readonly text: string;
  readonly kind: string;
  readonly label: string;
  /** What a query can read. */
  readonly tables?: SqlTables;
  onchange(text: string): void;
  /** Undo was asked for in the text; `true` if that was not about what was typed in it. */
  onundo(direction: 'undo' | 'redo'): boolean;
  onfocus(): void;
  /** Not called when the whole window loses the focus, which comes back to the same place. */
  onblur(): void;
}

/** An editor for one cell. Its text can also be set from outside, which keeps caret and undo steps. */
export class CellEditor {
  readonly view: EditorView;
  /** Resolves when the text is coloured. */
  readonly complete: Promise<void>;

  constructor(options: CellEditorOptions) {
    this.view = new EditorView({
      parent: options.parent,
      state: EditorState.create({ doc: options.text, extensions: extensions(options) }),
    });
    this.complete = languageOf(options).then((extension) =>
      this.view.dispatch({ effects: language.reconfigure(extension) }),
    );
  }

  setText(text: string): void {
    const change = replacement(this.view.state.doc.toString(), text);
    // Undo in the text is about what was typed in it.
    const annotations = [fromOutside.of(true), Transaction.addToHistory.of(false)];
    if (change) this.view.dispatch({ changes: change, annotations });
  }

  markErrors(lines: readonly number[]): void {
    this.view.dispatch({ effects: setErrorLines.of(lines) });
  }

  markFound(found: readonly FoundPlace[]): void {
    this.view.dispatch({ effects: setFoundPlaces.of(found) });
  }

  selectedText(): string {
    const { from, to } = this.view.state.selection.main;
    return this.view.state.sliceDoc(from, to);
  }

  /** Puts the caret at the end of a line, or selects a part. */
  goTo(place: CaretPlace): void {
    const { doc } = this.view.state;
    const selection =
      'line' in place
        ? { anchor: doc.line(Math.min(Math.max(place.line, 1), doc.lines)).to }
        : { anchor: Math.min(place.from, doc.length), head: Math.min(place.to, doc.length) };
    this.view.dispatch({ selection, scrollIntoView: true });
    this.view.focus();
  }
}

function extensions(options: CellEditorOptions): Extension {
  const { kind, label, onchange, onundo, onfocus, onblur } = options;
  return [
    // Only LF ends a line, so that a CR in a template literal is kept.
    EditorState.lineSeparator.of('\n'),
    EditorState.tabSize.of(2),
    indentUnit.of('  '),
    lineNumbers(),
    highlightActiveLine(),
    highlightSpecialChars(),
    history(),
    drawSelection(),
    dropCursor(),
    indentOnInput(),
    bracketMatching(),
    closeBrackets(),
    kind === 'code' ? [] : EditorView.lineWrapping,
    language.of([]),
    editorTheme,
    errorLines,
    foundPlaces,
    EditorView.contentAttributes.of({
      'aria-label': label,
      tabindex: '0',
      spellcheck: kind === 'markdown' ? 'true' : 'false',
    }),
    Prec.high(
      keymap.of([
        { key: 'Mod-z', run: () => onundo('undo') },
        { key: 'Mod-y', run: () => onundo('redo') },
        { key: 'Mod-Shift-z', run: () => onundo('redo') },
      ]),
    ),
    keymap.of([...closeBracketsKeymap, ...defaultKeymap, ...historyKeymap, indentWithTab]),
    EditorView.updateListener.of((update) => {
      if (update.focusChanged && update.view.hasFocus) onfocus();
      else if (update.focusChanged && document.activeElement !== update.view.contentDOM) onblur();
      const typed = update.transactions.some((transaction) => !transaction.annotation(fromOutside));
      if (update.docChanged && typed) onchange(update.state.doc.toString());
    }),
  ];
}

async function languageOf({ kind, tables }: CellEditorOptions): Promise<Extension> {
  if (kind === 'code') return (await import('@codemirror/lang-javascript')).javascript({ typescript: true });
  if (kind === 'markdown') return markdownOf(await import('@codemirror/lang-markdown'));
  if (kind === 'sql') {
    const [{ sql, SQLite }, { sqlCompletion }, { completing, popups }] = await Promise.all([
      import('@codemirror/lang-sql'),
      import('./sql-completion'),
      import('./language/popups'),
    ]);
    return [sql({ dialect: SQLite }), tables ? sqlCompletion(tables) : [], completing({}), popups()];
  }
  return [];
}

/** Enter goes on with a list, and in an empty item ends it. */
const markdownOf = ({
  markdown,
  insertNewlineContinueMarkupCommand,
  deleteMarkupBackward,
}: typeof import('@codemirror/lang-markdown')): Extension => [
  markdown({ addKeymap: false }),
  Prec.high(
    keymap.of([
      { key: 'Enter', run: insertNewlineContinueMarkupCommand({ nonTightLists: false }) },
      { key: 'Backspace', run: deleteMarkupBackward },
    ]),
  ),
];
