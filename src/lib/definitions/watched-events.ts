import type { AssetKeyString, MetadataEntries } from './snapshot';

/** A materialization as a sensor sees it. */
export interface MaterializationRecord {
  /** Its place in the event log: later ones have higher numbers. */
  readonly storageId: number;
  readonly runId: string;
  readonly assetKey: AssetKeyString;
  readonly partitionKey?: string;
  /** ms since the epoch. */
  readonly timestamp: number;
  readonly metadata: MetadataEntries;
  readonly tags: Readonly<Record<string, string>>;
  readonly dataVersion: string;
}

/** The statuses that a run status sensor can wait for. */
export type WatchedRunStatus =
  'QUEUED' | 'STARTING' | 'STARTED' | 'SUCCESS' | 'FAILURE' | 'CANCELING' | 'CANCELED';

/** A run that has come to the status that a sensor waits for. */
export interface RunRecord {
  readonly runId: string;
  readonly jobName: string;
  readonly status: WatchedRunStatus;
  readonly location: string;
  readonly tags: Readonly<Record<string, string>>;
}

/** The event that brought a run to its status. */
export interface RunStatusEvent {
  readonly storageId: number;
  readonly message: string;
  /** ms since the epoch. */
  readonly timestamp: number;
  /** Of a run that failed: its steps that did. */
  readonly failedSteps?: readonly { readonly stepKey: string; readonly message: string }[];
}

/** What a sensor that watches events is evaluated for. */
export type WatchedEvents =
  | { readonly type: 'asset'; readonly record: MaterializationRecord }
  /** Of each monitored asset, what came after its cursor, oldest first. */
  | {
      readonly type: 'assets';
      readonly records: Readonly<Record<AssetKeyString, readonly MaterializationRecord[]>>;
    }
  | { readonly type: 'run'; readonly run: RunRecord; readonly event: RunStatusEvent };
