import { hostname } from 'node:os';
import { setTimeout as wait } from 'node:timers/promises';
import type { Lead, MaintenanceStorage } from '../../storage/maintenance-storage';
import { StorageFull } from '../../base/storage-full';
import { LeaderFenced } from '../../storage/storage-errors';
import { takeLeaderLock } from './leader-lock';

export interface LeadOptions {
  /** File of the lock that goes with the process. */
  readonly lockPath: string;
  readonly storage: MaintenanceStorage;
  /** Another process leads: the wait begins. */
  readonly onWait?: (leader: string) => void;
  /** This process was stopped for so long that another leads now: nothing of it is stored any more. */
  readonly onLost: (error: LeaderFenced) => void;
  /** A leader that says for so long (ms) nothing has lost the lead. Default 10 s. */
  readonly lease?: number;
  /** Ends the wait; aborted from the start, it is taken only where it is free. */
  readonly signal?: AbortSignal;
}

const tryEvery = 200;
const renewalsPerLease = 4;

/**
 * Waits until this process leads, and answers how to give the lock back, once the storage is closed. A leader that dies loses its lock at once. One
 * that is stopped keeps it: it has lost the lead when it has not renewed it for a whole lease, as a waiting process sees
 * it in so many looks (not by a clock, which may be set, or go on while both sleep). `undefined` where the wait was ended.
 */
export async function takeLead(options: LeadOptions): Promise<(() => void) | undefined> {
  const { lockPath, storage, onWait, lease = 10_000, signal } = options;
  const holder = `process ${process.pid} on ${hostname()}`;
  let last: Lead | undefined;
  let unchanged = 0;
  for (let look = 0; ; look++) {
    const found = await storage.lead();
    unchanged = last && isSame(found, last) ? unchanged + 1 : 0;
    last = found;
    const giveBackLock = takeLeaderLock(lockPath);
    if ((giveBackLock && isLeft(found)) || unchanged * tryEvery >= lease) {
      const lead = { holder, isLocked: giveBackLock !== undefined, after: found.epoch };
      // One that was stopped in the middle of a write holds the database too, so this can fail for as long.
      const epoch = await storage.takeLead(lead).catch((error: unknown) => {
        // Waiting does not help there; who only looks when the lead is free goes on without it.
        if (!(error instanceof StorageFull) || signal?.aborted) return undefined;
        giveBackLock?.();
        throw error;
      });
      if (epoch !== undefined) return keepLead(options, giveBackLock, lease / renewalsPerLease);
    }
    giveBackLock?.();
    if (signal?.aborted) return undefined;
    if (look === 0) onWait?.(found.holder);
    await wait(tryEvery, undefined, { signal }).catch(() => {});
  }
}

const isSame = (a: Lead, b: Lead): boolean => a.epoch === b.epoch && a.renewals === b.renewals;

/** Of the lead's last holder, while nobody has the lock: that it was given back, or went with the process. */
const isLeft = ({ holder, isLocked }: Lead): boolean => holder === '' || isLocked;

/** Renews the lead, and takes the lock as soon as a stopped process that still has it goes on and gives it back. */
function keepLead(
  { lockPath, storage, onLost }: LeadOptions,
  lock: (() => void) | undefined,
  renewEvery: number,
): () => void {
  let giveBackLock = lock;
  const renewing = setInterval(() => {
    giveBackLock ??= takeLeaderLock(lockPath);
    storage.renewLead({ isLocked: giveBackLock !== undefined }).catch((error: unknown) => {
      // A renewal that failed otherwise (a full disk) is tried again.
      if (!(error instanceof LeaderFenced)) return;
      end();
      onLost(error);
    });
  }, renewEvery);

  function end(): void {
    clearInterval(renewing);
    giveBackLock?.();
    giveBackLock = undefined;
  }

  return end;
}
