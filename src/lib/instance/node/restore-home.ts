import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { FileArtifacts } from '../../artifacts/file/file-artifacts';
import { restoreBackup } from '../backup-file';
import { inIdleHome } from './idle-home';

/**
 * Restores what is kept in `home` from `file`: a backup of all, or one of the database's daily backups. The database that
 * is there may be damaged; answers where it is kept. Rejects with `BackupUnusable`, or where a process leads there.
 */
export const restoreHome = (home: string, file: string): Promise<string | undefined> =>
  inIdleHome(home, async (recovery) => {
    const bytes = await readFile(file);
    if (bytes.subarray(0, 15).toString('latin1') === 'SQLite format 3') return recovery.restore(file);
    return restoreBackup(bytes, recovery, new FileArtifacts(join(home, 'artifacts')));
  });
