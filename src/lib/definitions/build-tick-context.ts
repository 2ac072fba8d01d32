import type { Logger } from './asset-execution-context';
import type { AttachedFile } from './attached-file';
import { DagbookError } from '../base/errors';
import { askDagsterInstance } from './ask-dagster-instance';
import type { DagsterInstance } from './dagster-instance';
import { keptLogger, type LogLine } from './kept-logger';
import { sensorContext } from './sensor-context';
import type { AssetKeyString } from './snapshot';
import type {
  MultiAssetSensorEvaluationContext,
  RunStatusSensorEvaluationContext,
  ScheduleEvaluationContext,
  SensorEvaluationContext,
} from './tick-context';
import type { MaterializationRecord, RunRecord, RunStatusEvent } from './watched-events';

interface TickOptions {
  /** Values by key. */
  readonly resources?: Readonly<Record<string, unknown>>;
  /** Default: one that keeps what is logged, in `logs`. */
  readonly log?: Logger;
  /** What `context.instance` asks, such as `ephemeralInstance()` of `dagbook/testing`. Default: there is none. */
  readonly instance?: DagsterInstance;
  /** What `context.file(path)` reads. */
  readonly file?: (path: string) => AttachedFile;
}

interface SensorTickOptions extends TickOptions {
  readonly sensorName?: string;
  readonly cursor?: string;
  readonly lastTickCompletionTime?: number;
  readonly lastSensorStartTime?: number;
  readonly lastRunKey?: string;
}

type Kept<Context> = Context & { readonly logs: readonly LogLine[] };

function around({ resources = {}, log, instance = askDagsterInstance(), file = noFile }: TickOptions) {
  const kept = keptLogger();
  return { resources, log: log ?? kept.log, instance, file, logs: kept.logs };
}

function noFile(path: string): never {
  throw new DagbookError(`There is no file ${path} here`, {
    name: 'AttachmentLost',
    remedy: 'Give the context a function `file`.',
  });
}

function noTime(): never {
  throw new DagbookError('The context was built without a time', {
    name: 'NoScheduledExecutionTime',
    remedy: 'Write buildScheduleContext({ scheduledExecutionTime: new Date("2026-01-01") }).',
  });
}

/** A context to call a schedule's function with in a test. Its time throws where none was given (Dagster). */
export function buildScheduleContext({
  scheduleName = 'schedule',
  scheduledExecutionTime,
  tags = {},
  ...options
}: TickOptions & {
  readonly scheduleName?: string;
  readonly scheduledExecutionTime?: Date;
  readonly tags?: Readonly<Record<string, string>>;
} = {}): Kept<ScheduleEvaluationContext> {
  return {
    ...around(options),
    scheduleName,
    tags,
    get scheduledExecutionTime() {
      return scheduledExecutionTime ?? noTime();
    },
  };
}

/** A context to call a sensor's function with in a test. `cursor` shows what `updateCursor` has left. */
export function buildSensorContext(options: SensorTickOptions = {}): Kept<SensorEvaluationContext> {
  const { sensorName: name = 'sensor', ...tick } = options;
  return sensorContext({ name, ...tick }, around(options)) as Kept<SensorEvaluationContext>;
}

/** A context to call the function of a `multiAssetSensor` with: `records` are those after the cursor, oldest first. */
export function buildMultiAssetSensorContext({
  records,
  ...options
}: SensorTickOptions & {
  readonly records: Readonly<Record<AssetKeyString, readonly MaterializationRecord[]>>;
}): Kept<MultiAssetSensorEvaluationContext> {
  const { sensorName: name = 'sensor', ...tick } = options;
  const seen = { type: 'assets', records } as const;
  return sensorContext({ name, ...tick, seen }, around(options)) as Kept<MultiAssetSensorEvaluationContext>;
}

/** A context to call the function of a `runStatusSensor` or `runFailureSensor` with. */
export function buildRunStatusSensorContext({
  sensorName: name = 'sensor',
  dagsterRun: run,
  dagsterEvent: event,
  ...options
}: TickOptions & {
  readonly sensorName?: string;
  readonly dagsterRun: RunRecord;
  readonly dagsterEvent: RunStatusEvent;
}): Kept<RunStatusSensorEvaluationContext> {
  const seen = { type: 'run', run, event } as const;
  return sensorContext({ name, seen }, around(options)) as Kept<RunStatusSensorEvaluationContext>;
}
