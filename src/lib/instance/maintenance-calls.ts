import type { Heartbeat } from '../storage/automation-storage';
import type { Removed, StorageUse } from '../storage/maintenance-storage';
import type { StorageInfo } from '../storage/storage';
import type { BackupContents } from './backup-file';
import type { EventLines } from './export-events';

export interface InstanceInfo {
  readonly storage: StorageInfo;
  /** Where values go: `opfs`, `indexeddb` or a folder. */
  readonly artifacts: string;
  readonly cores: number;
  readonly version: string;
}

/**
 * What the user must know of this store: nothing outlives the window, hardly anything new can be stored, or what was
 * stored last before it was opened is missing.
 */
export type InstanceWarning = 'keeps_nothing' | 'no_space' | 'lost_commits';

/** How the instance itself stands, and how it is looked after. */
export interface MaintenanceCalls {
  info(): Promise<InstanceInfo>;
  warnings(): Promise<readonly InstanceWarning[]>;
  /** The daemons of the leader: when each was last at work, and what went wrong there. */
  daemons(): Promise<readonly Heartbeat[]>;
  /** What takes space in the database. */
  storageUse(): Promise<readonly StorageUse[]>;
  /** Removes at once what the retention settings let go; files of large values go later, by the leader. */
  prune(): Promise<Removed>;
  /** All of the instance as one file, and a name for it. */
  backUp(): Promise<{ readonly name: string; readonly bytes: Uint8Array }>;
  /** What such a file holds. Rejects with `BackupUnusable`. */
  readBackup(file: Uint8Array): Promise<BackupContents>;
  /**
   * Replaces all of the instance by such a file, and keeps what was there; every page starts anew. Rejects with
   * `BackupUnusable`, nothing replaced, and with `RestoreRefused` in Node, where the command line restores.
   */
  restore(file: Uint8Array): Promise<void>;
  /** The event log after that event (0: all), a piece at a time; `undefined` where there are no more. */
  exportEvents(after: number): Promise<EventLines | undefined>;
}
