import type { AssetKeyString } from '../definitions/snapshot';
import type { EventData, EventOf } from '../events/event';
import type { RunStatus } from '../events/run-status';

/** What is known of a materialization or an observation without reading the whole event. */
export interface AssetUpdate {
  readonly type: 'ASSET_MATERIALIZATION' | 'ASSET_OBSERVATION';
  readonly assetKey: AssetKeyString;
  readonly partition?: string;
  /** Of the event: ids rise with time. */
  readonly id: number;
  /** `""`: reported by hand. */
  readonly runId: string;
  readonly timestamp: number;
  /** Of a materialization; `""` where it is not known. */
  readonly codeVersion: string;
  readonly dataVersion?: string;
}

export interface CheckResult {
  readonly assetKey: AssetKeyString;
  readonly check: string;
  readonly partition?: string;
  readonly id: number;
  readonly runId: string;
  readonly passed: boolean;
  readonly target?: EventData['ASSET_CHECK_EVALUATION']['target'];
}

/** That a run is to make an asset, or to evaluate a check of it. */
export interface PlannedWork {
  readonly id: number;
  readonly runId: string;
  readonly status: RunStatus;
  readonly assetKey: AssetKeyString;
  readonly check?: string;
  /** Of a partitioned asset. */
  readonly partitions?: readonly string[];
  /** The run has made it, or evaluated it. */
  readonly isDone?: true;
  /** Of `lastPlans`: the event by which the run failed, if it did. */
  readonly failureId?: number;
}

/** A run of a job that was to make one partition, several as text, or all from the first to the last. */
export interface PartitionRun {
  readonly runId: string;
  readonly status: RunStatus;
  readonly partition?: string;
  readonly range?: readonly [first: string, last: string];
}

/** Only what runs of that location have done; `withReports`: and what no run has. */
export interface MadeBy {
  readonly location: string;
  readonly withReports: boolean;
}

export interface AssetRecordsFilter {
  readonly type: 'ASSET_MATERIALIZATION' | 'ASSET_OBSERVATION';
  readonly assetKey: AssetKeyString;
  readonly partitions?: readonly string[];
  /** Event ids, without these themselves. */
  readonly after?: number;
  readonly before?: number;
  /** ms since the epoch: at that time or later, and before that time. */
  readonly from?: number;
  readonly until?: number;
  readonly madeBy?: MadeBy;
  /** Oldest first. */
  readonly ascending?: boolean;
  readonly limit: number;
}

/** What automation conditions and the code of notebooks look at, by indexed queries. What was wiped does not count. */
export interface FactsStorage {
  /** Of one asset, newest first. */
  assetRecords<Type extends AssetRecordsFilter['type']>(
    filter: AssetRecordsFilter & { readonly type: Type },
  ): Promise<readonly EventOf<Type>[]>;
  /** Partitions of an asset that have a materialization, in the order of their keys. */
  materializedPartitions(key: AssetKeyString, madeBy?: MadeBy): Promise<readonly string[]>;

  /** The newest of each kind of each asset, whatever the partition, among events with ids up to `upTo`. */
  latestUpdates(keys: readonly AssetKeyString[], upTo: number): Promise<readonly AssetUpdate[]>;
  /** The newest of each kind of each partition of an asset, among events with ids up to `upTo`. */
  latestPartitionUpdates(key: AssetKeyString, upTo: number): Promise<readonly AssetUpdate[]>;
  /** The newest of each check of these assets and of each partition, among events with ids up to `upTo`. */
  latestCheckResults(keys: readonly AssetKeyString[], upTo: number): Promise<readonly CheckResult[]>;
  /** All that unfinished runs are to make and to evaluate, and after that what of it they have done. */
  unfinishedWork(): Promise<readonly PlannedWork[]>;
  /** Of an asset, its partitions and its checks: the last run that was to make or evaluate it. */
  lastPlans(key: AssetKeyString): Promise<readonly PlannedWork[]>;
  /** All that these runs were to make and to evaluate. */
  workOf(runIds: readonly string[]): Promise<readonly PlannedWork[]>;
  /** For each partition of a job, and each text or range of them, the newest run that was not canceled; newest first. */
  partitionRuns(job: {
    readonly location: string;
    readonly jobName: string;
  }): Promise<readonly PartitionRun[]>;
  tagsOf(runIds: readonly string[]): Promise<ReadonlyMap<string, Readonly<Record<string, string>>>>;
}
