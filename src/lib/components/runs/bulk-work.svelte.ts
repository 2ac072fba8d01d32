import { serializeError, type SerializedError } from '../../base/errors';

/** One thing done to each of many, one after the other; what fails does not stop the rest. */
export class BulkWork<Item> {
  readonly title: string;
  readonly total: number;
  /** Resolves after the last one. */
  readonly over: Promise<void>;
  done = $state(0);
  failed = $state.raw<readonly { readonly item: Item; readonly error: SerializedError }[]>([]);
  isOver = $state(false);
  #stopped = false;

  constructor(title: string, items: readonly Item[], work: (item: Item) => Promise<unknown>) {
    this.title = title;
    this.total = items.length;
    this.over = this.#go(items, work);
  }

  /** After the one at hand. */
  stop(): void {
    this.#stopped = true;
  }

  async #go(items: readonly Item[], work: (item: Item) => Promise<unknown>): Promise<void> {
    for (const item of items) {
      if (this.#stopped) break;
      try {
        await work(item);
      } catch (thrown) {
        this.failed = [...this.failed, { item, error: serializeError(thrown) }];
      }
      this.done += 1;
    }
    this.isOver = true;
  }
}
