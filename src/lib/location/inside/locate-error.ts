import { serializeError, type SerializedError } from '../../base/errors';
import * as dagbook from '../../definitions';
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
  const remedy = error.remedy ?? importOf(error);
  return {
    ...error,
    ...(remedy !== undefined && { remedy }),
    stack: [`${name}: ${message}`, ...frames].join('\n'),
    // An error of ours may know the line, but never the cell.
    ...((at ?? place) && { at: at?.cell === undefined ? { ...place, ...at } : at }),
    ...(cause && { cause: located(cause, notebook) }),
  };
}

/** What a name wants that a cell uses and nobody imports, if this library has it. */
function importOf({ name, message }: SerializedError): string | undefined {
  const [, missing = ''] = /^(?:Can't find variable: )?(\w+)(?: is not defined)?$/.exec(message) ?? [];
  return name === 'ReferenceError' && Object.hasOwn(dagbook, missing)
    ? `Write import { ${missing} } from "dagbook"; in this cell or in one above.`
    : undefined;
}
