import type { RunEvent } from '../../events/event';
import type { Tone } from '../status';

/** The colour an event's type has in a log; most have none. */
export function toneOfEvent({ type, level }: Pick<RunEvent, 'type' | 'level'>): Tone | undefined {
  if (type === 'STEP_ABANDONED') return 'missing';
  if (type === 'STEP_SKIPPED') return 'skipped';
  if (type === 'STEP_UP_FOR_RETRY') return 'stale';
  if (type === 'RUN_CANCELED' || type === 'RUN_CANCELING') return 'canceled';
  if (level === 'ERROR' || level === 'CRITICAL') return 'failure';
  if (level === 'WARNING') return 'stale';
  if (type === 'STEP_SUCCESS' || type === 'STEP_REUSED' || type === 'RUN_SUCCESS') return 'success';
  if (type === 'ASSET_MATERIALIZATION' || type === 'ASSET_OBSERVATION') return 'running';
  return undefined;
}
