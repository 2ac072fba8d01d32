import type { RunEvent } from '../../events/event';
import { applyEvent, emptyRunState, type RunState } from '../../events/run-state';
import type { Instance } from '../../instance/instance';

const pageSize = 1000;

/** The log of one run on the screen, and what it says; reads only what is new. */
export class RunLog {
  events = $state.raw<readonly RunEvent[]>([]);
  /** A new object after every page of events. */
  state = $state.raw<RunState>(emptyRunState());

  async read(instance: Pick<Instance, 'runEvents'>, runId: string): Promise<void> {
    for (;;) {
      const page = await instance.runEvents(runId, { after: this.events.at(-1)?.id, limit: pageSize });
      if (page.length === 0) return;
      let state = this.state;
      for (const event of page) state = applyEvent(state, event);
      this.events = this.events.concat(page);
      this.state = { ...state };
      if (page.length < pageSize) return;
    }
  }
}
