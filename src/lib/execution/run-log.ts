import type { NewEvent, RunEvent } from '../events/event';
import type { NewValue, Storage } from '../storage/storage';

/** The stored log of a run, in order. */
export async function* storedEvents(
  storage: Pick<Storage, 'runEvents'>,
  runId: string,
): AsyncGenerator<RunEvent> {
  let page = await storage.runEvents(runId);
  while (page.length > 0) {
    yield* page;
    page = await storage.runEvents(runId, { after: page.at(-1)!.id });
  }
}

/**
 * The log of one run on its way to storage. Nobody waits for a commit: what is written while one is under way goes
 * into the next, in order, and all of it in one transaction. After a failed append nothing more is stored, so that
 * the log never has a hole.
 */
export class RunLog {
  private readonly storage: Pick<Storage, 'append'>;
  private readonly onFailure: (error: unknown) => void;
  private events: NewEvent[] = [];
  private values: NewValue[] = [];
  private appending: Promise<void> | undefined;

  /** `onFailure` is called once, with what storage said. */
  constructor(storage: Pick<Storage, 'append'>, onFailure: (error: unknown) => void) {
    this.storage = storage;
    this.onFailure = onFailure;
  }

  write(events: readonly NewEvent[], value?: NewValue): void {
    this.events.push(...events);
    if (value) this.values.push(value);
    this.appending ??= this.appendAll();
  }

  /** Resolves when all that was written is durable, and never where it cannot be. */
  async settled(): Promise<void> {
    await this.appending;
  }

  private async appendAll(): Promise<void> {
    try {
      while (this.events.length > 0) {
        const { events, values } = this;
        this.events = [];
        this.values = [];
        await this.storage.append(events, values);
      }
      this.appending = undefined;
    } catch (error) {
      this.onFailure(error);
      return new Promise(() => {});
    }
  }
}
