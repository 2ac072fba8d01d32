import type { SqliteConnection } from './sqlite-connection';

/**
 * Moves what the write-ahead log holds into the database's file. SQLite drops all that follows a damaged byte of a log
 * without a word, and finds damage in the file: so at most what was written since the last opening hangs on the log.
 */
export function foldLog(connection: SqliteConnection): void {
  try {
    connection.exec('pragma wal_checkpoint(passive)');
  } catch {
    // Where there is no space for it now the log stays as it is, which is as good until the next opening.
  }
}
