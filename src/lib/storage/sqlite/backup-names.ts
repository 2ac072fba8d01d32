/**
 * Backups lie beside the database: `dagbook.db.backup-v3`, before it was migrated from version 3, and
 * `dagbook.db.backup-2026-11-27`, of that day. A newer one of a kind replaces the older ones.
 */
const infix = '.backup-';

/** Of a database that comes from elsewhere. */
export const takenIn = 'taken-in';

export const backupName = (file: string, of: string): string => `${file}${infix}${of}`;

/** Of names of files, those of backups of `file`, newest first: by the day, then by the version. */
export const backupsAmong = (names: readonly string[], file: string): readonly string[] =>
  names
    .filter(
      (name) => name.startsWith(`${file}${infix}`) && !name.endsWith('.part') && !name.endsWith('-journal'),
    )
    .sort((a, b) => Number(isDaily(b)) - Number(isDaily(a)) || b.localeCompare(a, 'en', { numeric: true }));

const isDaily = (name: string): boolean => /\d{4}-\d\d-\d\d$/.test(name);

/** Those that the backup `name` replaces. */
export const replacedBackups = (backups: readonly string[], name: string): readonly string[] =>
  backups.filter((other) => other !== name && isDaily(other) === isDaily(name) && !other.endsWith(takenIn));
