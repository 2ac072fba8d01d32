import type { AssetMaterialization, AssetObservation } from './asset-events';
import type { AssetKeyString } from './snapshot';
import type { MaterializationRecord, WatchedRunStatus } from './watched-events';

/** Which materializations or observations of an asset are asked for: all, unless it says more. */
export interface AssetRecordsFilter {
  readonly assetKey: AssetKeyString;
  readonly assetPartitions?: readonly string[];
  /** Later ones have higher numbers; those of these numbers themselves are not among them. */
  readonly afterStorageId?: number;
  readonly beforeStorageId?: number;
  /** At that time or later, and before that time; a number is ms since the epoch. */
  readonly afterTimestamp?: Date | number;
  readonly beforeTimestamp?: Date | number;
}

export interface PageOptions {
  /** At most 1,000; default 100. */
  readonly limit?: number;
  /** That of the page before. */
  readonly cursor?: string;
  /** Oldest first. Default: newest first. */
  readonly ascending?: boolean;
}

/** One page of records, and where the next begins. */
export interface EventRecordsResult<Item> {
  readonly records: readonly Item[];
  /** For the next page; also of the last, where it finds what comes later if it is `ascending`. */
  readonly cursor: string | undefined;
  readonly hasMore: boolean;
}

/** An observation has a data version only where it was given one. */
export type ObservationRecord = Omit<MaterializationRecord, 'dataVersion'> &
  Partial<Pick<MaterializationRecord, 'dataVersion'>>;

/** A run, its tags among it; times are ms since the epoch. */
export interface DagsterRun {
  readonly runId: string;
  readonly jobName: string;
  readonly status: WatchedRunStatus | 'NOT_STARTED';
  readonly location: string;
  readonly tags: Readonly<Record<string, string>>;
  readonly createdAt: number;
  readonly startedAt?: number;
  readonly endedAt?: number;
}

/** Which runs are asked for: those of which all of this is true. */
export interface DagsterRunsFilter {
  readonly runIds?: readonly string[];
  readonly jobName?: string;
  readonly statuses?: readonly DagsterRun['status'][];
  readonly tags?: Readonly<Record<string, string>>;
  /** At that time or later, and before that time; a number is ms since the epoch. */
  readonly createdAfter?: Date | number;
  readonly createdBefore?: Date | number;
}

/**
 * What the code of a notebook may ask of the instance that it runs in, and say to it: `context.instance`. A notebook
 * from outside sees only its own runs, and of assets only those that it was granted or that it defines, of these what
 * its own runs made; else `PermissionMissing` is thrown. What was wiped is not there.
 */
export interface DagsterInstance {
  /** The newest materialization of an asset, or of one of its partitions. */
  getLatestMaterializationEvent(
    assetKey: AssetKeyString,
    partitionKey?: string,
  ): Promise<MaterializationRecord | undefined>;
  /** The data version that an asset, or one of its partitions, was last materialized or observed with. */
  getLatestDataVersion(assetKey: AssetKeyString, partitionKey?: string): Promise<string | undefined>;
  /** Materializations of an asset, newest first. */
  fetchMaterializations(
    of: AssetKeyString | AssetRecordsFilter,
    page?: PageOptions,
  ): Promise<EventRecordsResult<MaterializationRecord>>;
  /** Observations of an asset, newest first. */
  fetchObservations(
    of: AssetKeyString | AssetRecordsFilter,
    page?: PageOptions,
  ): Promise<EventRecordsResult<ObservationRecord>>;
  /** The partitions of an asset that have a materialization, by key. */
  getMaterializedPartitions(assetKey: AssetKeyString): Promise<readonly string[]>;

  /** Runs, newest first. `cursor` is the id of a run: those created before it. `limit` is at most 1,000, default 100. */
  getRuns(
    filter?: DagsterRunsFilter,
    page?: { readonly limit?: number; readonly cursor?: string },
  ): Promise<readonly DagsterRun[]>;
  getRunById(runId: string): Promise<DagsterRun | undefined>;
  /** Gives a run more tags, such as this very one; one of a key that it has takes the place of the old one. */
  addRunTags(runId: string, tags: Readonly<Record<string, string>>): Promise<void>;

  /** The keys of dynamic partitions, in the order of adding. */
  getDynamicPartitions(partitionsDefName: string): Promise<readonly string[]>;
  hasDynamicPartition(partitionsDefName: string, partitionKey: string): Promise<boolean>;
  /** Keys that are there already are left as they are. */
  addDynamicPartitions(partitionsDefName: string, partitionKeys: readonly string[]): Promise<void>;
  deleteDynamicPartition(partitionsDefName: string, partitionKey: string): Promise<void>;

  /** Says that something outside of any run made an asset, or looked at it; stored when it resolves. */
  reportRunlessAssetEvent(event: AssetMaterialization | AssetObservation): Promise<void>;
}
