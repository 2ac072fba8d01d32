import type { ArtifactStore } from '../artifacts/artifact-store';
import type { Clock } from '../base/clock';
import type { Daemon } from '../daemon/daemon-loop';
import type { InstanceSettings } from '../daemon/instance-settings';
import { removeWhatMayGo } from '../daemon/retention/retention';
import type { Storage } from '../storage/storage';
import { artifactSweep } from './artifact-sweep';
import { backupExtension, packBackup } from './backup-file';
import type { Instance } from './instance';

/** How often a leader's heartbeats are stored, in ms, for processes that do not lead (Dagster's interval). */
export const beatEvery = 30_000;

/** The health of the instance, and what is kept of it elsewhere. */
export function maintenanceCommands({
  storage,
  artifacts,
  clock,
  daemon,
  settings,
}: {
  readonly storage: Storage;
  readonly artifacts: ArtifactStore;
  readonly clock: Clock;
  /** Absent where another process leads. */
  readonly daemon: Daemon | undefined;
  readonly settings: () => Promise<InstanceSettings>;
}): Pick<Instance, 'daemons' | 'storageUse' | 'prune' | 'backUp'> {
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
  };
}
