import type { RunEvent } from '../../events/event';
import { evaluationLook } from '../checks/check-look';
import type { Tone } from '../status';

/** The colour an event's type has in a log; most have none. */
export function toneOfEvent(event: RunEvent): Tone | undefined {
  const { type, level } = event;
  if (type === 'ASSET_CHECK_EVALUATION') return evaluationLook(event.data).tone;
  if (type === 'STEP_ABANDONED') return 'missing';
  if (type === 'STEP_SKIPPED' || type === 'HOOK_SKIPPED') return 'skipped';
  if (type === 'STEP_UP_FOR_RETRY' || type === 'STEP_RESTARTED') return 'stale';
  if (type === 'HOOK_ERRORED' || type === 'ASSET_FAILED_TO_MATERIALIZE') return 'failure';
  if (type === 'RUN_CANCELED' || type === 'RUN_CANCELING') return 'canceled';
  if (level === 'ERROR' || level === 'CRITICAL') return 'failure';
  if (level === 'WARNING') return 'stale';
  if (type === 'STEP_SUCCESS' || type === 'STEP_REUSED' || type === 'RUN_SUCCESS') return 'success';
  if (type === 'ASSET_MATERIALIZATION' || type === 'ASSET_OBSERVATION') return 'running';
  return undefined;
}
