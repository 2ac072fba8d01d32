import type { Dimension, KeySpace } from '../../definitions/partitions/key-space';
import { cellsOfBoxes } from '../../graph/partitions/boxes';
import type { IndexRanges } from '../../graph/partitions/index-ranges';

/** Which dimensions of a multi-partitioned definition lie along the rows and the columns; the others stand still. */
export interface GridAxes {
  readonly rows: number;
  readonly columns: number;
}

/** From the first to the last, both inclusive, of rows and of columns. */
export interface CellBox {
  readonly rows: readonly [first: number, last: number];
  readonly columns: readonly [first: number, last: number];
}

/** `rows` and `columns` are names of dimensions as an address gives them. Time runs to the right, else the longest. */
export function gridAxes(dimensions: readonly Dimension[], rows?: string, columns?: string): GridAxes {
  const along = (name: string | undefined) => dimensions.findIndex((each) => each.name === name);
  const length = ({ space }: Dimension) => (space.partitions.type === 'time_window' ? Infinity : space.size);
  const byLength = dimensions.map((_, i) => i).sort((a, b) => length(dimensions[b]!) - length(dimensions[a]!)); // prettier-ignore
  const [asked, across] = [along(rows), along(columns)];
  if (asked >= 0) {
    const other = across >= 0 && across !== asked ? across : byLength.find((each) => each !== asked)!;
    return { rows: asked, columns: other };
  }
  const chosen = across >= 0 ? across : byLength[0]!;
  return { rows: byLength.find((each) => each !== chosen)!, columns: chosen };
}

/** The index of a partition by its index in each dimension. */
export const indexOfPlace = (dimensions: readonly Dimension[], place: readonly number[]): number =>
  dimensions.reduce((index, { space }, i) => index * space.size + place[i]!, 0);

/** The partitions in a box of the grid; `still` has the index in every dimension, of which rows and columns are not read. */
export function cellsOfGridBox(
  space: KeySpace,
  axes: GridAxes,
  still: readonly number[],
  box: CellBox,
): IndexRanges {
  const sizes = space.dimensions!.map((each) => each.space.size);
  const range = ([first, last]: readonly [number, number]): IndexRanges => [first, last + 1];
  const sides = sizes.map((_, i) => {
    if (i === axes.rows) return range(box.rows);
    return range(i === axes.columns ? box.columns : [still[i]!, still[i]!]);
  });
  return cellsOfBoxes(sizes, [sides]);
}
