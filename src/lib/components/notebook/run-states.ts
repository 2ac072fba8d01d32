import type { EventType } from '../../events/event';
import { isFinished } from '../../events/run-status';
import { applyEvent, emptyRunState, type RunState } from '../../events/run-state';
import type { Instance } from '../../instance/instance';

const telling: readonly EventType[] = [
  'RUN_ENQUEUED', 'RUN_STARTING', 'RUN_START', 'RUN_SUCCESS', 'RUN_FAILURE', 'RUN_CANCELING', 'RUN_CANCELED',
  'STEP_START', 'STEP_PROGRESS', 'STEP_RESTARTED', 'STEP_UP_FOR_RETRY', 'STEP_SUCCESS', 'STEP_REUSED', 'STEP_FAILURE', 'STEP_SKIPPED', 'STEP_ABANDONED',
]; // prettier-ignore
const pageSize = 1000;

/** Folds the logs of several runs, and reads of each only what came since the last time. */
export class RunStates {
  readonly #runs = new Map<string, { state: RunState; after: number }>();

  async read(
    instance: Pick<Instance, 'runEvents'>,
    runIds: readonly string[],
  ): Promise<ReadonlyMap<string, RunState>> {
    await Promise.all(runIds.map((runId) => this.#advance(instance, runId)));
    return new Map(runIds.map((runId) => [runId, this.#runs.get(runId)?.state ?? emptyRunState()]));
  }

  async #advance(instance: Pick<Instance, 'runEvents'>, runId: string): Promise<void> {
    const known = this.#runs.get(runId) ?? { state: emptyRunState(), after: 0 };
    this.#runs.set(runId, known);
    if (isFinished(known.state.status)) return;
    for (;;) {
      const events = await instance.runEvents(runId, { after: known.after, limit: pageSize, types: telling });
      // Two reads of one run may be under way; each event counts once.
      const fresh = events.filter((event) => event.id > known.after);
      for (const event of fresh) applyEvent(known.state, event);
      // New objects, so that what is derived from them is derived again.
      if (fresh.length > 0) known.state = { ...known.state, counts: { ...known.state.counts } };
      known.after = fresh.at(-1)?.id ?? known.after;
      if (events.length < pageSize) return;
    }
  }
}
