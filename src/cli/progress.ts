import type { RunEvent } from '$lib/events/event';
import { showDuration } from './show-time';
import { showError } from './show-error';

/** What a watching user reads when an event comes; `undefined` for events that only the log is interested in. */
export function progressLine(event: RunEvent): string | undefined {
  const step = event.stepKey ?? '';
  switch (event.type) {
    case 'STEP_START':
      return `  ▸ ${step}`;
    case 'STEP_RESTARTED':
      return `  ▸ ${step} (attempt ${event.data.attempt})`;
    case 'STEP_SUCCESS':
      return `  ✓ ${step}  ${showDuration(event.data.durationMs)}`;
    case 'STEP_FAILURE':
      return event.data.interrupted
        ? `  – ${step}  canceled`
        : `  ✗ ${step}  ${indented(showError(event.data.error))}`;
    case 'STEP_UP_FOR_RETRY':
      return `  ↻ ${step}  again in ${event.data.secondsToWait} s${event.data.error ? `: ${indented(showError(event.data.error))}` : ''}`;
    case 'STEP_SKIPPED':
      return `  – ${step}  skipped: ${event.data.missing.join(', ')} gave nothing`;
    case 'STEP_ABANDONED':
      return `  – ${step}  not run: ${event.data.because.join(', ')} failed`;
    case 'STEP_REUSED':
      return `  = ${step}  reused: nothing it depends on has changed`;
    case 'ASSET_CHECK_EVALUATION':
      return `    ${event.data.passed ? '✓' : '✗'} check ${event.data.check} of ${event.assetKey ?? ''}${event.data.passed ? '' : `  ${event.data.severity}${event.data.description ? `: ${indented(event.data.description)}` : ''}`}`;
    case 'LOG_MESSAGE':
      return event.level === 'DEBUG'
        ? undefined
        : `    ${step ? `${step}: ` : ''}${event.level} ${indented(event.message)}`;
    case 'RUN_FAILURE':
      // A run that its steps failed has none of its own.
      return event.data.error && showError(event.data.error);
    default:
      return undefined;
  }
}

const indented = (text: string): string => text.replaceAll('\n', '\n    ');
