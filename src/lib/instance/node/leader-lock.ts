import { DatabaseSync } from 'node:sqlite';
import { setTimeout as wait } from 'node:timers/promises';

const sqliteBusy = 5;
const tryEvery = 200;

/**
 * Makes this process the leader of a home: waits until no other is, `onWait` hears of that once. Answers how to give
 * the lead back; it also goes with the process, however that ends, since the operating system holds the lock.
 */
export async function leaderLock(path: string, onWait?: () => void): Promise<() => void> {
  const database = new DatabaseSync(path);
  for (let attempt = 0; ; attempt++) {
    try {
      database.exec('begin exclusive');
      return () => database.close();
    } catch (error) {
      if ((error as { errcode?: number }).errcode !== sqliteBusy) throw error;
    }
    if (attempt === 0) onWait?.();
    await wait(tryEvery);
  }
}
