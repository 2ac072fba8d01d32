import type { EventType, RunEvent } from '../../events/event';
import { applyEvent, emptyRunState, type RunState } from '../../events/run-state';
import type { Instance } from '../../instance/instance';

/** Events of the first page, which is there at once, and of the others, which are drawn seldom. */
const pageSizes = { first: 1_000, next: 20_000 };

/** The log of one run on the screen, and what it says; reads only what is new. */
export class RunLog {
  events = $state.raw<readonly RunEvent[]>([]);
  /** A new object after every page of events. */
  state = $state.raw<RunState>(emptyRunState());
  /** All that is stored was read once. */
  isWhole = $state(false);
  /** The types of `events`, each once. */
  types = $state.raw<readonly EventType[]>([]);
  // Not reactive: who asks to read must not be asked again because something was read.
  #after = 0;

  async read(instance: Pick<Instance, 'runEvents'>, runId: string): Promise<void> {
    for (;;) {
      const limit = this.#after === 0 ? pageSizes.first : pageSizes.next;
      const page = await instance.runEvents(runId, { after: this.#after, limit });
      const news = page.filter(({ id }) => id > this.#after);
      const last = news.at(-1);
      if (!last) break;
      this.#after = last.id;
      let state = this.state;
      for (const event of news) state = applyEvent(state, event);
      this.events = this.events.concat(news);
      this.state = { ...state };
      const types = [...new Set([...this.types, ...news.map(({ type }) => type)])];
      if (types.length > this.types.length) this.types = types;
      if (page.length < limit) break;
    }
    this.isWhole = true;
  }
}
