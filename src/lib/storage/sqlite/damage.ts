import { DatabaseDamaged } from '../storage-errors';
import { valueOf, type SqliteConnection } from './sqlite-connection';

const sqliteCorrupt = 11;
const sqliteNotADatabase = 26;

/** SQLite's primary result code, by whichever name a platform gives it. */
export function sqliteCode(thrown: unknown): number {
  const { errcode, resultCode } = (thrown ?? {}) as { errcode?: number; resultCode?: number };
  return (errcode ?? resultCode ?? 0) & 0xff;
}

/** What is known of a database's file when something is wrong with it. */
export interface DatabaseFile {
  readonly file: string;
  /** Newest first. */
  readonly backups: readonly string[];
}

/** Where a thrown thing says that the file is damaged, the error that says what can be done. */
export function damageOf(thrown: unknown, file: DatabaseFile): DatabaseDamaged | undefined {
  const code = sqliteCode(thrown);
  if (code === sqliteCorrupt) return new DatabaseDamaged('parts of it cannot be read', file, thrown);
  if (code === sqliteNotADatabase) return new DatabaseDamaged('it is not a database', file, thrown);
  return undefined;
}

/** Up to so many bytes are looked through at each opening: some hundredths of a second. */
const cheapBytes = 32_000_000;

/** Throws `DatabaseDamaged` where SQLite finds a fault; of a large database only when something cannot be read. */
export function assertSound(connection: SqliteConnection, most = cheapBytes): void {
  const number = (sql: string) => Number(valueOf(connection, sql));
  if (number('pragma page_count') * number('pragma page_size') > most) return;
  const found = valueOf(connection, 'pragma quick_check(1)');
  if (found !== 'ok') throw new DatabaseDamaged(String(found), connection.about());
}
