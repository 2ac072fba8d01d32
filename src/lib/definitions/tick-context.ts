import type { Logger } from './asset-execution-context';
import type { AttachedFile } from './attached-file';
import type { AssetReference } from './asset-in';
import type { DagsterInstance } from './dagster-instance';
import type { AssetKeyString } from './snapshot';
import type { MaterializationRecord, RunRecord, RunStatusEvent } from './watched-events';

/** What a function that is called at a tick is told. */
interface TickContext<Resources> {
  /** Kept with the tick. */
  readonly log: Logger;
  readonly resources: Resources;
  /** The instance that it runs in: its events, runs and dynamic partitions. */
  readonly instance: DagsterInstance;
  /** An attached file by its path relative to the notebook. */
  file(path: string): AttachedFile;
}

/** What a schedule's function is told. */
export interface ScheduleEvaluationContext<
  Resources = Readonly<Record<string, unknown>>,
> extends TickContext<Resources> {
  readonly scheduleName: string;
  /** The time by the schedule's cron that this tick stands for; of a dry run, when it is evaluated. */
  readonly scheduledExecutionTime: Date;
  /** The tags of the runs that it asks for. */
  readonly tags: Readonly<Record<string, string>>;
}

/** What a sensor's function is told. */
export interface SensorEvaluationContext<
  Resources = Readonly<Record<string, unknown>>,
> extends TickContext<Resources> {
  readonly sensorName: string;
  /** What the last evaluation that did not fail has left; `undefined` at first. */
  readonly cursor: string | undefined;
  /** Leaves it for the next evaluation, if this one does not fail. `undefined` empties it. */
  updateCursor(cursor: string | undefined): void;
  /** When the last tick was, in ms since the epoch. */
  readonly lastTickCompletionTime: number | undefined;
  /** The run key of the last run that it asked for. */
  readonly lastRunKey: string | undefined;
  /** When it was last switched on, in ms since the epoch. */
  readonly lastSensorStartTime: number | undefined;
  /** Whether there was no tick since then. */
  readonly isFirstTickSinceSensorStart: boolean;
}

/** What the function of a `multiAssetSensor` is told. Assets are named by definition or key. */
export interface MultiAssetSensorEvaluationContext<
  Resources = Readonly<Record<string, unknown>>,
> extends SensorEvaluationContext<Resources> {
  readonly assetKeys: readonly AssetKeyString[];
  /** The newest materialization after the cursor of each monitored asset, or of those named. */
  latestMaterializationRecordsByKey(
    assetKeys?: readonly (AssetReference | AssetKeyString)[],
  ): Readonly<Record<AssetKeyString, MaterializationRecord | undefined>>;
  /** The newest after the cursor of each partition of an asset. */
  latestMaterializationRecordsByPartition(
    assetKey: AssetReference | AssetKeyString,
  ): Readonly<Record<string, MaterializationRecord>>;
  /** All after the cursor of an asset, newest first. */
  materializationRecordsForKey(
    assetKey: AssetReference | AssetKeyString,
    limit?: number,
  ): readonly MaterializationRecord[];
  /** Everything up to these has been dealt with, asset by asset. */
  advanceCursor(records: Readonly<Record<AssetKeyString, MaterializationRecord | undefined>>): void;
  /** Everything that this evaluation could see has been dealt with. */
  advanceAllCursors(): void;
}

/** What the function of a `runStatusSensor` is told. */
export interface RunStatusSensorEvaluationContext<Resources = Readonly<Record<string, unknown>>> extends Pick<
  SensorEvaluationContext<Resources>,
  'sensorName' | 'log' | 'resources' | 'file' | 'instance'
> {
  readonly dagsterRun: RunRecord;
  readonly dagsterEvent: RunStatusEvent;
  /** Of the run; `undefined` where it has none. */
  readonly partitionKey: string | undefined;
  /** Dagster's name for `dagsterEvent` where the run failed. */
  readonly failureEvent: RunStatusEvent;
  /** Of a run that failed: its steps that did. */
  getStepFailureEvents(): NonNullable<RunStatusEvent['failedSteps']>;
}
