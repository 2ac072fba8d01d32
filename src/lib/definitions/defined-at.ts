/** The property in which a definition keeps where it was made: an error that nobody throws, for its stack. */
export const definedAt: unique symbol = Symbol.for('dagbook.definedAt') as never;

/** Whatever was made by a call in a cell. */
export interface Located {
  readonly [definedAt]?: Error;
}

/** A place in a cell's own text. Line and column count from 1. */
export interface CellPlace {
  /** The cell's id. */
  readonly cell: string;
  readonly line: number;
  readonly column: number;
  /** The name that this line binds, where whoever locates knows it: of what a module does not export. */
  readonly binding?: string;
}

/** The frames of a stack that lie in cells, innermost first. */
export type LocateFrames = (stack: string) => readonly CellPlace[];

/**
 * Where the call under way stands. The stack becomes text only when it is read, which makes this cheap (a few µs);
 * only as many `frames` are kept as it takes to find the innermost one that lies in a cell.
 */
export function callSite(frames = 6): Error {
  const { stackTraceLimit } = Error;
  Error.stackTraceLimit = frames;
  const site = new Error();
  Error.stackTraceLimit = stackTraceLimit;
  return site;
}
