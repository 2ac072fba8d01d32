import type { Notebook } from '../../notebook/notebook';

/** What code location the text makes: every code cell and the header (imports, files), nothing of the prose. */
export const codeOf = (notebook: Notebook): string =>
  JSON.stringify(
    notebook.cells
      .filter(({ kind }) => kind !== 'markdown' && kind !== 'raw')
      .map(({ source: _, ...says }) => says),
  );
