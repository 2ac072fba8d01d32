import type { AssetReference } from './asset-in';
import { multiAssetRecords } from './multi-asset-records';
import type { AssetKeyString } from './snapshot';
import type {
  MultiAssetSensorEvaluationContext,
  RunStatusSensorEvaluationContext,
  SensorEvaluationContext,
} from './tick-context';
import type { RunRecord, RunStatusEvent, WatchedEvents } from './watched-events';

type Around = Pick<SensorEvaluationContext, 'log' | 'resources' | 'file' | 'instance'>;

interface SensorTick {
  readonly name: string;
  readonly cursor?: string;
  readonly lastRunKey?: string;
  readonly lastTickCompletionTime?: number;
  readonly lastSensorStartTime?: number;
  readonly seen?: WatchedEvents;
}

/** What a sensor's function is told, whatever it waits for. */
export function sensorContext(
  tick: SensorTick,
  around: Around,
  keyOf?: (reference: AssetReference | AssetKeyString) => AssetKeyString,
): SensorEvaluationContext | MultiAssetSensorEvaluationContext | RunStatusSensorEvaluationContext {
  const { name, seen, lastRunKey, lastTickCompletionTime, lastSensorStartTime } = tick;
  if (seen?.type === 'run') return runStatusContext(name, seen.run, seen.event, around);
  let now = tick.cursor;
  const base: SensorEvaluationContext = {
    ...around,
    sensorName: name,
    get cursor() {
      return now;
    },
    updateCursor(next) {
      now = next === undefined ? undefined : String(next);
    },
    lastTickCompletionTime,
    lastRunKey,
    lastSensorStartTime,
    isFirstTickSinceSensorStart:
      lastTickCompletionTime === undefined || lastTickCompletionTime < (lastSensorStartTime ?? -Infinity),
  };
  return seen?.type === 'assets' ? Object.assign(base, multiAssetRecords(base, seen.records, keyOf)) : base;
}

function runStatusContext(
  sensorName: string,
  dagsterRun: RunRecord,
  dagsterEvent: RunStatusEvent,
  around: Around,
): RunStatusSensorEvaluationContext {
  return {
    ...around,
    sensorName,
    dagsterRun,
    dagsterEvent,
    partitionKey: dagsterRun.tags['dagster/partition'],
    failureEvent: dagsterEvent,
    getStepFailureEvents: () => dagsterEvent.failedSteps ?? [],
  };
}
