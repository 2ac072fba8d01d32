import { ChangeSet } from '@codemirror/state';
import type { EditorView } from '@codemirror/view';
import { tick, untrack } from 'svelte';
import { SvelteMap } from 'svelte/reactivity';
import type { SerializedError } from '../../../base/errors';
import type { CellChange, CellRange, Problem } from '../../../language/language';
import type { Cell } from '../../../notebook/notebook';
import type { NotebookContext } from '../notebook-context';
import { cellExtension } from './cell-extension';
import { changeTexts, moveBehind } from './change-texts';
import { goToDefinition, showReferences } from './go-to';
import { type AskedLanguage, LanguageClient } from './language-client';
import { showNameInfo } from './name-info';
import { goToProblem, showFixes, shownProblems } from './problem-marks';
import { problemText } from './problem-text';
import { renameAtCaret } from './rename-card';
import { showSignature } from './signature-help';
import { type CellTexts, ToldCells } from './told-cells';

/** Milliseconds without an edit after which the cells are checked. */
const checkDelay = 250;
/** Milliseconds that the worker checks before it looks for other questions. */
const checkBudget = 30;

/** What can be asked for at the caret of a cell's editor. */
const actions = {
  showReferences,
  goToDefinition,
  renameAtCaret,
  goToProblem,
  showFixes,
  showSignature,
  showNameInfo,
};
export type CaretAction = keyof typeof actions;

/** The code of the open notebook as the language service sees it: questions about it, and its problems. */
export class NotebookCode {
  /** Problems by cell; cells without any are absent. */
  readonly problems = new SvelteMap<string, readonly Problem[]>();

  /** The problems but for mere hints, in the notebook's order. What is typed is checked first: then they are others. */
  readonly errors: readonly SerializedError[] = $derived.by(() => {
    const found = Object.fromEntries(this.problems);
    const { ids } = this.#notebook.open;
    return untrack(() => ids.flatMap((id) => this.#errorsOf(id, found[id] ?? [])));
  });

  #notebook: NotebookContext;
  #client = new LanguageClient();
  #told = new ToldCells();
  /** The editors that were given what the service knows; others show something else than code. */
  #attached = new WeakSet<EditorView>();
  #updated: Promise<void> = Promise.resolve();
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(notebook: NotebookContext) {
    this.#notebook = notebook;
  }

  /** Keeps the worker informed of every edit; answers how to stop. Called in an effect. */
  follow(): () => void {
    $effect(() => this.#sync());
    $effect(() => void this.#tellPins());
    return () => {
      clearTimeout(this.#timer);
      this.#client.stop();
    };
  }

  /** Gives an editor what the language service knows about its cell. Called in an effect. */
  attach(view: EditorView, cell: string): void {
    // The effect may run again, and a second completion in one editor is an error.
    if (!this.#attached.has(view)) {
      this.#attached.add(view);
      view.dispatch({ effects: cellExtension({ code: this, cell }) });
    }
    $effect(() =>
      view.dispatch(shownProblems(view.state, this.problems.get(cell) ?? [], { code: this, cell })),
    );
  }

  /** Does something at the caret of a cell, if the cell has an editor. */
  act(action: CaretAction, cell: string): void {
    const view = this.#viewOf(cell);
    if (view) actions[action](view, { code: this, cell });
  }

  /** Asks with everything told that was typed so far. */
  ask<Answer>(question: (language: AskedLanguage) => Promise<Answer>): Promise<Answer | undefined> {
    this.#sync();
    return this.#client.ask(question);
  }

  /** The texts that a question asked now is about. */
  get texts(): CellTexts {
    this.#sync();
    return this.#told.texts;
  }

  /**
   * Does changes in any cells as one action, which undo takes back as one; nothing where the texts that they were
   * made for are not what they were. Carets stay where they are in the text.
   */
  async apply(changes: readonly CellChange[], madeFor: CellTexts): Promise<void> {
    if (this.texts !== madeFor) return;
    const carets = changes.flatMap(({ cell, changes }) => {
      const view = this.#viewOf(cell);
      if (!view) return [];
      const { head } = view.state.selection.main;
      return { view, head: ChangeSet.of([...changes], view.state.doc.length).mapPos(head, 1) };
    });
    this.#notebook.open.act((cells) => changeTexts(cells, changes));
    await tick();
    for (const { view, head } of carets)
      if (head <= view.state.doc.length) view.dispatch({ selection: { anchor: head } });
  }

  /** Moves a cell behind another one. */
  move(cell: string, after: string): void {
    const { open, focus } = this.#notebook;
    open.act((cells) => moveBehind(cells, cell, after));
    focus.select(cell);
  }

  /** Puts the caret at a place in any cell. */
  goTo({ cell, from }: CellRange): void {
    this.#notebook.focus.editAt(cell, { from, to: from });
  }

  /** What people call a cell: its name, or its number. */
  titleOf(cell: string): string {
    const index = this.#cells.findIndex(({ id }) => id === cell);
    return this.#cells[index]?.name ?? `#${index + 1}`;
  }

  /** The line of a place, from 1, and its text. */
  lineAt({ cell, from }: CellRange): { readonly line: number; readonly text: string } {
    const text = this.#cells.find(({ id }) => id === cell)?.text ?? '';
    const line = text.slice(0, from).split('\n').length;
    return { line, text: text.split('\n')[line - 1] ?? '' };
  }

  #errorsOf(cell: string, problems: readonly Problem[]): readonly SerializedError[] {
    return problems
      .filter(({ severity }) => severity !== 'info')
      .map((problem) => {
        const { line } = this.lineAt({ cell, ...problem });
        return { name: problem.rule, message: problemText(problem, this), at: { cell, line } };
      });
  }

  /** The editor of a cell, if it shows the cell's text as it is. */
  #viewOf(cell: string): EditorView | undefined {
    const view = this.#notebook.focus.editors.get(cell)?.view;
    return view && this.#attached.has(view) ? view : undefined;
  }

  get #cells(): readonly Cell[] {
    return this.#notebook.open.cells.filter(({ kind }) => kind !== 'notebook');
  }

  #sync(): void {
    const isNew = !this.#client.isRunning;
    if (isNew) this.#told.forget();
    const code = this.#cells.filter(({ kind, disabled }) => kind === 'code' && !disabled);
    const change = this.#told.changeTo(code);
    if (!change) return;
    for (const id of this.problems.keys()) if (!this.#told.texts.has(id)) this.problems.delete(id);
    this.#updated = this.#client.update(change);
    if (isNew) void untrack(() => this.#tellPins());
    this.#checkSoon();
  }

  /** Says what the header pins, with its types. */
  async #tellPins(): Promise<void> {
    const { open, packages } = this.#notebook;
    // Fetched again, it may be there now.
    void packages.fetched;
    const types = await packages.types(open.header.imports);
    await this.#updated;
    await this.#client.ask((language) => language.pin(types));
    this.#checkSoon();
  }

  #checkSoon(): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => void this.#check(), checkDelay);
  }

  /** Checks in small portions, until there is nothing left or somebody types. */
  async #check(): Promise<void> {
    const timer = this.#timer;
    await this.#updated;
    for (let isDone = false; !isDone && timer === this.#timer;) {
      const asked = this.#told.texts;
      const answer = await this.#client.ask((language) => language.check(checkBudget));
      if (!answer) return;
      isDone = answer.isDone;
      for (const { cell, problems } of answer.found) {
        // Of an older text: the check of the new one is under way.
        if (asked.get(cell) !== this.#told.texts.get(cell)) continue;
        if (problems.length > 0) this.problems.set(cell, problems);
        else this.problems.delete(cell);
      }
    }
  }
}
