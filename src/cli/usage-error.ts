import { DagbookError } from '$lib/base/errors';

/** The command line was written wrongly: exit status 2, and the help is near. */
export class UsageError extends DagbookError {
  static override readonly name: string = 'UsageError';
}
