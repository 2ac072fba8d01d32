import { findInCells, replaceMatches, type TextMatch, type TextQuery } from '../../notebook/find-in-cells';
import type { CellFocus } from './cell-focus.svelte';
import type { OpenNotebook } from './open-notebook.svelte';

/** Finding and replacing over all cells of a notebook. */
export class NotebookFind {
  /** Whether its bar is there, and with a field for what replaces. */
  shown: 'find' | 'replace' | undefined = $state();
  query: TextQuery = $state.raw({ text: '', matchCase: false, wholeWord: false, isRegExp: false });
  instead = $state('');
  /** Which of the matches is looked at, from 0; −1 none yet. */
  index = $state(-1);
  /** Counts the times it was asked for, so that its bar takes the caret again. */
  calls = $state(0);

  readonly matches: readonly TextMatch[] = $derived.by(() =>
    this.shown ? findInCells(this.#open.cells, this.query) : [],
  );
  readonly #byCell = $derived(Map.groupBy(this.matches, ({ cell }) => cell));
  readonly current = $derived(this.matches[this.index]);

  #open: OpenNotebook;
  #focus: CellFocus;

  constructor(open: OpenNotebook, focus: CellFocus) {
    this.#open = open;
    this.#focus = focus;
  }

  matchesIn(cell: string): readonly TextMatch[] {
    return this.#byCell.get(cell) ?? [];
  }

  show(what: 'find' | 'replace'): void {
    const selected = this.#focus.selected && this.#focus.editors.get(this.#focus.selected)?.selectedText();
    if (selected && !selected.includes('\n')) this.ask({ text: selected, isRegExp: false });
    this.shown = what;
    this.calls += 1;
  }

  hide(): void {
    const { current } = this;
    this.shown = undefined;
    if (current) this.#focus.editAt(current.cell, current);
    else this.#focus.leave();
  }

  ask(change: Partial<TextQuery>): void {
    this.query = { ...this.query, ...change };
    this.index = -1;
  }

  /** Goes to the next match and round at the ends; from the selected cell on at first. */
  step(by: 1 | -1): void {
    const { matches } = this;
    if (!this.shown || matches.length === 0) return;
    if (this.index < 0) this.index = this.#first(by);
    else this.index = (this.index + by + matches.length) % matches.length;
    this.#focus.show(matches[this.index]!.cell);
  }

  replaceCurrent(): void {
    const { current } = this;
    if (!current) return this.step(1);
    const { index } = this;
    this.#open.act((cells) => replaceMatches(cells, [current], this.query, this.instead));
    this.index = Math.min(index, this.matches.length - 1);
    const next = this.current;
    if (next) this.#focus.show(next.cell);
  }

  replaceAll(): void {
    this.#open.act((cells) => replaceMatches(cells, this.matches, this.query, this.instead));
    this.index = -1;
  }

  #first(by: 1 | -1): number {
    const ids = this.#open.cells.map(({ id }) => id);
    const from = Math.max(0, ids.indexOf(this.#focus.selected ?? ''));
    const place = ({ cell }: TextMatch) => ids.indexOf(cell);
    const index =
      by === 1
        ? this.matches.findIndex((match) => place(match) >= from)
        : this.matches.findLastIndex((match) => place(match) <= from);
    return index < 0 ? (by === 1 ? 0 : this.matches.length - 1) : index;
  }
}
