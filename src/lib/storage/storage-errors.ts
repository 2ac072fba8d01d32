import { DagbookError } from '../base/errors';

/** The database was written by a newer version of Dagbook. It is left as it is. */
export class SchemaTooNew extends DagbookError {
  static override readonly name: string = 'SchemaTooNew';

  constructor(stored: number, known: number) {
    super(`The database has schema version ${stored}, and this version of Dagbook knows up to ${known}`, {
      remedy:
        'Load the newer Dagbook (reload the page, or update the package). The database was not changed.',
    });
  }
}

/** The database's file cannot be read, or not all of it. It is left as it is: nothing is ever reset by itself. */
export class DatabaseDamaged extends DagbookError {
  static override readonly name: string = 'DatabaseDamaged';

  constructor(
    reason: string,
    { file, backups }: { readonly file: string; readonly backups: readonly string[] },
    cause?: unknown,
  ) {
    const [newest] = backups;
    super(`The database ${file} is damaged: ${reason}. The file was left as it is`, {
      remedy: `${newest ? `Restore the backup ${newest}, or set` : 'There is no backup: set'} the file aside, and start empty or with what can still be read of it.`,
      cause,
    });
  }
}

/** A backup that cannot be restored; what is there now was not touched. */
export class BackupUnusable extends DagbookError {
  static override readonly name: string = 'BackupUnusable';

  constructor(name: string, reason: string, cause?: unknown) {
    super(`The backup ${name} cannot be restored: ${reason}`, {
      remedy: 'Nothing was replaced. Choose another backup.',
      cause,
    });
  }
}

/** The database could not do what was asked; the write was rolled back as a whole. */
export class StorageFailed extends DagbookError {
  static override readonly name: string = 'StorageFailed';

  constructor(cause: unknown) {
    super(`The database failed: ${cause instanceof Error ? cause.message : String(cause)}`, {
      remedy: 'Nothing of this was stored. Do it again; if it fails again, check the disk.',
      cause,
    });
  }
}

/** An event of a run that was never created, or that was deleted. */
export class RunNotFound extends DagbookError {
  static override readonly name: string = 'RunNotFound';

  constructor(runId: string) {
    super(`There is no run ${runId}`, {
      remedy: 'The run was deleted or never created; its events are not kept.',
    });
  }
}

/** A later revision of a notebook that is not stored. */
export class NotebookNotFound extends DagbookError {
  static override readonly name: string = 'NotebookNotFound';

  constructor(id: string) {
    super(`There is no notebook ${id}`, { remedy: 'Save it as a new notebook (revision 1).' });
  }
}

/** A write of a leader after another has taken the lead, such as one whose process was stopped for a while. */
export class LeaderFenced extends DagbookError {
  static override readonly name: string = 'LeaderFenced';

  constructor(holder: string) {
    super(`Another has taken the lead${holder && `: ${holder}`}`, {
      remedy: 'Nothing of this was stored. Start this one again if it shall lead.',
    });
  }
}

/** A write after `close`. */
export class StorageClosed extends DagbookError {
  static override readonly name: string = 'StorageClosed';

  constructor() {
    super('The database is closed', { remedy: 'Open it again before writing.' });
  }
}
