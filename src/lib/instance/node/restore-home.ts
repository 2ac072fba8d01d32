import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { FileArtifacts } from '../../artifacts/file/file-artifacts';
import { DagbookError } from '../../base/errors';
import { nodeRecovery } from '../../storage/sqlite/node-recovery';
import { restoreBackup } from '../backup-file';
import { takeLeaderLock } from './leader-lock';

/**
 * Restores what is kept in `home` from `file`: a backup of all, or one of the database's daily backups. The database that
 * is there may be damaged; answers where it is kept. Rejects with `BackupUnusable`, or where a process leads there.
 */
export async function restoreHome(home: string, file: string): Promise<string | undefined> {
  const giveBack = takeLeaderLock(join(home, 'leader.lock'));
  if (!giveBack)
    throw new DagbookError(`Another process leads in ${home}`, {
      name: 'HomeInUse',
      remedy: 'Stop the daemon, or wait for the command that runs there. Nothing was replaced.',
    });
  try {
    const recovery = nodeRecovery(join(home, 'dagbook.db'));
    const bytes = await readFile(file);
    if (bytes.subarray(0, 15).toString('latin1') === 'SQLite format 3') return await recovery.restore(file);
    return await restoreBackup(bytes, recovery, new FileArtifacts(join(home, 'artifacts')));
  } finally {
    giveBack();
  }
}
