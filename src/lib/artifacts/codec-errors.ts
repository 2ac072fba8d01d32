import { DagbookError } from '../base/errors';

/** A value, or a part of one (`value.rows[3].fn`), that no codec can write. */
export class ValueNotStorable extends DagbookError {
  static override readonly name: string = 'ValueNotStorable';

  constructor(path: string, is: string, remedy: string) {
    super(`${path} is ${is}, which cannot be stored`, { remedy });
  }
}

/** Stored bytes that their codec cannot read: written by a newer version, or a needed module is not loaded. */
export class ValueUnreadable extends DagbookError {
  static override readonly name: string = 'ValueUnreadable';

  constructor(why: string, remedy: string, cause?: unknown) {
    super(`The stored value cannot be read: ${why}`, { remedy, cause });
  }
}
