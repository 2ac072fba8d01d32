import { placeCells } from '../../notebook/cell-edits';
import type { CellFocus } from './cell-focus.svelte';
import type { OpenNotebook } from './open-notebook.svelte';

const type = 'application/x-dagbook-cells';

/** Cells that are dragged to another place among the others. */
export class CellDrag {
  /** Where they would fall: above or below a cell. */
  target: { readonly cell: string; readonly side: 'above' | 'below' } | undefined = $state.raw();
  #dragged: ReadonlySet<string> | undefined;
  #open: OpenNotebook;
  #focus: CellFocus;

  constructor(open: OpenNotebook, focus: CellFocus) {
    this.#open = open;
    this.#focus = focus;
  }

  start(event: DragEvent, id: string): void {
    this.#dragged = this.#focus.chosen(id);
    event.dataTransfer?.setData(type, id);
    if (event.dataTransfer) event.dataTransfer.effectAllowed = 'move';
  }

  over(event: DragEvent, id: string): void {
    if (!event.dataTransfer?.types.includes(type)) return;
    event.preventDefault();
    event.stopPropagation();
    const { top, height } = (event.currentTarget as HTMLElement).getBoundingClientRect();
    this.target = { cell: id, side: event.clientY < top + height / 2 ? 'above' : 'below' };
  }

  drop(event: DragEvent): void {
    const { target } = this;
    const dragged = this.#dragged;
    if (!target || !dragged || !event.dataTransfer?.types.includes(type)) return;
    event.preventDefault();
    event.stopPropagation();
    const index = this.#open.cells.findIndex(({ id }) => id === target.cell);
    const after = this.#open.cells[target.side === 'below' ? index : index - 1]?.id;
    this.#open.act((cells) => placeCells(cells, dragged, after));
    this.#focus.selectAll([...dragged]);
    this.end();
  }

  end(): void {
    this.target = undefined;
    this.#dragged = undefined;
  }
}
