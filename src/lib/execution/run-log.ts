import type { EventType, NewEvent, RunEvent } from '../events/event';
import type { NewValue, Storage } from '../storage/storage';

/** The stored log of a run, in order; of `types` only, where they are given. */
export async function* storedEvents(
  storage: Pick<Storage, 'runEvents'>,
  runId: string,
  types?: readonly EventType[],
): AsyncGenerator<RunEvent> {
  let page = await storage.runEvents(runId, { types });
  while (page.length > 0) {
    yield* page;
    page = await storage.runEvents(runId, { types, after: page.at(-1)!.id });
  }
}

/**
 * Milliseconds between two commits of a run that has much to say. A commit holds the thread that also gives steps to
 * isolates; one for each step would make short steps several times as slow.
 */
const restBetweenCommits = 20;

/**
 * The log of one run on its way to storage. What comes after a pause is committed at once; in a flood, all that came
 * since the last commit goes into the next, in order and in one transaction. Nobody waits for it. After a failed
 * append nothing more is stored, so that the log never has a hole.
 */
export class RunLog {
  private readonly storage: Pick<Storage, 'append'>;
  private readonly onFailure: (error: unknown) => void;
  private events: NewEvent[] = [];
  private values: NewValue[] = [];
  private storing: Promise<void> | undefined;
  private committedAt = -Infinity;
  private isHurried = false;
  private endRest: (() => void) | undefined;

  /** `onFailure` is called once, with what storage said. */
  constructor(storage: Pick<Storage, 'append'>, onFailure: (error: unknown) => void) {
    this.storage = storage;
    this.onFailure = onFailure;
  }

  write(events: readonly NewEvent[], value?: NewValue): void {
    if (events.length === 0) return;
    this.events.push(...events);
    if (value) this.values.push(value);
    this.storing ??= this.storeAll();
  }

  /** Resolves when all that was written is durable, without a rest before; never where it cannot be. */
  async settled(): Promise<void> {
    this.isHurried = true;
    this.endRest?.();
    await this.storing;
    this.isHurried = false;
  }

  private async storeAll(): Promise<void> {
    try {
      while (this.events.length > 0) {
        await this.rest();
        const { events, values } = this;
        this.events = [];
        this.values = [];
        await this.storage.append(events, values);
        this.committedAt = performance.now();
      }
      this.storing = undefined;
    } catch (error) {
      this.onFailure(error);
      return new Promise(() => {});
    }
  }

  private async rest(): Promise<void> {
    const left = this.committedAt + restBetweenCommits - performance.now();
    if (left <= 0 || this.isHurried) return;
    await new Promise<void>((resolve) => {
      this.endRest = resolve;
      setTimeout(resolve, left);
    });
  }
}
