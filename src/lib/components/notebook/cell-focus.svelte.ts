import { SvelteMap, SvelteSet } from 'svelte/reactivity';
import type { Cell } from '../../notebook/notebook';
import { foldedCells } from '../../notebook/sections';
import { cellRange, oneCell } from './cell-range';
import type { CellEditor } from './cell-editor';

/** `command`: keys act on the selected cells as wholes; `edit`: they go into the text of one. */
export type Mode = 'command' | 'edit';

/** Where the caret goes: a line from 1, or a part of the text to select, by offsets. */
export type CaretPlace = { readonly line: number } | { readonly from: number; readonly to: number };

export const cellElementId = (cell: string): string => `cell-${cell}`;

/** Which cells are selected, whether one is being edited, and what of them is folded away. */
export class CellFocus {
  /** The cell that has the focus. */
  selected: string | undefined = $state();
  /** Where a selection of several began; its other end is `selected`. */
  #anchor: string | undefined = $state();
  mode: Mode = $state('command');
  /** Where the caret goes next. Its cell's editor takes it. */
  place: CaretPlace | undefined = $state.raw();
  readonly foldedOutputs = new SvelteSet<string>();
  readonly foldedSections = new SvelteSet<string>();
  /** Cells whose hidden code is shown for now. */
  readonly unhidden = new SvelteSet<string>();
  /** The editors there are, by cell. */
  readonly editors = new SvelteMap<string, CellEditor>();

  readonly #all: () => readonly Cell[];
  readonly #ids: () => readonly string[];
  /** Cells that folded sections hide, each with the heading that hides it. */
  readonly hidden: ReadonlyMap<string, string> = $derived.by(() =>
    // What is typed matters only where something is folded.
    foldedCells(this.foldedSections.size > 0 ? this.#all() : [], this.foldedSections),
  );
  readonly visible: readonly Cell[] = $derived.by(() => this.#all().filter(({ id }) => !this.hidden.has(id)));

  /** `cells`: all but the header; `ids`: those of all cells, which rest while somebody types. */
  constructor(cells: () => readonly Cell[], ids: () => readonly string[]) {
    this.#all = cells;
    this.#ids = ids;
  }

  get index(): number {
    return this.visible.findIndex((cell) => cell.id === this.selected);
  }

  get cell(): Cell | undefined {
    return this.visible[this.index];
  }

  /** All selected cells. */
  readonly selection: ReadonlySet<string> = $derived.by(() =>
    cellRange(
      this.#ids().filter((id) => !this.hidden.has(id)),
      this.#anchor,
      this.selected,
    ),
  );

  /** The cells that a command given at `id` is for: the selected ones where it is one of them. */
  chosen(id: string): ReadonlySet<string> {
    return this.selection.has(id) ? this.selection : oneCell(id);
  }

  /** Selects a cell in command mode and brings it into view. */
  select(id: string | undefined, scroll: ScrollLogicalPosition = 'nearest'): void {
    this.#anchor = undefined;
    this.#goTo(id, scroll);
  }

  /** Selects a cell without taking the focus, as finding does, and unfolds what hides it. */
  show(id: string): void {
    this.#anchor = undefined;
    this.selected = id;
    this.mode = 'command';
    this.unhidden.add(id);
    this.#unfold(id);
  }

  /** Goes to a cell in command mode, and leaves what is selected as it is. */
  reveal(id: string): void {
    this.#goTo(id, 'nearest');
  }

  /** Selects from the first of these cells to the last. */
  selectAll(ids: readonly string[]): void {
    if (ids.length === 0) return;
    this.select(ids.at(-1));
    this.#anchor = ids[0];
  }

  step(by: 1 | -1): void {
    this.select(this.#next(by));
  }

  /** Selects up to the next cell, together with what is selected. */
  extend(by: 1 | -1): void {
    const anchor = this.#anchor ?? this.selected;
    this.#goTo(this.#next(by), 'nearest');
    this.#anchor = anchor;
  }

  /** Selects up to a cell. */
  extendTo(id: string): void {
    const anchor = this.#anchor ?? this.selected;
    this.#goTo(id, 'nearest');
    this.#anchor = anchor;
  }

  edit(id: string, line?: number): void {
    this.editAt(id, line === undefined ? undefined : { line });
  }

  editAt(id: string, place: CaretPlace | undefined): void {
    this.#anchor = undefined;
    this.selected = id;
    this.mode = 'edit';
    this.place = place;
    this.unhidden.add(id);
    this.#unfold(id);
  }

  /** The cell as a whole got the focus by itself. */
  arrive(id: string): void {
    if (!this.selection.has(id)) this.#anchor = undefined;
    this.selected = id;
    this.mode = 'command';
  }

  /** The cell's text got the caret by itself (a click, Tab). */
  entered(id: string): void {
    this.#anchor = undefined;
    if (this.selected !== id) this.place = undefined;
    this.selected = id;
    this.mode = 'edit';
  }

  /** The caret went elsewhere by itself. */
  left(id: string): void {
    if (this.selected !== id) return;
    this.mode = 'command';
    this.place = undefined;
  }

  /** From the text back to its cell. */
  leave(): void {
    this.select(this.selected);
  }

  /** Folds the outputs of cells away, or shows them all again where they are all folded. */
  toggleOutputs(ids: ReadonlySet<string>): void {
    const areFolded = [...ids].every((id) => this.foldedOutputs.has(id));
    for (const id of ids)
      if (areFolded) this.foldedOutputs.delete(id);
      else this.foldedOutputs.add(id);
  }

  #next(by: 1 | -1): string | undefined {
    const cells = this.visible;
    const index = this.index < 0 ? 0 : Math.min(Math.max(this.index + by, 0), cells.length - 1);
    return cells[index]?.id;
  }

  #goTo(id: string | undefined, scroll: ScrollLogicalPosition): void {
    this.selected = id;
    this.mode = 'command';
    if (id === undefined) return;
    this.#unfold(id);
    const focus = () => document.getElementById(cellElementId(id))?.focus({ preventScroll: true });
    // At once, for the next key; and again when it stands where it belongs, or is there at all.
    focus();
    requestAnimationFrame(() => {
      // Another key was faster.
      if (this.selected !== id || this.mode !== 'command') return;
      focus();
      document.getElementById(cellElementId(id))?.scrollIntoView({ block: scroll });
    });
  }

  #unfold(id: string): void {
    for (let heading; (heading = this.hidden.get(id)) !== undefined;) this.foldedSections.delete(heading);
  }
}
