import type { RunStatus } from '../events/run-status';
import { m } from '../words/generated/messages.js';

/** How a state looks: one token (`--status-<tone>`) and one shape (StatusIcon) each; the word comes beside it. */
export type Tone =
  | 'success' | 'failure' | 'running' | 'queued' | 'canceled' | 'stale' | 'missing' | 'skipped'; // prettier-ignore

export interface StatusLook {
  readonly tone: Tone;
  readonly word: () => string;
}

export const runStatusLook: Readonly<Record<RunStatus, StatusLook>> = {
  NOT_STARTED: { tone: 'queued', word: m.status_not_started },
  QUEUED: { tone: 'queued', word: m.status_queued },
  STARTING: { tone: 'running', word: m.status_starting },
  STARTED: { tone: 'running', word: m.status_running },
  SUCCESS: { tone: 'success', word: m.status_success },
  FAILURE: { tone: 'failure', word: m.status_failure },
  CANCELING: { tone: 'canceled', word: m.status_canceling },
  CANCELED: { tone: 'canceled', word: m.status_canceled },
};
