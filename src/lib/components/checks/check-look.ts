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

export const checkLook = ({ latest }: CheckStatus): StatusLook =>
  latest ? evaluationLook(latest.data) : { tone: 'missing', word: m.check_never };
