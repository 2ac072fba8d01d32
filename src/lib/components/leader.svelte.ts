import type { LeaderState } from '../instance/browser/tab-client';

let state = $state.raw<LeaderState>({ status: 'connecting' });

/** What this tab knows of the leader of its instance; set by the connection, shown by banner and deployment page. */
export const leader = {
  get state(): LeaderState {
    return state;
  },
  set(next: LeaderState): void {
    state = next;
  },
};
