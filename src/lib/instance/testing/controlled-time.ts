import { afterWaitingTasks } from '../../base/macrotask';
import { systemTimers, type Clock, type Timers } from '../../base/clock';

/** So many turns of the event loop in which nothing stirs mean that everything waits. */
const quietTurns = 8;

// As it was before a test replaced it.
const { setTimeout } = globalThis;

interface Waiting {
  readonly time: number;
  readonly wake: () => void;
}

/**
 * Time that can be moved on. With `start` (ms since the epoch) it stands still there; without, it passes as usual, and
 * what is moved comes on top.
 */
export class ControlledTime implements Clock, Timers {
  readonly #waiting = new Set<Waiting>();
  readonly #stands: boolean;
  /** The time itself where it stands still, else what was added to the real one. */
  #time: number;
  #stirs = 0;
  #busy = 0;
  #callOff = () => {};

  constructor(start?: number) {
    this.#stands = start !== undefined;
    this.#time = start ?? 0;
  }

  now(): number {
    return this.#stands ? this.#time : this.#time + Date.now();
  }

  at(time: number, wake: () => void): () => void {
    const waiting = { time, wake };
    this.#waiting.add(waiting);
    this.#arm();
    return () => {
      if (this.#waiting.delete(waiting)) this.#arm();
    };
  }

  /** Something is under way that ends by itself; the answer says that it has. */
  begin(): () => void {
    this.#busy++;
    this.#stirs++;
    return () => {
      this.#busy--;
      this.#stirs++;
    };
  }

  /** Moves on, waking in their order those whose time comes, each after what the one before has set off. */
  async advance(milliseconds: number): Promise<void> {
    await this.#quiet();
    const target = this.now() + milliseconds;
    for (let next = this.#next(); next && next.time <= target; next = this.#next()) {
      this.#wake(next);
      await this.#quiet();
    }
    this.#moveTo(target);
    await this.#quiet();
  }

  /** Goes on until `done` settles: where all wait for a time and nothing is under way, that time comes at once. */
  async skipWaits(done: Promise<unknown>): Promise<void> {
    let isDone = false;
    const end = () => void (isDone = true);
    done.then(end, end);
    while (!isDone) {
      await this.#quiet();
      const next = this.#next();
      if (isDone) return;
      if (next && this.#busy === 0) this.#wake(next);
      else await new Promise((resolve) => setTimeout(resolve, 1));
    }
  }

  async #quiet(): Promise<void> {
    let seen = this.#stirs;
    for (let turn = 0; turn < quietTurns; turn++) {
      await new Promise<void>(afterWaitingTasks);
      if (seen !== this.#stirs) turn = 0;
      seen = this.#stirs;
    }
  }

  #next(): Waiting | undefined {
    let next: Waiting | undefined;
    for (const each of this.#waiting) if (!next || each.time < next.time) next = each;
    return next;
  }

  #wake(next: Waiting): void {
    this.#waiting.delete(next);
    this.#moveTo(next.time);
    next.wake();
  }

  #moveTo(time: number): void {
    this.#time += Math.max(0, time - this.now());
    this.#arm();
  }

  /** Real time brings what it waits for too. */
  #arm(): void {
    this.#stirs++;
    this.#callOff();
    const next = this.#stands ? undefined : this.#next();
    this.#callOff = next ? systemTimers.at(next.time - this.#time, () => this.#wake(next)) : () => {};
  }

  /** Wakes nobody any more. */
  stop(): void {
    this.#waiting.clear();
    this.#callOff();
  }
}
