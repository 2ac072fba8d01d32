import type { InstigatorState, Tick } from '../../storage/automation-storage';
import type { Storage } from '../../storage/storage';
import type { MakeDaemonPart } from '../daemon-part';
import type { Workspace } from '../workspace';
import { dueTimes, isRetried, nextTime } from './due-ticks';
import { makeTick, type TickPorts } from './evaluate';
import { idText, instigatorsOf, isRunning, type ScheduleInstigator } from './instigators';

export interface SchedulerOptions extends TickPorts {
  readonly storage: TickPorts['storage'] & Pick<Storage, 'instigators' | 'putInstigator' | 'ticks'>;
  readonly workspace: () => Promise<Workspace>;
  /** Times that an evaluation which failed is repeated; Dagster's `max_tick_retries`, default 0. */
  readonly maxTickRetries?: () => Promise<number>;
}

/** What the scheduler remembers of one schedule while it leads. */
interface Watched {
  readonly instigator: ScheduleInstigator;
  readonly state: InstigatorState;
  readonly lastTick?: Tick;
  /** When it has something to do next. */
  readonly next: number;
}

/** After this a tick that failed is evaluated again, in ms. */
const retryAfter = 5_000;
/** After this a location that could not be reached is tried again, in ms. */
const unreachableAfter = 30_000;

/** Evaluates schedules at their times, each schedule one tick at a time. */
export const scheduler =
  (options: SchedulerOptions): MakeDaemonPart =>
  (wake) => {
    const { storage, workspace, clock, onError, maxTickRetries = async () => 0 } = options;
    const watched = new Map<string, Watched>();
    const busy = new Set<string>();
    /** Ticks made since it last began to look. */
    const ticked = new Map<string, Tick>();
    let seen: Workspace | undefined;
    let isStale = true;
    let isStopped = false;

    /** What runs, as definitions and people say now. */
    async function look(now: number): Promise<void> {
      const current = await workspace();
      if (!isStale && current === seen) return;
      isStale = false;
      seen = current;
      ticked.clear();
      const states = new Map((await storage.instigators()).map((state) => [idText(state), state]));
      const found: Omit<Watched, 'next'>[] = [];
      for (const instigator of current.locations.flatMap(instigatorsOf)) {
        const { type, location, name } = instigator;
        const id = idText(instigator);
        if (type !== 'schedule' || !isRunning(instigator, states.get(id))) continue;
        const state = await started(instigator, states.get(id), now);
        const [lastTick] = watched.has(id) ? [] : await storage.ticks({ location, name, limit: 1 });
        found.push({ instigator, state, ...(lastTick && { lastTick }) });
      }
      // All at once: a tick that ends meanwhile must find its schedule, and must not be forgotten.
      const before = new Map(watched);
      watched.clear();
      for (const each of found) {
        const id = idText(each.instigator);
        const lastTick = ticked.get(id) ?? before.get(id)?.lastTick ?? each.lastTick;
        watched.set(id, { ...each, ...(lastTick && { lastTick }), next: now });
      }
    }

    /** One that runs from its definition alone has begun when it is first seen. */
    async function started(
      { location, name, type }: ScheduleInstigator,
      state: InstigatorState | undefined,
      now: number,
    ): Promise<InstigatorState> {
      if (state?.runningSince !== undefined) return state;
      const begun: InstigatorState = { ...(state ?? { location, name, type }), runningSince: now };
      await storage.putInstigator(begun);
      return begun;
    }

    async function evaluate(id: string): Promise<void> {
      const { instigator, state, lastTick } = watched.get(id)!;
      const retries = await maxTickRetries();
      const isAgain =
        lastTick && lastTick.timestamp >= (state.runningSince ?? 0) && isOwed(lastTick, retries);
      const progress = {
        ...instigator,
        runningSince: state.runningSince ?? 0,
        ...(lastTick && { lastTick }),
      };
      const times = isAgain ? [lastTick.timestamp] : dueTimes(progress, clock.now());
      for (const timestamp of times) {
        const made = await makeTick(
          {
            instigator,
            id: isAgain ? lastTick.id : tickId(instigator, timestamp),
            timestamp,
            failures: isAgain ? lastTick.failureCount : 0,
            request: { type: 'schedule', name: instigator.name, scheduledExecutionTime: timestamp },
            isWanted: () => watched.has(id),
            isGone: () => isStopped,
          },
          options,
        );
        if (!made) return;
        const { tick } = made;
        ticked.set(id, tick);
        const now = watched.get(id);
        if (!now) return;
        // What came due during a retry is looked for at once.
        const after = isAgain ? clock.now() : nextOf(now.instigator);
        const next = isOwed(tick, retries) ? clock.now() + waitOf(tick) : after;
        watched.set(id, { ...now, lastTick: tick, next });
        if (isOwed(tick, retries)) return;
      }
      const now = watched.get(id);
      if (now && times.length === 0) watched.set(id, { ...now, next: nextOf(now.instigator) });
    }

    const nextOf = ({ definition }: ScheduleInstigator) => nextTime(definition, clock.now()) ?? Infinity;

    return {
      type: 'SCHEDULER',
      hear(changes) {
        const concerns = changes.some(({ topic }) => topic === 'location' || topic === 'instigator');
        isStale ||= concerns;
        return concerns;
      },
      async turn(now) {
        await look(now);
        for (const [id, { next }] of watched) {
          if (next > now || busy.has(id)) continue;
          busy.add(id);
          void evaluate(id)
            .catch((error: unknown) => {
              onError(error);
              const failing = watched.get(id);
              if (failing) watched.set(id, { ...failing, next: clock.now() + retryAfter });
            })
            .finally(() => {
              busy.delete(id);
              wake();
            });
        }
        let first = Infinity;
        for (const [id, { next }] of watched) if (!busy.has(id) && next < first) first = next;
        return first === Infinity ? undefined : first;
      },
      stop() {
        isStopped = true;
      },
    };
  };

/** A tick that has to be evaluated again under its id: it failed and may be retried, or nobody could be asked. */
const isOwed = (tick: Tick, maxTickRetries: number): boolean =>
  isRetried(tick, maxTickRetries) || isUnreachable(tick);

const isUnreachable = ({ status, error }: Tick): boolean =>
  status === 'FAILURE' && error?.name === 'LocationUnreachable';

const waitOf = (tick: Tick): number => (isUnreachable(tick) ? unreachableAfter : retryAfter);

/** The same time of the same schedule has one tick, whoever leads. */
const tickId = ({ location, name }: ScheduleInstigator, timestamp: number): string =>
  `${idText({ location, name })}@${new Date(timestamp).toISOString()}`;
