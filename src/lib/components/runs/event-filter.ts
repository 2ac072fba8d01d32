import type { EventType, LogLevel, RunEvent } from '../../events/event';

export const levels: readonly LogLevel[] = ['DEBUG', 'INFO', 'WARNING', 'ERROR', 'CRITICAL'];

/** What of a log is shown; absent parts let everything through. */
export interface EventFilter {
  readonly text?: string;
  /** The lowest level shown. */
  readonly level?: LogLevel;
  readonly step?: string;
  readonly hideEngine?: boolean;
  readonly only?: EventType;
  /** Of what cells said: what they printed, or what they logged. */
  readonly stream?: Stream;
}

export type Stream = 'stdout' | 'stderr' | 'log';

/** Events about how the engine does it, not what is done. */
const ofEngine: ReadonlySet<EventType> = new Set<EventType>([
  'ENGINE_EVENT',
  'RUN_ENQUEUED',
  'RUN_DEQUEUED',
  'RUN_STARTING',
  'RESOURCE_INIT_STARTED',
  'RESOURCE_INIT_SUCCESS',
  'LOGS_CAPTURED',
  'STEP_WORKER_STARTING',
  'STEP_WORKER_STARTED',
  'LOADED_INPUT',
  'STEP_INPUT',
  'STEP_OUTPUT',
  'HANDLED_OUTPUT',
  'STEP_PROGRESS',
  'ASSET_MATERIALIZATION_PLANNED',
  'ASSET_CHECK_EVALUATION_PLANNED',
  'HOOK_SKIPPED',
]);

/** The events that pass, in their order. Text is found in message, step, asset and type, whatever its case. */
export function filterEvents(events: readonly RunEvent[], filter: EventFilter): readonly RunEvent[] {
  const { only, step, hideEngine, stream } = filter;
  const text = filter.text?.toLowerCase();
  const lowest = filter.level ? levels.indexOf(filter.level) : 0;
  if (!only && !step && !hideEngine && !stream && !text && lowest <= 0) return events;
  const says = (part: string | undefined) => part !== undefined && part.toLowerCase().includes(text!);
  return events.filter(
    (event) =>
      (!only || event.type === only) &&
      (!step || event.stepKey === step) &&
      !(hideEngine && ofEngine.has(event.type)) &&
      (lowest <= 0 || levels.indexOf(event.level) >= lowest) &&
      (!stream || streamOf(event) === stream) &&
      (!text || says(event.message) || says(event.stepKey) || says(event.assetKey) || says(event.type)),
  );
}

const streamOf = (event: RunEvent): Stream | undefined =>
  event.type === 'LOG_MESSAGE' ? (event.data.stream ?? 'log') : undefined;
