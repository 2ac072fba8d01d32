import type { SerializedError, SourceLocation } from '../base/errors';
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
  entry: DefinitionEntry,
  subject: string,
  { message, remedy, site }: LocatedViolation,
  locate?: LocateFrames,
): SerializedError {
  const at = placeOf(entry, site, locate);
  return { name: 'InvalidDefinition', message: `${subject}: ${message}`, remedy, at };
}

/** The cell of an entry, and the line there on which `site` was made, where `locate` finds it. */
export function placeOf(
  { cell, cellName }: DefinitionEntry,
  site: Located | Error | undefined,
  locate: LocateFrames | undefined,
): SourceLocation {
  const { stack = '' } = (site instanceof Error ? site : site?.[definedAt]) ?? {};
  const frames = locate?.(stack) ?? [];
  // A factory may stand in another cell than what it was called for.
  const frame = frames.find((each) => each.cell === cell);
  return { cell: cellName ?? cell, ...(frame && { line: frame.line, column: frame.column }) };
}
