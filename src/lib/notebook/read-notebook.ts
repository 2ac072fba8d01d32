import { readMarker } from './marker';
import type { Cell, Notebook } from './notebook';
import { readCell } from './read-cell';
import { TakenIds } from './taken-ids';

/**
 * Reads a `.nb.ts` file (reference: the format's grammar). Never throws, whatever the text: cells are found by their
 * marker lines alone. Code before the first marker, or in a file without markers, is one code cell.
 */
export function readNotebook(text: string): Notebook {
  const [head, ...slices] = sliceAtMarkers(text);
  const { preamble, code } = splitHead(head ?? '');
  const all = code === '' ? slices : [code, ...slices];
  const taken = new TakenIds();
  const cells = all.map((slice, index): Cell => {
    const gap = index < all.length - 1 ? trailingGap(slice) : undefined;
    const lines = slice.slice(0, slice.length - (gap?.length ?? 0));
    const { cell } = readCell(lines, taken);
    taken.add(cell.id);
    return { ...cell, source: { lines, ...(gap !== undefined && { gap }) } };
  });
  return { preamble, cells };
}

/** The text before the first marker, then each marker with what follows it. */
function sliceAtMarkers(text: string): readonly string[] {
  let fence: string | undefined;
  const starts = [0];
  for (const { index } of text.matchAll(/(?:^\uFEFF?|(?<=\n))\/\/ %%/g)) {
    const start = text[index] === '\uFEFF' ? index + 1 : index;
    const end = text.indexOf('\n', start);
    const marker = readMarker(text.slice(start, end < 0 ? undefined : end));
    if (!marker || marker.fence !== (fence ?? marker.fence)) continue;
    fence = marker.fence;
    starts.push(start);
  }
  return starts.map((start, index) => text.slice(start, starts[index + 1]));
}

/**
 * What stands before the first marker: comments alone (a licence, `///` references) and a `#!` line are the preamble,
 * anything else is code.
 */
export function splitHead(head: string): { readonly preamble: string; readonly code: string } {
  if (isOnlyComments(head.replace(/^\uFEFF?#!.*/, ''))) return { preamble: head, code: '' };
  const first = /^\uFEFF?(?:#![^\n]*\n?)?/.exec(head)?.[0].length ?? 0;
  return { preamble: head.slice(0, first), code: head.slice(first) };
}

/** An open comment that nothing closes is not one. */
const isOnlyComments = (text: string): boolean =>
  text.replace(/\/\*[^]*?(\*\/|$)|\/\/.*/g, (comment, end) => (end === '' ? comment : '')).trim() === '';

/** The separator at the end of a cell's slice: one empty line, or one that holds a `;` alone. */
const trailingGap = (slice: string): string => /(?<=\n);?\r?\n$/.exec(slice)?.[0] ?? '';
