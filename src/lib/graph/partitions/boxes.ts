/**
 * The indexes of a multi-partitioned definition number the cells of a grid, the last dimension fastest. A box is a set
 * of indexes for each dimension and stands for all their combinations; every set of cells is a union of boxes.
 */
import { rangesOf, type IndexRanges } from './index-ranges';

/** One set of indexes for each dimension. */
export type Box = readonly IndexRanges[];

const cellsOf = (sizes: readonly number[]): number => sizes.reduce((cells, size) => cells * size, 1);

/** Disjoint boxes that are these cells: rows of the first dimension that are alike make one box. */
export function boxesOf(sizes: readonly number[], cells: IndexRanges): readonly Box[] {
  const [, ...rest] = sizes;
  if (rest.length === 0) return cells.length > 0 ? [[cells]] : [];
  const byContent = new Map<string, { rows: [number, number][]; content: IndexRanges }>();
  for (const { from, to, content } of rowsOf(cells, cellsOf(rest))) {
    const text = content.join();
    const alike = byContent.get(text);
    if (alike) alike.rows.push([from, to]);
    else byContent.set(text, { rows: [[from, to]], content });
  }
  return [...byContent.values()].flatMap(({ rows, content }) =>
    boxesOf(rest, content).map((box) => [rangesOf(rows), ...box]),
  );
}

interface Rows {
  readonly from: number;
  readonly to: number;
  readonly content: number[];
}

/** The rows that have cells, with what each has; rows that are full and lie together are one. */
function rowsOf(cells: IndexRanges, width: number): readonly Rows[] {
  const rows: Rows[] = [];
  const add = (row: number, from: number, to: number) => {
    const last = rows.at(-1);
    if (last?.from === row) last.content.push(from, to);
    else rows.push({ from: row, to: row + 1, content: [from, to] });
  };
  for (let i = 0; i < cells.length; i += 2) {
    let from = cells[i]!;
    const to = cells[i + 1]!;
    if (from % width > 0) {
      const row = Math.floor(from / width);
      const end = Math.min(to, (row + 1) * width);
      add(row, from - row * width, end - row * width);
      from = end;
    }
    const [first, last] = [Math.ceil(from / width), Math.floor(to / width)];
    if (first < last) rows.push({ from: first, to: last, content: [0, width] });
    from = Math.max(from, last * width);
    if (from < to) add(last, 0, to - last * width);
  }
  return rows;
}

/** The cells of boxes. */
export function cellsOfBoxes(sizes: readonly number[], boxes: readonly Box[]): IndexRanges {
  return rangesOf(boxes.flatMap((box) => pairsOfBox(sizes, box)));
}

function pairsOfBox([, ...rest]: readonly number[], [rows = [], ...box]: Box): [number, number][] {
  const width = cellsOf(rest);
  const inner = rest.length > 0 ? pairsOfBox(rest, box) : [[0, 1] as [number, number]];
  const pairs: [number, number][] = [];
  const isFull = inner.length === 1 && inner[0]![0] === 0 && inner[0]![1] === width;
  for (let i = 0; i < rows.length; i += 2) {
    const [from, to] = [rows[i]!, rows[i + 1]!];
    if (isFull) pairs.push([from * width, to * width]);
    else {
      for (let row = from; row < to; row++) {
        for (const [start, end] of inner) pairs.push([row * width + start, row * width + end]);
      }
    }
  }
  return pairs;
}
