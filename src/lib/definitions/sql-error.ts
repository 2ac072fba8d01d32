import { DagbookError } from '../base/errors';

/** A place in a query; both count from 1. */
interface QueryPlace {
  readonly line: number;
  readonly column: number;
}

/** What SQLite says against a query, and where in it (`offset` in its UTF-8), if it says that. */
export class SqlError extends DagbookError {
  static override readonly name: string = 'SqlError';
  readonly place?: QueryPlace;

  constructor(message: string, query: string, { offset, cause }: { offset?: number; cause?: unknown } = {}) {
    const place = offset === undefined ? undefined : placeAt(query, offset);
    // People, and editors, count from the line below the quote.
    const line = place && place.line - (query.startsWith('\n') ? 1 : 0);
    const where = place ? ` at line ${line}, column ${place.column}` : '';
    super(message, { remedy: `Correct the query${where}; its tables are the assets that it names.`, cause });
    this.place = place;
  }
}

/** The place of the byte at `offset` in the UTF-8 of a text. */
function placeAt(text: string, offset: number): QueryPlace {
  const before = new TextDecoder().decode(new TextEncoder().encode(text).subarray(0, offset)).split('\n');
  return { line: before.length, column: before.at(-1)!.length + 1 };
}

/**
 * Has an error of a query stand where the query is written: `definition` is the stack of the call whose template it is,
 * so that the place in the query is one in the cell.
 */
export function atDefinition(error: unknown, definition: string | undefined): unknown {
  const [frame, cell, line, column] =
    /(notebook:\/\/\/[^\s()]*?\.ts):(\d+):(\d+)/.exec(definition ?? '') ?? [];
  // The engine may have a copy of this class of its own.
  if (!frame || !(error instanceof Error) || error.name !== SqlError.name) return error;
  const { place } = error as SqlError;
  if (!place) return error;
  const at = `${Number(line) + place.line - 1}:${place.line === 1 ? column : place.column}`;
  error.stack = `${error.name}: ${error.message}\n    at ${cell}:${at}`;
  return error;
}
