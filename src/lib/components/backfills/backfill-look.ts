import type { BackfillView } from '../../instance/instance';
import type { BackfillStatus } from '../../storage/automation-storage';
import { m } from '../../words/generated/messages.js';
import type { StatusLook } from '../status';

const looks: Readonly<Record<BackfillStatus, StatusLook>> = {
  REQUESTED: { tone: 'running', word: m.status_running },
  CANCELING: { tone: 'canceled', word: m.status_canceling },
  CANCELED: { tone: 'canceled', word: m.status_canceled },
  FAILED: { tone: 'failure', word: m.status_failure },
  COMPLETED_SUCCESS: { tone: 'success', word: m.status_success },
  COMPLETED_FAILED: { tone: 'failure', word: m.backfill_completed_failed },
};

export const backfillLook = ({ status, isPaused }: BackfillView): StatusLook =>
  status === 'REQUESTED' && isPaused ? { tone: 'stale', word: m.backfill_paused } : looks[status];

export const isOpen = ({ status }: BackfillView): boolean => status === 'REQUESTED' || status === 'CANCELING';

/** Its title, or what it is of. */
export function backfillTitle({ title, job, parts }: BackfillView): string {
  if (title) return title;
  if (job) return job.jobName;
  const names = parts.map(({ id }) => id);
  return names.length > 3 ? `${names.slice(0, 3).join(', ')} +${names.length - 3}` : names.join(', ');
}

/** All parts together. */
export function totalOf({ parts }: BackfillView) {
  const sum = (name: keyof (typeof parts)[0]['counts']) =>
    parts.reduce((total, { counts }) => total + counts[name], 0);
  return {
    targeted: sum('targeted'),
    inProgress: sum('inProgress'),
    materialized: sum('materialized'),
    failed: sum('failed'),
  };
}
