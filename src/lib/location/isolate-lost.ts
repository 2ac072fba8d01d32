import { DagbookError } from '../base/errors';

/** The isolate is gone: it was terminated, it died, or it broke the protocol. Nothing it was asked will be answered. */
export class IsolateLost extends DagbookError {
  static override readonly name: string = 'IsolateLost';
}
