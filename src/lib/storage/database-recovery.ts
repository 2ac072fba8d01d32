/** A backup that lies beside the database. */
export interface Backup {
  readonly name: string;
  readonly bytes: number;
}

/** What was saved of a damaged database. */
export interface Salvaged {
  /** Where the damaged file is now. */
  readonly setAside: string;
  /** Rows by table. */
  readonly rows: Readonly<Record<string, number>>;
  /** Tables of which not all could be read. */
  readonly torn: readonly string[];
}

/** The choices that a person has when the database does not open. It must not be open meanwhile; nothing is deleted. */
export interface DatabaseRecovery {
  /** Newest first. */
  backups(): Promise<readonly Backup[]>;
  /**
   * Puts a backup in the place of the database and answers where the replaced file is now. Rejects with
   * `BackupUnusable`, with nothing replaced, where the backup is damaged or of a newer schema.
   */
  restore(backup: string): Promise<string | undefined>;
  /** Keeps a database that comes from elsewhere among the backups, to be restored from there; answers its name. */
  takeIn(database: Uint8Array<ArrayBuffer>): Promise<string>;
  /** Gives the file another name, so that the next opening starts empty; `undefined` where there is none. */
  setAside(): Promise<string | undefined>;
  /** Sets the file aside and makes a new one of all rows that can still be read. */
  salvage(): Promise<Salvaged>;
}
