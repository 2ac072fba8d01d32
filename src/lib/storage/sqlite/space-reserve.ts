import { StorageFull } from '../../base/storage-full';
import { StorageFailed } from '../storage-errors';
import type { SqliteConnection } from './sqlite-connection';
import { startLogAnew } from './write-ahead-log';

/** Space that is kept for deleting where there is no other: SQLite writes to its log first, also what it deletes. */
export interface SpaceReserve {
  /** Where there is space for it; else nothing is kept. */
  keep(): Promise<void>;
  /** Gives it up. Whether there was any. */
  free(): Promise<boolean>;
}

/** Does a write that deletes, on the reserve where there is no space for it. */
export async function deleteOnReserve<Answer>(
  write: () => Promise<Answer>,
  connection: SqliteConnection,
  reserve: SpaceReserve | undefined,
): Promise<Answer> {
  try {
    return await write();
  } catch (error) {
    // Once another deletion has given the reserve up, a disk that was full looks as if it had only failed.
    const mayBeFull = error instanceof StorageFull || error instanceof StorageFailed;
    if (!mayBeFull || !reserve) throw error;
    // One after the other: what one keeps again would be lacking for the next.
    const turn = (turns.get(reserve) ?? Promise.resolve()).then(async () => {
      await reserve.free();
      startLogAnew(connection);
      return write().finally(() => reserve.keep());
    });
    const over = () => {};
    turns.set(reserve, turn.then(over, over));
    return turn;
  }
}

/** When the last of those that wait for a reserve is done with it. */
const turns = new WeakMap<SpaceReserve, Promise<void>>();
