import { SchemaTooNew } from '../storage-errors';
import { inTransaction, valueOf, type SqliteConnection } from './sqlite-connection';

export const schemaVersion = (connection: SqliteConnection): number =>
  Number(valueOf(connection, 'pragma user_version'));

/**
 * Brings the database to the newest schema, each step in a transaction of its own, after a backup where there is
 * something to lose. Throws `SchemaTooNew`, with nothing changed, where the database is newer than `steps`.
 */
export function migrate(connection: SqliteConnection, steps: readonly string[]): void {
  const before = schemaVersion(connection);
  if (before > steps.length) throw new SchemaTooNew(before, steps.length);
  if (before > 0 && before < steps.length) connection.backUp(`v${before}`);
  steps.forEach((step, index) => {
    inTransaction(connection, () => {
      // Another process may have taken this step since.
      if (schemaVersion(connection) !== index) return;
      connection.exec(step);
      connection.exec(`pragma user_version = ${index + 1}`);
    });
  });
}
