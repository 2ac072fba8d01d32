import { serializeError, type SerializedError } from '../../base/errors';
import type { CompiledNotebook } from '../../notebook/notebook';

/** A thrown thing as data, with the cell and line where it was thrown, and the stack without frames of ours. */
export function locateError(thrown: unknown, notebook?: CompiledNotebook, cell?: string): SerializedError {
  return locate(serializeError(thrown), notebook, cell);
}

function locate(error: SerializedError, notebook?: CompiledNotebook, cell?: string): SerializedError {
  const m = /notebook:\/\/\/(.+?)\.ts:(\d+):(\d+)/.exec(error.stack ?? '');
  const at =
    error.at ?? (m ? { cell: m[1], line: Number(m[2]), column: Number(m[3]) } : cell ? { cell } : undefined);
  const stack = error.stack
    ?.split('\n')
    .filter((line) => !/^\s*at /.test(line) || line.includes('notebook:///'))
    .join('\n');
  return {
    ...error,
    ...(stack && { stack }),
    ...(at && { at }),
    ...(error.cause && { cause: locate(error.cause, notebook) }),
  };
}
