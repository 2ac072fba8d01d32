import type { Logger } from './asset-execution-context';
import { keptLogger, type LogLine } from './kept-logger';
import type { ScheduleEvaluationContext, SensorEvaluationContext } from './tick-context';

interface TickOptions {
  /** Values by key. */
  readonly resources?: Readonly<Record<string, unknown>>;
  /** Default: one that keeps what is logged, in `logs`. */
  readonly log?: Logger;
}

/** A context to call a schedule's function with in a test. */
export function buildScheduleContext({
  scheduleName = 'schedule',
  scheduledExecutionTime,
  tags = {},
  resources = {},
  log,
}: TickOptions & {
  readonly scheduleName?: string;
  readonly scheduledExecutionTime: Date;
  readonly tags?: Readonly<Record<string, string>>;
}): ScheduleEvaluationContext & { readonly logs: readonly LogLine[] } {
  const kept = keptLogger();
  return { scheduleName, scheduledExecutionTime, tags, resources, log: log ?? kept.log, logs: kept.logs };
}

/** A context to call a sensor's function with in a test. `cursor` shows what `updateCursor` has left. */
export function buildSensorContext({
  sensorName = 'sensor',
  cursor,
  lastTickCompletionTime,
  lastRunKey,
  resources = {},
  log,
}: TickOptions & {
  readonly sensorName?: string;
  readonly cursor?: string;
  readonly lastTickCompletionTime?: number;
  readonly lastRunKey?: string;
} = {}): SensorEvaluationContext & { readonly logs: readonly LogLine[] } {
  const kept = keptLogger();
  let now = cursor;
  return {
    sensorName,
    get cursor() {
      return now;
    },
    updateCursor(next) {
      now = next === undefined ? undefined : String(next);
    },
    lastTickCompletionTime,
    lastRunKey,
    resources,
    log: log ?? kept.log,
    logs: kept.logs,
  };
}
