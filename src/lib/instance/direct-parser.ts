import { analyzeCell } from '../notebook/cell-analysis';
import { compileNotebook } from '../notebook/compile-notebook';
import { titleOf } from '../notebook/link-cells';
import type { CompiledNotebook, Notebook } from '../notebook/notebook';
import { readNotebook } from '../notebook/read-notebook';
import { writeNotebook } from '../notebook/write-notebook';
import type { NotebookParser } from './notebook-parser';

/** Parses in the calling thread, which may hang: for notebooks that are trusted, or a thread that can be ended. */
export const directParser = {
  /** `onCell` hears of each cell, by name or id, before it is parsed. */
  async compile(source: string, title: string, onCell?: (cell: string) => void): Promise<CompiledNotebook> {
    const notebook = readNotebook(source);
    // The answers are remembered: compiling does not parse again.
    if (onCell)
      for (const cell of notebook.cells.filter(({ kind }) => kind === 'code')) {
        onCell(titleOf(cell));
        analyzeCell(cell.text);
      }
    return compileNotebook(notebook, title);
  },
  write: async (notebook: Notebook): Promise<string> => writeNotebook(notebook),
} satisfies NotebookParser;
