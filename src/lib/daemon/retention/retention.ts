import type { MaintenanceStorage, Prunable } from '../../storage/maintenance-storage';
import type { MakeDaemonPart } from '../daemon-part';
import type { InstanceSettings } from '../instance-settings';
import { whatMayGo, whatMayGoForSpace } from './what-may-go';

export interface RetentionOptions {
  readonly storage: Pick<MaintenanceStorage, 'prune' | 'bytesUsed' | 'backUpDaily'>;
  readonly settings: () => Promise<InstanceSettings>;
  /**
   * Removes the large values that nothing has named for a while. Answers the bytes of those that are named, and whether
   * others wait until they are old enough.
   */
  readonly sweepArtifacts: (now: number) => Promise<{ readonly bytes: number; readonly isWaiting: boolean }>;
}

const every = 3_600_000;
/** An unnamed file of a value may belong to an event that is about to be stored. */
const whenWaiting = 60_000;

/** Removes what the settings let go, in small batches between which all others have their turn; backs up once a day. */
export const retention =
  ({ storage, settings, sweepArtifacts }: RetentionOptions): MakeDaemonPart =>
  () => {
    let isStopped = false;
    let due = -Infinity;

    async function remove(what: Prunable): Promise<void> {
      let after: string | undefined;
      do after = (await storage.prune(what, after)).next;
      while (after !== undefined && !isStopped);
    }

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
        const wanted = (await settings()).retention;
        for (const what of whatMayGo(wanted, now)) if (!isStopped) await remove(what);
        let swept = await sweepArtifacts(now);
        const isOver = async () => (await storage.bytesUsed()) + swept.bytes > wanted.budgetBytes;
        for (const what of wanted.budgetBytes > 0 ? whatMayGoForSpace(now) : []) {
          if (isStopped || !(await isOver())) break;
          await remove(what);
          swept = await sweepArtifacts(now);
        }
        await storage.backUpDaily(now);
        due = now + (swept.isWaiting ? whenWaiting : every);
        return due;
      },
      stop() {
        isStopped = true;
      },
    };
  };
