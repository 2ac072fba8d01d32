import type { OverlapPolicy } from '../definitions/schedule';
import type { AssetKeyString, RunConfig } from '../definitions/snapshot';
import type { WatchSnapshot } from '../definitions/watch-snapshot';
import type { IndexRanges } from '../graph/partitions/index-ranges';
import type { Backfill, InstigatorId, InstigatorType, Tick } from '../storage/automation-storage';

/** A schedule or sensor, and how it stands. */
export interface InstigatorStatus extends InstigatorId {
  readonly type: InstigatorType;
  readonly status: 'RUNNING' | 'STOPPED';
  /** Nobody has switched it: its definition says whether it runs. */
  readonly isDefault: boolean;
  readonly description?: string;
  /** Jobs that it may ask for. */
  readonly jobs: readonly string[];
  readonly tags: Readonly<Record<string, string>>;
  /** The cell that defines it. */
  readonly cell?: string;
  readonly cronSchedule?: readonly string[];
  readonly timezone?: string;
  readonly overlap?: OverlapPolicy;
  readonly isPartitioned?: boolean;
  /** The next times of a schedule, in ms since the epoch. */
  readonly nextTicks?: readonly number[];
  readonly minimumIntervalSeconds?: number;
  /** Of an automation condition sensor: how many assets and checks it evaluates. */
  readonly targets?: number;
  readonly watch?: WatchSnapshot;
  readonly cursor?: string;
  readonly lastTick?: Tick;
}

export interface BackfillRequest {
  /** Chosen by the caller, so that a repeated call launches nothing twice. */
  readonly id?: string;
  /** Only assets of this location; of a job it must be given. */
  readonly location?: string;
  /** An asset selection; default every asset. */
  readonly selection?: string;
  /** Instead of a selection: these assets. */
  readonly assetSelection?: readonly AssetKeyString[];
  /** Instead of assets: a partitioned job. */
  readonly jobName?: string;
  /**
   * Of the assets or the job: keys and ranges as text, or a list of keys; default all that exist. Other assets take what
   * depends on them.
   */
  readonly partitions?: string | readonly string[];
  /** Of single assets, instead. */
  readonly partitionsByAsset?: Readonly<Record<AssetKeyString, string | readonly string[]>>;
  /** Of these, only what was never made, or what failed last. */
  readonly only?: 'missing' | 'failed';
  /** Of each of its runs; default the job's. */
  readonly config?: RunConfig;
  readonly title?: string;
  readonly description?: string;
  readonly tags?: Readonly<Record<string, string>>;
}

/** How a backfill stands: of each asset, or of its job, what is to be made, under way, made and failed. */
export interface BackfillView extends Omit<Backfill, 'target' | 'progress'> {
  readonly job?: { readonly location: string; readonly jobName: string };
  /** Empty where what it is of is not defined any more. */
  readonly parts: readonly {
    /** The asset's key, or the job's name. */
    readonly id: string;
    readonly isPartitioned: boolean;
    readonly counts: BackfillParts<number>;
    /** Keys as ranges. */
    readonly partitions: BackfillParts<string>;
    /** Which of those that are to be made, counted from 0. */
    readonly places: BackfillParts<IndexRanges>;
  }[];
  /** Its unfinished runs. */
  readonly runs: readonly string[];
}

type BackfillParts<Value> = Readonly<
  Record<
    | 'targeted'
    | 'inProgress'
    | 'materialized'
    /** And what depends on what failed. */
    | 'failed',
    Value
  >
>;

/** What a schedule or sensor would have to make up for if it was switched on now. */
export interface Backlog {
  readonly count: number;
  /** There is more than was counted. */
  readonly isMore: boolean;
}
