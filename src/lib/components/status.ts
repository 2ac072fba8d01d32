import type { RunStatus } from '../events/run-status';
import type { StepStatus } from '../events/step-state';
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

export const stepStatusLook: Readonly<Record<StepStatus, StatusLook>> = {
  waiting: { tone: 'queued', word: m.status_waiting },
  starting: { tone: 'running', word: m.status_starting },
  running: { tone: 'running', word: m.status_running },
  up_for_retry: { tone: 'stale', word: m.status_up_for_retry },
  succeeded: { tone: 'success', word: m.status_success },
  reused: { tone: 'success', word: m.status_reused },
  failed: { tone: 'failure', word: m.status_failure },
  skipped: { tone: 'skipped', word: m.status_skipped },
  abandoned: { tone: 'missing', word: m.status_abandoned },
  canceled: { tone: 'canceled', word: m.status_canceled },
};
