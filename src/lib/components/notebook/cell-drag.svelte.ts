import { randomId } from '../../base/ids';
import { placeCells, removeCells } from '../../notebook/cell-edits';
import { attempt } from '../attempt';
import type { CellFocus } from './cell-focus.svelte';
import { cellsToKeep, insertKept, type KeptCells } from './commands/clipboard';
import type { OpenNotebook } from './open-notebook.svelte';

const type = 'application/x-dagbook-cells';

/**
 * What is dragged now, for another page of this app. The drag itself carries no more than the name of it: so nothing
 * that another site lets somebody drag comes into a notebook as code.
 */
const draggedCells = 'dagbook-dragged-cells';
type Dragged = KeptCells & { readonly drag: string };

/** Cells that another page may take, as long as nothing else is dragged. */
interface Offered {
  readonly drag: string;
  readonly ids: ReadonlySet<string>;
}

/** Cells that are dragged to another place among the others, or into the notebook of another window. */
export class CellDrag {
  /** Where they would fall: above or below a cell. */
  target: { readonly cell: string; readonly side: 'above' | 'below' } | undefined = $state.raw();
  /** The cell by whose grip it began: that must stay until the drag is over, or nobody hears of its end. */
  source: string | undefined = $state();
  #dragged: ReadonlySet<string> | undefined;
  #offered: Offered | undefined;
  #open: OpenNotebook;
  #focus: CellFocus;

  constructor(open: OpenNotebook, focus: CellFocus) {
    this.#open = open;
    this.#focus = focus;
  }

  start(event: DragEvent, id: string): void {
    const ids = this.#focus.chosen(id);
    const drag = randomId();
    this.#dragged = ids;
    this.#offered = { drag, ids };
    this.source = id;
    event.dataTransfer?.setData(type, drag);
    if (event.dataTransfer) event.dataTransfer.effectAllowed = 'move';
    void attempt(async () => {
      const dragged: Dragged = { drag, ...(await cellsToKeep(this.#open, ids)) };
      localStorage.setItem(draggedCells, JSON.stringify(dragged));
    });
  }

  over(event: DragEvent, id: string): void {
    if (!event.dataTransfer?.types.includes(type)) return;
    event.preventDefault();
    event.stopPropagation();
    event.dataTransfer.dropEffect = 'move';
    const { top, height } = (event.currentTarget as HTMLElement).getBoundingClientRect();
    this.target = { cell: id, side: event.clientY < top + height / 2 ? 'above' : 'below' };
  }

  drop(event: DragEvent): void {
    const { target } = this;
    const dragged = this.#dragged;
    if (!target || !event.dataTransfer?.types.includes(type)) return;
    event.preventDefault();
    event.stopPropagation();
    const index = this.#open.cells.findIndex(({ id }) => id === target.cell);
    const after = this.#open.cells[target.side === 'below' ? index : index - 1]?.id;
    if (dragged) {
      this.#open.act((cells) => placeCells(cells, dragged, after));
      this.#focus.selectAll([...dragged]);
    } else {
      const drag = event.dataTransfer.getData(type);
      void attempt(() => this.#take(drag, after));
    }
    this.end();
  }

  async #take(drag: string, after: string | undefined): Promise<void> {
    const from = JSON.parse(localStorage.getItem(draggedCells) ?? 'null') as Dragged | null;
    if (!from || from.drag !== drag) return;
    await insertKept({ open: this.#open, focus: this.#focus }, after, from);
    localStorage.removeItem(draggedCells);
  }

  /** Another page has taken what was dragged from here: only then is it no longer in this notebook. */
  taken({ key, oldValue, newValue }: StorageEvent): void {
    if (key !== draggedCells || newValue !== null || !this.#offered) return;
    const { drag, ids } = this.#offered;
    if ((JSON.parse(oldValue ?? 'null') as Dragged | null)?.drag !== drag) return;
    this.#open.act((cells) => removeCells(cells, ids));
    this.#offered = undefined;
  }

  /** What is dragged has left this window, and may come back. */
  leave(): void {
    this.target = undefined;
  }

  /** Nothing is dragged any more. */
  end(): void {
    this.target = undefined;
    this.source = undefined;
    this.#dragged = undefined;
  }
}
