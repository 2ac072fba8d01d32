import { DagbookError } from '../base/errors';
import type { CompiledNotebook, Notebook } from '../notebook/notebook';

/**
 * What parses the code of cells. That takes exponential time for some texts, so a host that opens strangers' notebooks
 * does it where it can be ended. Whoever only reads a notebook does not need it.
 */
export interface NotebookParser {
  /** `readNotebook`, then `compileNotebook`. Errors: `NotebookTooHard`. */
  compile(source: string, title: string): Promise<CompiledNotebook>;
  /** `writeNotebook`. Errors: `NotebookTooHard`. */
  write(notebook: Notebook): Promise<string>;
}

/** Parsing took too long and was ended. */
export class NotebookTooHard extends DagbookError {
  static override readonly name: string = 'NotebookTooHard';

  /** `cell`: the one that was being parsed, by name or id, where that is known. */
  constructor(title: string, milliseconds: number, cell?: string) {
    super(
      `The code of the notebook ${title} was given up: after ${milliseconds / 1000} s it was still being parsed`,
      {
        remedy:
          'Look for calls that are opened inside each other and never closed, like f<T>(g<T>(; close them, or split the cell.',
        ...(cell !== undefined && { at: { cell } }),
      },
    );
  }
}
