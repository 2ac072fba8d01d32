import { copyFile, open, rename, stat, writeFile } from 'node:fs/promises';
import type { DatabaseRecovery } from '../database-recovery';
import { backupName, takenIn } from './backup-names';
import { nodeBackups, openNodeConnection, readOnlyConnection } from './node-connection';
import { databaseRecovery } from './recovery';

/** For the database at `path`, which no process has open. */
export function nodeRecovery(path: string): DatabaseRecovery {
  const size = (file: string) =>
    stat(file).then(
      (found) => found.size,
      () => undefined,
    );
  return databaseRecovery({
    backups: () =>
      Promise.all(nodeBackups(path).map(async (name) => ({ name, bytes: (await size(name)) ?? 0 }))),
    openCopy: async (name) => readOnlyConnection(name),
    async takeIn(database) {
      const name = backupName(path, takenIn);
      await writeFile(name, database, { flush: true });
      return name;
    },
    open: async () => openNodeConnection(path),
    async setAside() {
      if ((await size(path)) === undefined) return undefined;
      let aside = `${path}.aside`;
      for (let number = 2; (await size(aside)) !== undefined; number++) aside = `${path}.aside-${number}`;
      // Its log holds what was committed last.
      for (const part of ['-wal', '-shm']) await rename(`${path}${part}`, `${aside}${part}`).catch(() => {});
      await rename(path, aside);
      return aside;
    },
    async putInPlace(backup) {
      const copy = `${path}.restoring`;
      await copyFile(backup, copy);
      const file = await open(copy, 'r+');
      await file.sync().finally(() => file.close());
      await rename(copy, path);
    },
  });
}
