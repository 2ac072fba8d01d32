import type { SerializedError } from '../base/errors';
import type { Violation } from './definition-rules';
import type { DefinitionEntry } from './exported-definitions';

/** What is wrong with a definition, with the cell it is in. `subject` is such as `asset orders`. */
export function definitionError(
  { cell, cellName }: DefinitionEntry,
  subject: string,
  { message, remedy }: Violation,
): SerializedError {
  return {
    name: 'InvalidDefinition',
    message: `${subject}: ${message}`,
    remedy,
    at: { cell: cellName ?? cell },
  };
}
