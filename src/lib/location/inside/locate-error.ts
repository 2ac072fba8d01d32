import { serializeError, type SerializedError } from '../../base/errors';
import { locateFrames } from '../../notebook/locate-frames';
import type { CompiledNotebook } from '../../notebook/notebook';

/** A thrown thing as data: with the cell and line it comes from (else `cell`), its stack without frames of ours. */
export function locateError(thrown: unknown, notebook?: CompiledNotebook, cell?: string): SerializedError {
  return located(serializeError(thrown), notebook, cell);
}

function located(error: SerializedError, notebook?: CompiledNotebook, cell?: string): SerializedError {
  const { name, message, stack = '', cause, at } = error;
  const [frame] = notebook ? locateFrames(stack, notebook) : [];
  const place = frame
    ? { cell: frame.cellName, line: frame.line, column: frame.column }
    : cell === undefined
      ? undefined
      : { cell };
  const frames = stack.split('\n').filter((line) => line.includes('notebook:///'));
  return {
    ...error,
    stack: [`${name}: ${message}`, ...frames].join('\n'),
    // An error of ours may know the line, but never the cell.
    ...((at ?? place) && { at: at?.cell === undefined ? { ...place, ...at } : at }),
    ...(cause && { cause: located(cause, notebook) }),
  };
}
