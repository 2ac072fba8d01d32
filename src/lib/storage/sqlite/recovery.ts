import type { Backup, DatabaseRecovery } from '../database-recovery';
import { BackupUnusable, SchemaTooNew } from '../storage-errors';
import { assertSound } from './damage';
import { schemaVersion } from './migrate';
import { migrations } from './migrations';
import { salvageRows } from './salvage';
import type { SqliteConnection } from './sqlite-connection';

/** How a host handles the files of a database that is not open. */
export interface DatabaseFiles {
  backups(): Promise<readonly Backup[]>;
  /** Opens a backup, or a file that was set aside, without changing it. */
  openCopy(name: string): Promise<SqliteConnection>;
  /** Opens the database itself. */
  open(): Promise<SqliteConnection>;
  takeIn: DatabaseRecovery['takeIn'];
  setAside(): Promise<string | undefined>;
  /** Copies a backup to the database's place, which is free. */
  putInPlace(backup: string): Promise<void>;
}

export function databaseRecovery(files: DatabaseFiles): DatabaseRecovery {
  async function check(backup: string): Promise<void> {
    let connection: SqliteConnection | undefined;
    try {
      connection = await files.openCopy(backup);
      assertSound(connection, Infinity);
      const version = schemaVersion(connection);
      if (version > migrations.length) throw new SchemaTooNew(version, migrations.length);
      if (version === 0) throw new Error('it holds nothing of Dagbook');
    } catch (error) {
      throw new BackupUnusable(backup, (error as Error).message, error);
    } finally {
      connection?.close();
    }
  }

  return {
    backups: () => files.backups(),
    takeIn: (database) => files.takeIn(database),
    setAside: () => files.setAside(),
    async restore(backup) {
      await check(backup);
      const replaced = await files.setAside();
      await files.putInPlace(backup);
      return replaced;
    },
    async salvage() {
      const setAside = await files.setAside();
      if (setAside === undefined) throw new BackupUnusable('of nothing', 'there is no database');
      const into = await files.open();
      try {
        const damaged = await files.openCopy(setAside);
        try {
          return { setAside, ...salvageRows(damaged, into) };
        } finally {
          damaged.close();
        }
      } finally {
        into.close();
      }
    },
  };
}
