/** Pixels that every browser can lay out (Firefox ends near 17.9 million). */
const tallest = 8_000_000;

/** Pixels that a table's frame has below its rows, where a bar to scroll sideways may come. */
export const spareHeight = 14;

/** Pixels that stand for so many rows; above `tallest` each stands for more than its height. */
export const spaceOf = (rows: number, rowHeight: number): number => Math.min(rows * rowHeight, tallest);

/** The first row on the screen where so much is scrolled: the last one when it is scrolled to the end. */
export function firstRow(
  scrolled: number,
  {
    rows,
    visible,
    rowHeight,
  }: { readonly rows: number; readonly visible: number; readonly rowHeight: number },
): number {
  const most = Math.max(0, rows - visible);
  const way = Math.max(1, spaceOf(rows, rowHeight) - visible * rowHeight - spareHeight);
  const isScaled = spaceOf(rows, rowHeight) < rows * rowHeight;
  const row = isScaled ? Math.round((scrolled / way) * most) : Math.round(scrolled / rowHeight);
  return Math.min(Math.max(row, 0), most);
}
