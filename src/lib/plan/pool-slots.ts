/** How a pool stands: who has its slots, and who waits for one. */
export interface PoolState {
  readonly pool: string;
  /** Absent: no limit. */
  readonly limit?: number;
  readonly held: readonly SlotHolder[];
  readonly waiting: readonly SlotHolder[];
}

/** A step of a run, or a whole run. */
export interface SlotHolder {
  readonly runId: string;
  readonly stepKey?: string;
}

/** The limit of a pool; `undefined` is none. */
export type PoolLimits = (pool: string) => number | undefined;

interface Pool {
  readonly held: Map<string, SlotHolder>;
  readonly waiting: Map<string, SlotHolder>;
}

const nameOf = ({ runId, stepKey }: SlotHolder): string =>
  stepKey === undefined ? runId : `${runId}:${stepKey}`;

/**
 * The slots of the pools, for all runs that one leader drives. They are held by what is under way and by nothing else, so
 * none can be left behind by a worker or a leader that died. (Dagster keeps them in its database, where they stay taken.)
 */
export class PoolSlots {
  readonly #pools = new Map<string, Pool>();
  /** Runs under way that have asked for a slot, whether they got it or not. */
  readonly #asked = new Set<string>();
  readonly #listeners = new Set<() => void>();
  #limits: PoolLimits;
  #isPerRun = false;

  constructor(limits: PoolLimits = () => undefined) {
    this.#limits = limits;
  }

  /** Other limits from now on; what is held stays held. With `run`, all steps of a run share a slot until its end. */
  setLimits(limits: PoolLimits, granularity: 'op' | 'run' = 'op'): void {
    this.#limits = limits;
    this.#isPerRun = granularity === 'run';
    this.#announce();
  }

  /** Whether one more could have a slot, after those that hold one or `more` others that are about to. */
  hasRoom(pool: string, more = 0): boolean {
    const limit = this.#limits(pool);
    return limit === undefined || (this.#pools.get(pool)?.held.size ?? 0) + more < limit;
  }

  /** Takes a slot; where there is none, the holder is among those that wait. */
  take(pool: string, asking: SlotHolder): boolean {
    const holder: SlotHolder = this.#isPerRun ? { runId: asking.runId } : asking;
    this.#asked.add(asking.runId);
    const { held, waiting } = this.#pool(pool);
    const name = nameOf(holder);
    if (!held.has(name) && !this.hasRoom(pool)) {
      waiting.set(name, holder);
      return false;
    }
    waiting.delete(name);
    held.set(name, holder);
    return true;
  }

  /** Gives back what a step, or a run with all its steps, holds, and wakes those that wait. */
  give(holder: SlotHolder): void {
    if (holder.stepKey === undefined) this.#asked.delete(holder.runId);
    const isOf = (each: SlotHolder) =>
      each.runId === holder.runId && (holder.stepKey === undefined || each.stepKey === holder.stepKey);
    let hasChanged = false;
    for (const { held, waiting } of this.#pools.values())
      for (const slots of [held, waiting])
        for (const [name, each] of slots) if (isOf(each)) hasChanged = slots.delete(name) || hasChanged;
    if (hasChanged) this.#announce();
  }

  /** Whether a run under way has asked for a slot yet: until then it is about to. */
  hasAsked(runId: string): boolean {
    return this.#asked.has(runId);
  }

  states(): readonly PoolState[] {
    return [...this.#pools].map(([pool, { held, waiting }]) => {
      const limit = this.#limits(pool);
      return {
        pool,
        ...(limit !== undefined && { limit }),
        held: [...held.values()],
        waiting: [...waiting.values()],
      };
    });
  }

  /** Hears when slots may have become free; answers the unsubscribe function. */
  subscribe(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => void this.#listeners.delete(listener);
  }

  #pool(name: string): Pool {
    const known = this.#pools.get(name) ?? { held: new Map(), waiting: new Map() };
    this.#pools.set(name, known);
    return known;
  }

  #announce(): void {
    for (const listener of [...this.#listeners]) listener();
  }
}
