import type { StoredNotebook } from '../../storage/storage';

/** What the list of notebooks is sorted by, as its address says it; `-` turns it round. */
export const notebookOrders = ['title', '-title', 'updated', '-updated'] as const;
export type NotebookOrder = (typeof notebookOrders)[number];

/** The order that `text` names; the newest first where it names none. */
export const notebookOrder = (text: string | undefined): NotebookOrder =>
  notebookOrders.find((order) => order === text) ?? '-updated';

/** The notebooks that have every word of `text` in their title or their cells, in that order. */
export function findNotebooks(
  notebooks: readonly StoredNotebook[],
  text: string,
  order: NotebookOrder,
): readonly StoredNotebook[] {
  const words = text.toLowerCase().split(/\s+/).filter(Boolean);
  const found = notebooks.filter(({ title, source }) => {
    const all = `${title}\n${source}`.toLowerCase();
    return words.every((word) => all.includes(word));
  });
  const sorted = found.toSorted(
    order.endsWith('title')
      ? (a, b) => a.title.localeCompare(b.title, undefined, { numeric: true })
      : (a, b) => a.updatedAt - b.updatedAt,
  );
  return order.startsWith('-') ? sorted.toReversed() : sorted;
}
