import { DagbookError } from '../base/errors';

/** The longest path in a path store, in UTF-16 units, and the longest name between its slashes. */
export const longestPath = { path: 1024, name: 200 };

/** Whether a text is a path in a path store: names joined by `/`, that lead nowhere but down. */
export const isStorePath = (path: string): boolean =>
  path.length <= longestPath.path && path.isWellFormed() && path.split('/').every(isName);

const isName = (name: string): boolean =>
  name !== '' && name !== '.' && name !== '..' && name.length <= longestPath.name && !/[\0\\]/.test(name);

/** The path; throws `InvalidPath`, with what a path is. */
export function storePath(path: string): string {
  if (isStorePath(path)) return path;
  throw new DagbookError(`${JSON.stringify(path.slice(0, 200))} is not a path in a store`, {
    name: 'InvalidPath',
    remedy: `Join names by "/": not absolute, without "." and "..", no backslash, at most ${longestPath.path} characters in all and ${longestPath.name} a name.`,
  });
}

/** `path` cannot be written, since something stands where it needs a folder or a file. */
export class PathConflict extends DagbookError {
  static override readonly name: string = 'PathConflict';

  constructor(path: string, cause?: unknown) {
    super(`"${path}" cannot be written: a file cannot be a folder too, and one of the two is there already`, {
      remedy: 'Remove what is stored there, or give one of the two assets another key prefix.',
      cause,
    });
  }
}
