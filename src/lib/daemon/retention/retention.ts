import type { MaintenanceStorage, Prunable, Removed } from '../../storage/maintenance-storage';
import type { MakeDaemonPart } from '../daemon-part';
import type { InstanceSettings } from '../instance-settings';
import { whatMayGo, whatMayGoForSpace } from './what-may-go';

type Pruning = Pick<MaintenanceStorage, 'prune' | 'bytesUsed'>;

export interface RetentionOptions {
  readonly storage: Pruning & Pick<MaintenanceStorage, 'backUpDaily'>;
  readonly settings: () => Promise<InstanceSettings>;
  /**
   * Removes the large values that nothing has named for a while. Answers the bytes of those that are named, and whether
   * others wait until they are old enough.
   */
  readonly sweepArtifacts: (now: number) => Promise<{ readonly bytes: number; readonly isWaiting: boolean }>;
}

const every = 3_600_000;

/** Rows of the first batch. */
const firstLimit = 50;
/** So long a batch may hold the thread that also gives steps their work, in ms. */
const wantedBatch = 25;

/** The rows of the next batch, by how long one of `limit` rows took, in ms. */
export const nextLimit = (limit: number, took: number): number =>
  Math.round(Math.min(1_000, Math.max(5, limit * Math.min(2, wantedBatch / Math.max(took, 1)))));
/** An unnamed file of a value may belong to an event that is about to be stored. */
const whenWaiting = 60_000;

/**
 * Removes what the settings let go at `now`, in small batches between which all others have their turn, until
 * `isStopped`.
 */
export async function removeWhatMayGo(
  { storage, settings, sweepArtifacts }: Omit<RetentionOptions, 'storage'> & { readonly storage: Pruning },
  now: number,
  isStopped: () => boolean = () => false,
): Promise<{ readonly removed: Removed; readonly isWaiting: boolean }> {
  let limit = firstLimit;
  const removed = { ticks: 0, evaluations: 0, runs: 0, events: 0, values: 0 };

  async function remove(what: Prunable): Promise<void> {
    const kind = what.kind === 'eventsOfPrunedRuns' ? 'events' : what.kind;
    let after: string | undefined;
    do {
      const begun = performance.now();
      const { rows, next } = await storage.prune(what, after, limit);
      limit = nextLimit(limit, performance.now() - begun);
      removed[kind] += rows;
      after = next;
    } while (after !== undefined && !isStopped());
  }

  const wanted = (await settings()).retention;
  for (const what of whatMayGo(wanted, now)) if (!isStopped()) await remove(what);
  let swept = await sweepArtifacts(now);
  const isOver = async () => (await storage.bytesUsed()) + swept.bytes > wanted.budgetBytes;
  for (const what of wanted.budgetBytes > 0 ? whatMayGoForSpace(now) : []) {
    if (isStopped() || !(await isOver())) break;
    await remove(what);
    swept = await sweepArtifacts(now);
  }
  return { removed, isWaiting: swept.isWaiting };
}

/** Once an hour, and when the settings change, removes what may go; backs up once a day. */
export const retention =
  (options: RetentionOptions): MakeDaemonPart =>
  () => {
    let isStopped = false;
    let due = -Infinity;

    return {
      type: 'RETENTION',
      hear(changes) {
        const isChanged = changes.some(({ topic }) => topic === 'settings');
        if (isChanged) due = -Infinity;
        return isChanged;
      },
      async turn(now) {
        // A clock that was set back far must not put it off for as long.
        if (now < due && due - now <= every) return due;
        const { isWaiting } = await removeWhatMayGo(options, now, () => isStopped);
        await options.storage.backUpDaily(now);
        due = now + (isWaiting ? whenWaiting : every);
        return due;
      },
      stop() {
        isStopped = true;
      },
    };
  };
