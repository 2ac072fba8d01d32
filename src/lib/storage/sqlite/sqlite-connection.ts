import type { DagbookError } from '../../base/errors';
import type { DatabaseFile } from './damage';

export type SqlValue = null | number | string | Uint8Array;

/** Values in the order of the selected columns: half the cost of objects where SQLite is WebAssembly. */
export type SqlRow = readonly SqlValue[];

export interface SqlStatement {
  readonly columns: readonly string[];
  all(...values: readonly SqlValue[]): SqlRow[];
  run(...values: readonly SqlValue[]): void;
  finalize(): void;
}

/** One open SQLite database, driven synchronously: all that this room needs of a platform's SQLite. */
export interface SqliteConnection {
  /** How the database is kept: `opfs`, `node` or `memory`. */
  readonly kind: string;
  /** Whether its log was found damaged at opening, so that what was committed last is missing (`write-ahead-log.ts`). */
  readonly hasLostCommits: boolean;
  exec(sql: string): void;
  prepare(sql: string): SqlStatement;
  /**
   * Copies the whole database beside itself (`backup-names.ts`): before it is migrated from version 3 as `v3`, else as
   * the day, `2026-11-27`. Nothing where nothing is kept.
   */
  backUp(of: string): void;
  /** The whole database as the bytes of one file. */
  snapshot(): Uint8Array<ArrayBuffer>;
  /** Where the database is, and its backups. */
  about(): DatabaseFile;
  /** What a thrown thing of this connection means: `StorageFull`, `DatabaseDamaged` or `StorageFailed`. */
  explain(thrown: unknown): Promise<DagbookError>;
  close(): void;
}

/** All rows of a statement that is too rare to be kept prepared. */
export function rowsOf(
  connection: SqliteConnection,
  sql: string,
  ...values: readonly SqlValue[]
): readonly SqlRow[] {
  const statement = connection.prepare(sql);
  try {
    return statement.all(...values);
  } finally {
    statement.finalize();
  }
}

/** The first column of the first row. */
export const valueOf = (connection: SqliteConnection, sql: string): SqlValue | undefined =>
  rowsOf(connection, sql)[0]?.[0];

/**
 * Runs `work` in one transaction that holds the write lock from its start, so that what it reads stays true until
 * it commits, also where other processes write. Whatever is thrown rolls everything back.
 */
export function inTransaction<Answer>(connection: SqliteConnection, work: () => Answer): Answer {
  connection.exec('begin immediate');
  try {
    const answer = work();
    connection.exec('commit');
    return answer;
  } catch (error) {
    rollBack(connection);
    throw error;
  }
}

/** SQLite has already rolled back by itself after some errors (a full disk); then there is nothing left to undo. */
function rollBack(connection: SqliteConnection): void {
  try {
    connection.exec('rollback');
  } catch {
    return;
  }
}
