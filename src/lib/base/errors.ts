import type { Json } from './json';

/** Where in a notebook something happened. `line` and `column` count from 1, within the cell. */
export interface SourceLocation {
  readonly file?: string;
  /** The cell's name, or its id where it has no name. */
  readonly cell?: string;
  readonly line?: number;
  readonly column?: number;
}

/** An error that can be stored, sent and shown: every error becomes this at a room's edge. */
export interface SerializedError {
  readonly name: string;
  readonly message: string;
  /** What the user can do about it. */
  readonly remedy?: string;
  readonly at?: SourceLocation;
  readonly stack?: string;
  readonly cause?: SerializedError;
  /** Metadata entries that a `Failure` of the user's carries. */
  readonly metadata?: Readonly<Record<string, { readonly type: string; readonly value: Json }>>;
}

/**
 * An error of ours: it says what is wrong, where, and what to do. A subclass says its name as a static `name`, since
 * people read it and a minified build shortens the names of classes.
 */
export class DagbookError extends Error {
  static override readonly name: string = 'DagbookError';
  readonly remedy?: string;
  readonly at?: SourceLocation;

  constructor(
    message: string,
    options: { remedy?: string; at?: SourceLocation; cause?: unknown; name?: string } = {},
  ) {
    super(message, { cause: options.cause });
    this.name = options.name ?? new.target.name;
    this.remedy = options.remedy;
    this.at = options.at;
  }
}

const longest = { name: 200, message: 20_000, stack: 40_000, causes: 10 };

/** Any thrown thing as data. Never throws, whatever was thrown; long texts and cause chains are cut. */
export function serializeError(thrown: unknown, depth = 0): SerializedError {
  try {
    if (!(thrown instanceof Error))
      return { name: 'Error', message: String(thrown).slice(0, longest.message) };
    // Only our own errors are trusted to carry data here: anybody's error may have a property of that name.
    const { remedy, at } = thrown instanceof DagbookError ? thrown : ({} as Partial<DagbookError>);
    return {
      name: String(thrown.name).slice(0, longest.name),
      message: String(thrown.message).slice(0, longest.message),
      ...(remedy && { remedy }),
      ...(at && { at }),
      ...(thrown.stack && { stack: String(thrown.stack).slice(0, longest.stack) }),
      ...(thrown.cause !== undefined &&
        depth < longest.causes && { cause: serializeError(thrown.cause, depth + 1) }),
    };
  } catch {
    return { name: 'Error', message: 'An error that cannot be read was thrown' };
  }
}

/** An error that came as data, to be thrown on. */
export function revivedError({ name, message, remedy, at, cause }: SerializedError): DagbookError {
  return new DagbookError(message, { name, remedy, at, cause: cause && revivedError(cause) });
}
