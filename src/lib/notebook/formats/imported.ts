import { readHeader, withHeader } from '../header';
import type { MimeBundle } from '../../definitions/display';
import type { Cell, Notebook } from '../notebook';
import { headerId } from '../read-cell';
import { TakenIds } from '../taken-ids';
import { withBareImports } from './bare-imports';

/** A notebook made of another tool's file. */
export interface Imported {
  readonly notebook: Notebook;
  /** What could not be taken over as it was: one sentence each. */
  readonly notes: readonly string[];
  /** What cells showed where the file comes from, by cell: to be shown again, not run. */
  readonly outputs?: ReadonlyMap<string, readonly MimeBundle[]>;
}

/** A cell as another format has it. Its id is kept where it is one and is not taken. */
export type ForeignCell = Omit<Cell, 'id' | 'source'> & {
  readonly id?: string;
  readonly outputs?: readonly MimeBundle[];
};

/**
 * Joins cells to a notebook with a header. Ids that the file lacks come from the cells' texts, so that reading the
 * same file again gives the same ids. Pinned imports move into the header.
 */
export function imported(
  foreign: readonly ForeignCell[],
  { title, preamble = '', notes = [] }: { title?: string; preamble?: string; notes?: readonly string[] } = {},
): Imported {
  const taken = new TakenIds();
  const pins: Record<string, string> = {};
  const shown = new Map<string, readonly MimeBundle[]>();
  const cells = foreign.map(({ outputs = [], ...cell }): Cell => {
    const { text, imports } = cell.kind === 'code' ? withBareImports(cell.text) : { ...cell, imports: {} };
    Object.assign(pins, imports);
    const wish = cell.id ?? (cell.kind === 'notebook' ? headerId : undefined);
    const id = wish && !taken.has(wish) ? wish : taken.derive(text);
    taken.add(id);
    if (outputs.length > 0) shown.set(id, outputs);
    return { ...cell, id, text };
  });
  const notebook = { preamble, cells };
  const isUnpinned = Object.keys(pins).length === 0;
  const imports = isUnpinned ? {} : { imports: { ...readHeader(notebook).header.imports, ...pins } };
  return {
    notebook: withHeader(notebook, { ...imports, ...(title && { title }) }),
    notes,
    ...(shown.size > 0 && { outputs: shown }),
  };
}

/** `1 cell`, `3 cells`. */
export const countOf = (count: number, what: string): string => `${count} ${what}${count === 1 ? '' : 's'}`;
