import { DagbookError } from '../base/errors';

/** The function of a schedule or sensor came to no end in time. */
export class TickTookTooLong extends DagbookError {
  static override readonly name: string = 'TickTookTooLong';

  constructor(name: string, seconds: number) {
    super(`The evaluation of ${name} took longer than ${seconds} s and was ended`, {
      remedy: 'Let it do less at a time and keep its place in the cursor, or raise evaluationTimeoutSeconds.',
    });
  }
}

/** The cells of a notebook came to no end in time. */
export class NotebookNeverLoads extends DagbookError {
  static override readonly name: string = 'NotebookNeverLoads';

  constructor() {
    super('The notebook was not loaded: its cells did not come to an end', {
      remedy:
        'Look for an endless loop, or an await that never ends, outside of an asset; long work belongs into one.',
    });
  }
}
