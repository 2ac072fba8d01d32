import type { ArtifactStore } from '../artifacts/artifact-store';
import type { Clock } from '../base/clock';
import type { Daemon } from '../daemon/daemon-loop';
import type { InstanceSettings } from '../daemon/instance-settings';
import { removeWhatMayGo } from '../daemon/retention/retention';
import type { Storage } from '../storage/storage';
import { artifactSweep } from './artifact-sweep';
import { DagbookError } from '../base/errors';
import { backupExtension, packBackup, readBackup } from './backup-file';
import { exportEvents } from './export-events';
import type { Instance } from './instance';

/** How often a leader's heartbeats are stored, in ms, for processes that do not lead (Dagster's interval). */
export const beatEvery = 30_000;

/** How a host replaces its instance by a backup file. */
export interface Restoring {
  /** Opens the bytes of a database, apart from the instance's own. */
  openCopy(database: Uint8Array<ArrayBuffer>): Promise<Storage>;
  /** Keeps what is there, puts the backup in its place, and ends this instance. */
  replace(file: Uint8Array): Promise<void>;
}

/** The health of the instance, and what is kept of it elsewhere. */
export function maintenanceCommands({
  storage,
  artifacts,
  clock,
  daemon,
  settings,
  restoring,
}: {
  readonly storage: Storage;
  readonly artifacts: ArtifactStore;
  readonly clock: Clock;
  /** Absent where another process leads. */
  readonly daemon: Daemon | undefined;
  readonly settings: () => Promise<InstanceSettings>;
  /** Absent where it is another process that restores, as in Node. */
  readonly restoring: Restoring | undefined;
}): Pick<
  Instance,
  'daemons' | 'storageUse' | 'prune' | 'backUp' | 'readBackup' | 'restore' | 'exportEvents'
> {
  function canRestore(): Restoring {
    if (restoring) return restoring;
    throw new DagbookError('This instance cannot be replaced while it is open', {
      name: 'RestoreRefused',
      remedy: 'In Node, end what runs there and use: dagbook instance restore FILE.',
    });
  }

  const sweepArtifacts = artifactSweep(artifacts, storage);
  return {
    daemons: async () => daemon?.heartbeats() ?? storage.heartbeats(),
    storageUse: () => storage.storageUse(),
    prune: async () => (await removeWhatMayGo({ storage, settings, sweepArtifacts }, clock.now())).removed,
    async backUp() {
      const pieces: Uint8Array<ArrayBuffer>[] = [];
      for await (const piece of packBackup(storage, artifacts)) pieces.push(piece as Uint8Array<ArrayBuffer>);
      const bytes = new Uint8Array(await new Blob(pieces).arrayBuffer());
      const day = new Date(clock.now()).toISOString().slice(0, 10);
      return { name: `dagbook-${day}${backupExtension}`, bytes };
    },
    readBackup: async (file) => readBackup(file, canRestore().openCopy),
    async restore(file) {
      const { openCopy, replace } = canRestore();
      await readBackup(file, openCopy);
      await replace(file);
    },
    exportEvents: (after) => exportEvents(storage, after),
  };
}
