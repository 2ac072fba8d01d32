import type { Clock, Timers } from '../base/clock';
import { serializeError, type SerializedError } from '../base/errors';
import type { Heartbeat } from '../storage/automation-storage';
import type { Storage } from '../storage/storage';
import type { MakeDaemonPart } from './daemon-part';

export interface DaemonOptions {
  readonly parts: readonly MakeDaemonPart[];
  readonly storage: Pick<Storage, 'subscribe'>;
  readonly clock: Clock;
  readonly timers: Timers;
  /** Hears of what a part could not do, such as reading from a storage that failed. */
  readonly onError: (error: unknown) => void;
}

export interface Daemon {
  /** How each part is: when its last turn was, and what has gone wrong of late. */
  heartbeats(): readonly Heartbeat[];
  /** Begins nothing more; runs in progress go on. Resolves when the daemon is at rest. */
  stop(): Promise<void>;
}

/** The clock may have been set, or the machine have slept: so long at most nobody looks at it, in ms. */
const longestSleep = 30_000;
/** A part that failed is tried again after this, in ms. */
const retryAfter = 5_000;
const mostErrors = 5;
/** So long an error is told with the heartbeat, in ms (Dagster). */
const errorsTold = 300_000;

/**
 * The daemon of a leader: gives each part its turn, first of all at once, and then when something changes that could
 * concern it, or its time has come. It never polls. A part that throws is tried again and holds up no other.
 */
export function startDaemon({ parts, storage, clock, timers, onError }: DaemonOptions): Daemon {
  const workers = parts.map((make) => partWorker(make, { clock, timers, onError }));
  const unsubscribe = storage.subscribe((changes) => {
    for (const { part, wake } of workers) if (part.hear(changes)) wake();
  });
  for (const worker of workers) worker.begin();
  return {
    heartbeats: () => workers.map(({ heartbeat }) => heartbeat()),
    async stop() {
      unsubscribe();
      await Promise.all(workers.map(({ stop }) => stop()));
    },
  };
}

function partWorker(
  make: MakeDaemonPart,
  { clock, timers, onError }: Pick<DaemonOptions, 'clock' | 'timers' | 'onError'>,
) {
  const part = make(wake, report);
  let isStopped = false;
  let isWanted = false;
  let working: Promise<void> | undefined;
  let callOff = () => {};
  let timestamp = clock.now();
  let errors: readonly { readonly time: number; readonly error: SerializedError }[] = [];

  function report(error: unknown): void {
    errors = [...errors, { time: clock.now(), error: serializeError(error) }].slice(-mostErrors);
    onError(error);
  }

  /** Gives turns until nobody asks for another. */
  async function work(): Promise<void> {
    while (isWanted && !isStopped) {
      isWanted = false;
      await attempt(async () => sleepUntil(await part.turn(clock.now())));
    }
    working = undefined;
  }

  async function attempt(doIt: () => Promise<void>): Promise<void> {
    timestamp = clock.now();
    try {
      await doIt();
    } catch (error) {
      report(error);
      sleepUntil(clock.now() + retryAfter);
    }
  }

  function sleepUntil(time: number | undefined): void {
    callOff();
    if (isStopped || time === undefined) return;
    callOff = timers.at(Math.min(time, clock.now() + longestSleep), wake);
  }

  function wake(): void {
    isWanted = true;
    working ??= work();
  }

  return {
    part,
    wake,
    begin() {
      working = attempt(async () => part.begin?.()).then(() => {
        isWanted = true;
        return work();
      });
    },
    heartbeat(): Heartbeat {
      const told = errors.filter(({ time }) => time > clock.now() - errorsTold);
      return { daemon: part.type, timestamp, errors: told.map(({ error }) => error) };
    },
    async stop() {
      isStopped = true;
      callOff();
      part.stop?.();
      await working;
    },
  };
}
