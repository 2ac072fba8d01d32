import { DagbookError } from './errors';

/** There is no room to write: what was being written is not stored, all that was acknowledged before still is. */
export class StorageFull extends DagbookError {
  static override readonly name: string = 'StorageFull';

  constructor(what: string, cause?: unknown) {
    super(`There is no space left to store ${what}`, {
      remedy: 'Free some disk space, or delete old runs and notebooks, then do it again.',
      cause,
    });
  }
}

/** Whether a platform's error says that the disk or the origin's quota is used up. */
export function isOutOfSpace(thrown: unknown): boolean {
  const { name, code } = (thrown ?? {}) as { name?: unknown; code?: unknown };
  return name === 'QuotaExceededError' || code === 'ENOSPC' || code === 'EDQUOT';
}
