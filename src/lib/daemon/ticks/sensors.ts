import { newRunId } from '../../base/ids';
import type { InstigatorState, Tick } from '../../storage/automation-storage';
import type { Change, Storage } from '../../storage/storage';
import type { MakeDaemonPart } from '../daemon-part';
import type { Workspace } from '../workspace';
import { makeTick, type MadeTick, type TickPorts } from './evaluate';
import { idText, instigatorsOf, isRunning, type SensorInstigator } from './instigators';
import { seenBy } from './watched-events';

export interface SensorsOptions extends TickPorts {
  readonly storage: TickPorts['storage'] &
    Pick<Storage, 'assetEvents' | 'eventsAfter' | 'getRun' | 'lastEventId' | 'putInstigator' | 'ticks'>;
  readonly workspace: () => Promise<Workspace>;
}

/** What is remembered of one sensor while this process leads. */
interface Watched {
  readonly instigator: SensorInstigator;
  state: InstigatorState;
  lastTick?: Tick;
  /** Something has happened that it may wait for; always so for sensors that are asked again and again. */
  hasNews: boolean;
  /** The earliest time for its next evaluation. */
  next: number;
  /** Of one that waits for runs: events up to this one have been looked at. */
  scanned: number;
}

/** After this a sensor that failed for an event is evaluated for it again, in ms. */
const retryAfter = 30_000;

/** Evaluates sensors: each at its interval, or when what it waits for has happened, one tick of each at a time. */
export const sensors =
  (options: SensorsOptions): MakeDaemonPart =>
  (wake) => {
    const { storage, workspace, clock, onError } = options;
    const watched = new Map<string, Watched>();
    const busy = new Set<string>();
    /** Ticks made since it last began to look. */
    const ticked = new Map<string, MadeTick>();
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
      const found: Pick<Watched, 'instigator' | 'state' | 'lastTick'>[] = [];
      for (const instigator of current.locations.flatMap(instigatorsOf)) {
        const { type, location, name } = instigator;
        const id = idText(instigator);
        if (type !== 'sensor' || !isRunning(instigator, states.get(id))) continue;
        const state = await started(instigator, states.get(id), now);
        const [lastTick] = watched.has(id) ? [] : await storage.ticks({ location, name, limit: 1 });
        found.push({ instigator, state, ...(lastTick && { lastTick }) });
      }
      // All at once: a tick that ends meanwhile must find its sensor, and must not be forgotten.
      const before = new Map(watched);
      watched.clear();
      for (const { instigator, state: read, lastTick: stored } of found) {
        const id = idText(instigator);
        const known = before.get(id);
        const made = ticked.get(id);
        const state = { ...read, ...made?.progress };
        const lastTick = made?.tick ?? known?.lastTick ?? stored;
        const next = (lastTick?.startedAt ?? -Infinity) + interval(instigator);
        const scanned = known && known.state.cursor === state.cursor ? known.scanned : 0;
        watched.set(id, { instigator, state, ...(lastTick && { lastTick }), hasNews: true, next, scanned });
      }
    }

    /** One that waits for runs begins with those that come after it was first switched on. */
    async function started(
      { location, name, type, definition }: SensorInstigator,
      state: InstigatorState | undefined,
      now: number,
    ): Promise<InstigatorState> {
      const needsCursor = definition.watch?.type === 'run' && state?.cursor === undefined;
      if (state?.runningSince !== undefined && !needsCursor) return state;
      const begun: InstigatorState = {
        ...(state ?? { location, name, type }),
        runningSince: state?.runningSince ?? now,
        ...(needsCursor && { cursor: String(await storage.lastEventId()) }),
      };
      await storage.putInstigator(begun);
      return begun;
    }

    async function evaluate(id: string, sensor: Watched): Promise<void> {
      const { instigator, state, lastTick } = sensor;
      const { definition } = instigator;
      sensor.hasNews = !definition.watch;
      const last = await storage.lastEventId();
      const found =
        definition.watch &&
        (await seenBy(
          instigator,
          definition.watch,
          { cursor: state.cursor, after: sensor.scanned },
          storage,
        ));
      if (definition.watch && !found) {
        sensor.scanned = last;
        return;
      }
      const timestamp = clock.now();
      const { cursor, lastRunKey } = state;
      const made = await makeTick(
        {
          instigator,
          id: newRunId(),
          timestamp,
          failures: lastTick?.status === 'FAILURE' ? lastTick.failureCount : 0,
          request: {
            type: 'sensor',
            name: instigator.name,
            ...(cursor !== undefined && { cursor }),
            ...(lastRunKey !== undefined && { lastRunKey }),
            ...(lastTick?.endedAt !== undefined && { lastTickCompletionTime: lastTick.endedAt }),
            ...(found && { seen: found.events }),
          },
          ...(found?.cursor !== undefined && { cursor: found.cursor }),
          ...(found?.events.type === 'run' && { keepsCursorOnFailure: true }),
          isWanted: () => watched.has(id),
          isGone: () => isStopped,
        },
        options,
      );
      if (!made) return;
      ticked.set(id, made);
      const now = watched.get(id);
      if (!now) return;
      const { tick } = made;
      now.lastTick = tick;
      now.state = { ...now.state, ...made.progress };
      now.next = timestamp + interval(instigator);
      // There may be more runs; a multi-asset sensor hears when there are more materializations.
      if (found?.events.type === 'run') now.hasNews = true;
      else if (found && tick.status === 'FAILURE') {
        now.hasNews = true;
        now.next = Math.max(now.next, clock.now() + retryAfter);
      }
    }

    function hear(change: Change): boolean {
      if (change.topic === 'location' || change.topic === 'instigator') {
        isStale = true;
        return true;
      }
      let concerns = false;
      for (const sensor of watched.values()) {
        const { watch } = sensor.instigator.definition;
        if (!watch || sensor.hasNews) continue;
        const isNews =
          watch.type === 'run'
            ? change.topic === 'run'
            : change.topic === 'asset' && watch.assetKeys.includes(change.assetKey);
        if (isNews) concerns = sensor.hasNews = true;
      }
      return concerns;
    }

    return {
      type: 'SENSOR',
      hear: (changes) => changes.map(hear).includes(true),
      async turn(now) {
        await look(now);
        let first = Infinity;
        for (const [id, sensor] of watched) {
          if (busy.has(id) || !sensor.hasNews) continue;
          // A clock that was set back must not put it to sleep until the old time has come again.
          sensor.next = Math.min(sensor.next, now + Math.max(interval(sensor.instigator), retryAfter));
          if (sensor.next > now) {
            first = Math.min(first, sensor.next);
            continue;
          }
          busy.add(id);
          void evaluate(id, sensor)
            .catch((error: unknown) => {
              onError(error);
              sensor.next = clock.now() + retryAfter;
              sensor.hasNews = true;
            })
            .finally(() => {
              busy.delete(id);
              wake();
            });
        }
        return first === Infinity ? undefined : first;
      },
      stop() {
        isStopped = true;
      },
    };
  };

const interval = ({ definition }: SensorInstigator): number => definition.minimumIntervalSeconds * 1000;
