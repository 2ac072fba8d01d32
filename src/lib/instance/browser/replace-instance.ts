import type { ArtifactStore } from '../../artifacts/artifact-store';
import { DagbookError } from '../../base/errors';
import { opfsRecovery } from '../../storage/sqlite/opfs-recovery';
import { SqliteStorage } from '../../storage/sqlite/sqlite-storage';
import { openBytes, preloadSqlite } from '../../storage/sqlite/wasm-connection';
import { packBackup, restoreBackup } from '../backup-file';
import type { Restoring } from '../maintenance';
import { keepRestorePoint } from './restore-point';

/** How the leader is told that the store is being replaced. */
export interface Replacing {
  /** From now on no call is answered. */
  pause(): void;
  /** All tabs are to start anew; with `error` nothing was replaced. */
  restart(error?: unknown): void;
}

/** Replaces an instance in OPFS by a backup, in the leader's worker; what was there becomes the restore point. */
export const replaceInstance = (options: {
  readonly name: string;
  readonly storage: SqliteStorage;
  readonly artifacts: ArtifactStore;
  readonly close: () => Promise<void>;
  readonly replacing: Replacing;
}): Restoring => ({
  openCopy: async (database) => new SqliteStorage(openBytes(await preloadSqlite(), database)),
  async replace(file) {
    const { name, storage, artifacts, close, replacing } = options;
    try {
      await keepRestorePoint(packBackup(storage, artifacts), name);
    } catch (error) {
      throw new DagbookError('What is here could not be kept as a backup, so nothing was replaced', {
        name: 'NoRestorePoint',
        remedy: 'Free some space (see what takes it), or download a backup and restore in another browser.',
        cause: error,
      });
    }
    replacing.pause();
    try {
      await close();
      await restoreBackup(file, await opfsRecovery(`${name}-database`), artifacts);
      replacing.restart();
    } catch (error) {
      replacing.restart(error);
    }
  },
});
