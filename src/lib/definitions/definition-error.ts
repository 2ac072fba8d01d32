import type { SerializedError } from '../base/errors';
import { definedAt, type LocateFrames, type Located } from './defined-at';
import type { Violation } from './definition-rules';
import type { DefinitionEntry } from './exported-definitions';

/** A violation with where it was made: a definition, or the error that a call left behind. */
export interface LocatedViolation extends Violation {
  readonly site?: Located | Error;
}

/**
 * What is wrong with a definition, with the cell it is in, and the line there where `locate` finds it. `subject` is
 * such as `asset orders`.
 */
export function definitionError(
  { cell, cellName }: DefinitionEntry,
  subject: string,
  { message, remedy, site }: LocatedViolation,
  locate?: LocateFrames,
): SerializedError {
  const { stack = '' } = (site instanceof Error ? site : site?.[definedAt]) ?? {};
  const frames = locate?.(stack) ?? [];
  // A factory may stand in another cell than what it was called for.
  const frame = frames.find((each) => each.cell === cell);
  return {
    name: 'InvalidDefinition',
    message: `${subject}: ${message}`,
    remedy,
    at: { cell: cellName ?? cell, ...(frame && { line: frame.line, column: frame.column }) },
  };
}
