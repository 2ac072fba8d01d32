import type { Change } from '../storage/storage';

/** Dagster's names of the daemons, and `RETENTION`, which is ours. */
export type DaemonType =
  | 'SCHEDULER' | 'SENSOR' | 'ASSET' | 'QUEUED_RUN_COORDINATOR' | 'BACKFILL' | 'MONITORING'
  | 'EVENT_LOG_CONSUMER' | 'FRESHNESS_DAEMON' | 'RETENTION'; // prettier-ignore

/** One of the daemons: it knows what is due, and does it. */
export interface DaemonPart {
  readonly type: DaemonType;
  /** Does what has to be done before the first turn, such as taking up what the last leader left. */
  begin?(): Promise<void>;
  /** Hears what each transaction has changed; answers whether that could have given it something to do. */
  hear(changes: readonly Change[]): boolean;
  /**
   * Does all that is due at `now` (ms since the epoch), and answers when it has to be called again, if nothing wakes it
   * before. Turns of one part never overlap. It must not wait for long work that it has set off.
   */
  turn(now: number): Promise<number | undefined>;
  /** Nothing new is begun from now on. */
  stop?(): void;
}

/**
 * Makes a part. `wake` asks for a turn, for what the storage does not tell of; `onError` hears of what goes wrong in work
 * that no turn waits for.
 */
export type MakeDaemonPart = (wake: () => void, onError: (error: unknown) => void) => DaemonPart;
