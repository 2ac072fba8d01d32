import type { CompiledNotebook } from './notebook';

/** A place in a cell's own text. Line and column count from 1. */
export interface CellFrame {
  /** The cell's id. */
  readonly cell: string;
  /** The cell's name, or its id where it has none. */
  readonly cellName: string;
  readonly line: number;
  readonly column: number;
}

/**
 * The frames of a stack trace (any browser's or Node's) that lie in cells, innermost first. Columns to the right of a
 * type that was taken away are too small by its length.
 */
export function locateFrames(stack: string, { cells }: CompiledNotebook): readonly CellFrame[] {
  const byLabel = new Map(cells.map((cell) => [sourceUrl.exec(cell.code)?.[1], cell]));
  return [...stack.matchAll(frame)].flatMap(([, label, line, column]) => {
    const cell = byLabel.get(label);
    if (!cell) return [];
    const before = line === '1' ? cell.prologue : 0;
    const place = { line: Number(line), column: Math.max(1, Number(column) - before) };
    return [{ cell: cell.id, cellName: cell.name ?? cell.id, ...place }];
  });
}

const frame = /notebook:\/\/\/([^\s()]*?)\.ts:(\d+):(\d+)/g;
const sourceUrl = /\n\/\/# sourceURL=notebook:\/\/\/(.*)\.ts\n$/;
