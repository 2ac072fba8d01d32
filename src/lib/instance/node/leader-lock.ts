import { DatabaseSync } from 'node:sqlite';

const sqliteBusy = 5;

/**
 * Takes the leader's lock of a home; `undefined` while another process has it. Answers how to give it back; it also goes
 * with the process, however that ends, since the operating system holds it.
 */
export function takeLeaderLock(path: string): (() => void) | undefined {
  const database = new DatabaseSync(path);
  try {
    database.exec('begin exclusive');
    return () => database.close();
  } catch (error) {
    database.close();
    if ((error as { errcode?: number }).errcode === sqliteBusy) return undefined;
    throw error;
  }
}
