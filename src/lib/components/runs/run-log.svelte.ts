import type { EventType, RunEvent } from '../../events/event';
import { applyEvent, emptyRunState, type RunState } from '../../events/run-state';
import type { Instance } from '../../instance/instance';

/** Events of the first page, which is there at once, and of the others: small enough that other questions come between. */
const pageSizes = { first: 1_000, next: 5_000 };
/** Events between two drawings of a long log. */
const betweenDrawings = 20_000;

/** The log of one run on the screen, and what it says; reads only what is new. */
export class RunLog {
  events = $state.raw<readonly RunEvent[]>([]);
  /** A new object whenever there are more events. */
  state = $state.raw<RunState>(emptyRunState());
  /** The types of `events`, each once. */
  types = $state.raw<readonly EventType[]>([]);
  /** All that is stored was read once. */
  isWhole = $state(false);
  // Not reactive: who asks to read must not be asked again because something was read.
  #after = 0;
  #news: RunEvent[] = [];
  #isStopped = false;

  async read(instance: Pick<Instance, 'runEvents'>, runId: string): Promise<void> {
    while (!this.#isStopped) {
      const limit = this.#after === 0 ? pageSizes.first : pageSizes.next;
      const page = await instance.runEvents(runId, { after: this.#after, limit });
      this.#news.push(...page.filter(({ id }) => id > this.#after));
      this.#after = this.#news.at(-1)?.id ?? this.#after;
      const isLast = page.length < limit;
      if (isLast || this.events.length === 0 || this.#news.length >= betweenDrawings) this.#show();
      if (!isLast) continue;
      this.isWhole = true;
      return;
    }
  }

  /** The page is left: what is under way ends with the part at hand. */
  stop(): void {
    this.#isStopped = true;
  }

  #show(): void {
    const news = this.#news;
    if (news.length === 0) return;
    this.#news = [];
    let state = this.state;
    for (const event of news) state = applyEvent(state, event);
    this.events = this.events.concat(news);
    this.state = { ...state };
    const types = [...this.types, ...news.map(({ type }) => type)];
    const each = types.filter((type, index) => types.indexOf(type) === index);
    if (each.length > this.types.length) this.types = each;
  }
}
