import { innerHeight, scrollY } from 'svelte/reactivity/window';

/** Rows above and below the window that are there, too: for quick scrolling and for the keyboard. */
const spare = 12;

/** Which of many rows are drawn: from `first` to before `last`. */
export interface RowsInView {
  readonly first: number;
  readonly last: number;
}

/**
 * Of `count` rows, each `height` pixels tall, those that are near the window, which is what scrolls. Reactive. `list`
 * holds them, and room for the others.
 */
export function rowsInView(list: HTMLElement | undefined, count: number, height: number): RowsInView {
  const [scrolled, seen] = [scrollY.current ?? 0, innerHeight.current ?? 0];
  const above = list ? -list.getBoundingClientRect().top : -scrolled;
  const first = Math.max(0, Math.floor(above / height) - spare);
  const last = Math.min(count, Math.ceil((above + seen) / height) + spare);
  return { first: Math.min(first, Math.max(0, count - 1)), last: Math.max(last, 0) };
}
