import type { InstigatorState, Tick } from '../../storage/automation-storage';
import type { Change, Storage } from '../../storage/storage';
import type { DaemonPart, MakeDaemonPart } from '../daemon-part';
import type { Workspace } from '../workspace';
import { makeTick, type Attempt, type MadeTick, type TickPorts } from './evaluate';
import { idText, instigatorsOf, isRunning, type Instigator } from './instigators';
import { Lanes } from './lanes';

export interface InstigatorPartOptions extends TickPorts {
  readonly storage: TickPorts['storage'] & Pick<Storage, 'instigators' | 'putInstigator' | 'ticks'>;
  readonly workspace: () => Promise<Workspace>;
}

/** What is remembered of a schedule or sensor while this process leads. */
export interface Watched<Kind extends Instigator = Instigator> {
  readonly instigator: Kind;
  state: InstigatorState;
  lastTick?: Tick;
  /** The earliest time for its next evaluation. */
  next: number;
  /** Something has happened that it may wait for; always so for what goes by the clock. */
  hasNews: boolean;
  /** Events up to this one are known to be of no interest to it. */
  scanned: number;
}

/** Makes a tick of the one that is evaluated; `undefined` where another process leads now. */
export type Make = (
  attempt: Omit<Attempt, 'instigator' | 'isWanted' | 'isGone'>,
) => Promise<Tick | undefined>;

/** How schedules, or sensors, tick. */
export interface InstigatorRules<Kind extends Instigator> {
  readonly type: DaemonPart['type'];
  readonly isKind: (instigator: Instigator) => instigator is Kind;
  /** When one is due of which nothing else is known than its last tick. */
  readonly due: (instigator: Kind, lastTick: Tick | undefined, now: number) => number;
  /** Makes the ticks that are due; answers when it is due again, or `undefined` where that has not changed. */
  readonly evaluate: (watched: Watched<Kind>, make: Make) => Promise<number | undefined>;
  /** After this one that could not be evaluated is tried again, in ms. */
  readonly retryAfter: number;
  /** At the longest it sleeps so long, in ms, however its clock is set. */
  readonly longestSleep?: (instigator: Kind) => number;
  /** Where it begins when it is first switched on. */
  readonly firstCursor?: (instigator: Kind) => Promise<string | undefined>;
  readonly isNews?: (instigator: Kind, change: Change) => boolean;
}

/** Evaluations under way at a time: of one location, and in all. Those of one slow notebook hold up no other. */
const perLocation = 4;
const inAll = 16;

/** A daemon that evaluates what runs of a kind, one tick of each at a time. */
export const instigatorPart =
  <Kind extends Instigator>(rules: InstigatorRules<Kind>, options: InstigatorPartOptions): MakeDaemonPart =>
  (wake, onError) => {
    const { storage, workspace, clock } = options;
    const watched = new Map<string, Watched<Kind>>();
    const busy = new Set<string>();
    const lanes = new Lanes(perLocation, inAll);
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
      const found: Pick<Watched<Kind>, 'instigator' | 'state' | 'lastTick'>[] = [];
      for (const instigator of current.locations.flatMap(instigatorsOf)) {
        const { location, name } = instigator;
        const id = idText(instigator);
        if (!rules.isKind(instigator) || !isRunning(instigator, states.get(id))) continue;
        const state = await started(instigator, states.get(id), now);
        const [lastTick] = watched.has(id) ? [] : await storage.ticks({ location, name, limit: 1 });
        found.push({ instigator, state, ...(lastTick && { lastTick }) });
      }
      // All at once: a tick that ends meanwhile must find its schedule or sensor, and must not be forgotten.
      const before = new Map(watched);
      watched.clear();
      for (const { instigator, state: read, lastTick: stored } of found) {
        const id = idText(instigator);
        const known = before.get(id);
        const made = ticked.get(id);
        const state = { ...read, ...made?.progress };
        const lastTick = made?.tick ?? known?.lastTick ?? stored;
        const next = rules.due(instigator, lastTick, now);
        const scanned = known && known.state.cursor === state.cursor ? known.scanned : 0;
        watched.set(id, { instigator, state, ...(lastTick && { lastTick }), next, hasNews: true, scanned });
      }
    }

    /** One that runs from its definition alone has begun when it is first seen. */
    async function started(
      instigator: Kind,
      state: InstigatorState | undefined,
      now: number,
    ): Promise<InstigatorState> {
      const { location, name, type } = instigator;
      const cursor = state?.cursor === undefined ? await rules.firstCursor?.(instigator) : undefined;
      if (state?.runningSince !== undefined && cursor === undefined) return state;
      const begun: InstigatorState = {
        ...(state ?? { location, name, type }),
        runningSince: state?.runningSince ?? now,
        ...(cursor !== undefined && { cursor }),
      };
      await storage.putInstigator(begun);
      return begun;
    }

    async function evaluate(id: string): Promise<void> {
      const each = watched.get(id);
      if (!each || isStopped) return;
      const { instigator } = each;
      const next = await rules.evaluate(each, async (attempt) => {
        const about = { instigator, isWanted: () => watched.has(id), isGone: () => isStopped };
        const made = await makeTick({ ...attempt, ...about }, options);
        if (!made) return undefined;
        ticked.set(id, made);
        const now = watched.get(id);
        if (now) Object.assign(now, { lastTick: made.tick, state: { ...now.state, ...made.progress } });
        return made.tick;
      });
      const now = watched.get(id);
      if (!now || next === undefined) return;
      // It may have another definition by now.
      now.next = now === each ? next : rules.due(now.instigator, now.lastTick, clock.now());
    }

    /** Does not wait for it. */
    function begin(id: string, { location }: Kind): void {
      busy.add(id);
      void lanes
        .run(location, () => evaluate(id))
        .catch((error: unknown) => {
          onError(error);
          const failing = watched.get(id);
          if (failing) Object.assign(failing, { hasNews: true, next: clock.now() + rules.retryAfter });
        })
        .finally(() => {
          busy.delete(id);
          wake();
        });
    }

    function hear(change: Change): boolean {
      if (change.topic === 'location' || change.topic === 'instigator') return (isStale = true);
      let concerns = false;
      for (const each of watched.values())
        if (!each.hasNews && rules.isNews?.(each.instigator, change)) concerns = each.hasNews = true;
      return concerns;
    }

    return {
      type: rules.type,
      hear: (changes) => changes.map(hear).includes(true),
      async turn(now) {
        await look(now);
        let first = Infinity;
        for (const [id, each] of watched) {
          if (busy.has(id) || !each.hasNews) continue;
          // A clock that was set back must not put it to sleep until the old time has come again.
          each.next = Math.min(each.next, now + (rules.longestSleep?.(each.instigator) ?? Infinity));
          if (each.next <= now) begin(id, each.instigator);
          else first = Math.min(first, each.next);
        }
        return first === Infinity ? undefined : first;
      },
      stop() {
        isStopped = true;
      },
    };
  };
