import type { CheckStatus } from '../../instance/instance';
import type { EventOf } from '../../events/event';
import { m } from '../../words/generated/messages.js';
import type { StatusLook } from '../status';

/** How an evaluation looks: failed with severity WARN is a warning. */
export function evaluationLook({ passed, severity }: EventOf<'ASSET_CHECK_EVALUATION'>['data']): StatusLook {
  if (passed) return { tone: 'success', word: m.check_passed };
  return severity === 'WARN'
    ? { tone: 'stale', word: m.check_warning }
    : { tone: 'failure', word: m.check_failed };
}

/** How a check looks by its newest execution, which may have come to no evaluation. */
export function checkLook({ status, latest }: CheckStatus): StatusLook {
  switch (status) {
    case 'IN_PROGRESS':
      return { tone: 'running', word: m.check_in_progress };
    case 'EXECUTION_FAILED':
      return { tone: 'failure', word: m.check_execution_failed };
    case 'SKIPPED':
      return { tone: 'skipped', word: m.check_skipped };
    default:
      return latest ? evaluationLook(latest.data) : { tone: 'missing', word: m.check_never };
  }
}
