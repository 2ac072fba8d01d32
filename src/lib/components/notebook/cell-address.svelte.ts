import { untrack } from 'svelte';
import { replaceState } from '$app/navigation';
import { page } from '$app/state';
import type { CellFocus } from './cell-focus.svelte';
import type { OpenNotebook } from './open-notebook.svelte';

/** The address names the selected cell, and a link to a cell selects it. To be called while a component is made. */
export function followAddress(open: OpenNotebook, focus: CellFocus): void {
  /** A link names a cell by id or by name, and perhaps a line of it. */
  $effect(() => {
    const [, linked, line] = /^#cell-(.+?)(?:&line=(\d+))?$/.exec(decodeURIComponent(page.url.hash)) ?? [];
    untrack(() => {
      const cell = linked && open.cells.find(({ id, name }) => id === linked || name === linked);
      if (cell && line) focus.edit(cell.id, Number(line));
      else if (cell && cell.id !== focus.selected) focus.select(cell.id, 'start');
    });
  });
  $effect(() => {
    const hash = focus.selected ? `#cell-${encodeURIComponent(focus.selected)}` : '';
    // eslint-disable-next-line svelte/no-navigation-without-resolve -- the address of this very page
    if (hash && hash !== window.location.hash) replaceState(hash, page.state);
  });
}
