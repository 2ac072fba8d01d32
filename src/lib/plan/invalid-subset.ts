import { DagbookError } from '../base/errors';

/** A selection names something that is not there, or part of a step that cannot compute only a part. */
export class InvalidSubsetError extends DagbookError {
  static override readonly name: string = 'InvalidSubsetError';
}
