import type { LeaderState } from '../instance/browser/tab-client';

let state = $state.raw<LeaderState>({ status: 'connecting' });
const known = Promise.withResolvers<void>();

/** What this tab knows of the leader of its instance; set by the connection, shown by banner and deployment page. */
export const leader = {
  get state(): LeaderState {
    return state;
  },
  /** Resolves when this tab has found the leader, or why there is none. */
  known: known.promise,
  set(next: LeaderState): void {
    state = next;
    if (next.status !== 'connecting') known.resolve();
  },
};
