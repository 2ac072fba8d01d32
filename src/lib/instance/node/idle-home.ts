import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { DagbookError } from '../../base/errors';
import type { DatabaseRecovery, Salvaged } from '../../storage/database-recovery';
import { nodeRecovery } from '../../storage/sqlite/node-recovery';
import { takeLeaderLock } from './leader-lock';

/** Works on the database of a home in which no process leads. Rejects with `HomeInUse` where one does. */
export async function inIdleHome<Answer>(
  home: string,
  work: (recovery: DatabaseRecovery) => Promise<Answer>,
): Promise<Answer> {
  const giveBack = takeLeaderLock(join(home, 'leader.lock'));
  if (!giveBack)
    throw new DagbookError(`Another process leads in ${home}`, {
      name: 'HomeInUse',
      remedy: 'Stop the daemon, or wait for the command that runs there. Nothing was replaced.',
    });
  try {
    return await work(nodeRecovery(join(home, 'dagbook.db')));
  } finally {
    giveBack();
  }
}

/** Makes a new database of what can be read in that of `home`, which is kept. Rejects where there is none. */
export const salvageHome = (home: string): Promise<Salvaged> =>
  inIdleHome(home, (recovery) => {
    refuseEmpty(home);
    return recovery.salvage();
  });

/** Gives the database of `home` another name, so that its history begins anew; answers it. Rejects where there is none. */
export const setHomeAside = (home: string): Promise<string> =>
  inIdleHome(home, async (recovery) => {
    refuseEmpty(home);
    return (await recovery.setAside())!;
  });

function refuseEmpty(home: string): void {
  if (existsSync(join(home, 'dagbook.db'))) return;
  throw new DagbookError(`There is no database in ${home}`, {
    name: 'DatabaseNotFound',
    remedy: 'Name the notebook whose folder has it (-f FILE), or set DAGBOOK_HOME.',
  });
}
