import { SvelteSet } from 'svelte/reactivity';
import type { Cell } from '../../notebook/notebook';

/** `command`: keys act on the selected cell as a whole; `edit`: they go into its text. */
export type Mode = 'command' | 'edit';

export const cellElementId = (cell: string): string => `cell-${cell}`;

/** Which cell is selected, whether it is being edited, and what of the cells is folded away. */
export class CellFocus {
  selected: string | undefined = $state();
  mode: Mode = $state('command');
  /** Where the caret goes next: a line from 1. Its cell's editor takes it. */
  line: number | undefined = $state();
  readonly foldedOutputs = new SvelteSet<string>();
  /** Cells whose hidden code is shown for now. */
  readonly unhidden = new SvelteSet<string>();

  #cells: () => readonly Cell[];

  constructor(cells: () => readonly Cell[]) {
    this.#cells = cells;
  }

  get index(): number {
    return this.#cells().findIndex((cell) => cell.id === this.selected);
  }

  get cell(): Cell | undefined {
    return this.#cells()[this.index];
  }

  /** Selects a cell in command mode and brings it into view. */
  select(id: string | undefined, scroll: ScrollLogicalPosition = 'nearest'): void {
    this.selected = id;
    this.mode = 'command';
    if (id === undefined) return;
    requestAnimationFrame(() => {
      const element = document.getElementById(cellElementId(id));
      element?.focus({ preventScroll: true });
      element?.scrollIntoView({ block: scroll });
    });
  }

  step(by: 1 | -1): void {
    const cells = this.#cells();
    const index = this.index < 0 ? 0 : Math.min(Math.max(this.index + by, 0), cells.length - 1);
    this.select(cells[index]?.id);
  }

  edit(id: string, line?: number): void {
    this.selected = id;
    this.mode = 'edit';
    this.line = line;
    this.unhidden.add(id);
  }

  /** The cell as a whole got the focus by itself. */
  arrive(id: string): void {
    this.selected = id;
    this.mode = 'command';
  }

  /** The cell's text got the caret by itself (a click, Tab). */
  entered(id: string): void {
    this.selected = id;
    this.mode = 'edit';
  }

  /** The caret went elsewhere by itself. */
  left(id: string): void {
    if (this.selected === id) this.mode = 'command';
  }

  /** From the text back to its cell. */
  leave(): void {
    this.select(this.selected);
  }

  toggleOutput(id: string): void {
    if (!this.foldedOutputs.delete(id)) this.foldedOutputs.add(id);
  }
}
