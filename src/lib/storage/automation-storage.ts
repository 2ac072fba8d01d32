import type { SerializedError } from '../base/errors';
import type { Json } from '../base/json';
import type { DynamicPartitionsRequest } from '../definitions/run-request';
import type { AssetKeyString } from '../definitions/snapshot';
import type { LogLevel, NewEvent } from '../events/event';
import type { Run } from './storage';

/** What makes ticks: Dagster's instigators. `automation` is a sensor that evaluates automation conditions. */
export type InstigatorType = 'schedule' | 'sensor' | 'automation';

/** Names are unique in a location, whatever the type. */
export interface InstigatorId {
  readonly location: string;
  readonly name: string;
}

/** What is kept of a schedule or sensor from tick to tick. Nothing is kept of one that nobody has switched or ticked. */
export interface InstigatorState extends InstigatorId {
  readonly type: InstigatorType;
  /** What a person has chosen; absent: as its definition says. */
  readonly status?: 'RUNNING' | 'STOPPED';
  /** Since when it runs, in ms: times of its cron before that are not its own. */
  readonly runningSince?: number;
  readonly cursor?: string;
  readonly lastRunKey?: string;
}

export type TickStatus = 'STARTED' | 'SKIPPED' | 'SUCCESS' | 'FAILURE';

/** One line that a tick's function has logged. */
export interface TickLogLine {
  readonly level: LogLevel;
  readonly message: string;
  readonly timestamp: number;
}

/** One evaluation of a schedule, sensor or automation. Times are ms since the epoch. */
export interface Tick extends InstigatorId {
  /** Chosen by the caller; writing the same id again replaces it. */
  readonly id: string;
  readonly type: InstigatorType;
  /** The time that it stands for: of a schedule by its cron, else when it was begun. */
  readonly timestamp: number;
  readonly status: TickStatus;
  readonly startedAt: number;
  readonly endedAt?: number;
  /** Runs that it launched. */
  readonly runIds: readonly string[];
  /** Run keys that it asked for and that had their run already. */
  readonly knownRunKeys: readonly string[];
  readonly skipReason?: string;
  readonly error?: SerializedError;
  /** Evaluations that failed, of this same tick. */
  readonly failureCount: number;
  readonly cursor?: string;
  readonly dynamicPartitionsRequests: readonly DynamicPartitionsRequest[];
  readonly logs: readonly TickLogLine[];
}

export interface TicksFilter extends Partial<InstigatorId> {
  readonly type?: InstigatorType;
  readonly statuses?: readonly TickStatus[];
  /** Ticks whose `timestamp` is below. */
  readonly before?: number;
  /** Ticks whose `timestamp` is at least this. */
  readonly from?: number;
  /** Default 100. */
  readonly limit?: number;
}

/** A run that is launched, with the events that it begins with. */
export interface NewRun {
  readonly run: Run;
  readonly events: readonly NewEvent[];
}

/**
 * All that comes of a tick, stored in one transaction: so a leader that dies has either done all of it or nothing, and
 * nothing has to be recovered. (Dagster reserves run ids in the tick and looks for the missing ones after a crash.)
 */
export interface TickCommit {
  readonly tick: Tick;
  /** What the next tick is told, where it has changed. Status and cursor are apart: a person may switch meanwhile. */
  readonly progress?: Pick<InstigatorState, 'cursor' | 'lastRunKey'>;
  readonly runs?: readonly NewRun[];
  /** Events of no run: materializations and observations that a sensor reports. */
  readonly events?: readonly NewEvent[];
  readonly evaluations?: readonly AutomationEvaluation[];
}

/** What came of an automation condition at one tick, where that is worth keeping. */
export interface AutomationEvaluation {
  /** Of the evaluation as a whole; rises from one to the next. */
  readonly evaluationId: number;
  /** Empty where it is of a job. */
  readonly assetKey: AssetKeyString;
  /** Of a check of that asset. */
  readonly check?: string;
  /** Of a job of the location. */
  readonly job?: string;
  readonly location: string;
  /** The automation that evaluated it. */
  readonly instigator: string;
  readonly timestamp: number;
  /** Partitions, or 1 for an asset without, that it asked for. */
  readonly requested: number;
  readonly runIds: readonly string[];
  /** Node by node what was true, and of what. */
  readonly tree: Json;
}

/** A job: names are only unique within a location. */
export interface JobId {
  readonly location: string;
  readonly name: string;
}

export type BackfillStatus =
  'REQUESTED' | 'CANCELING' | 'CANCELED' | 'FAILED' | 'COMPLETED_SUCCESS' | 'COMPLETED_FAILED';

/** A backfill as it was asked for, and how far it has come. What its runs did is in their logs. */
export interface Backfill {
  readonly id: string;
  readonly status: BackfillStatus;
  /** Nothing new is launched until it is resumed. */
  readonly isPaused: boolean;
  readonly title?: string;
  readonly description?: string;
  readonly tags: Readonly<Record<string, string>>;
  readonly createdAt: number;
  readonly endedAt?: number;
  /** Of assets, or of a partitioned job. */
  readonly target: Json;
  /** What has been requested, finished and failed so far, as the daemon's rules keep it. */
  readonly progress: Json;
  readonly error?: SerializedError;
  /** The backfill that it does again, as far as that failed. */
  readonly parentBackfillId?: string;
}

export interface BackfillsFilter {
  readonly statuses?: readonly BackfillStatus[];
  /** Only those of this job, not of assets. */
  readonly job?: { readonly location: string; readonly jobName: string };
  /** Created before this backfill, for paging. */
  readonly before?: string;
  /** Default 100. */
  readonly limit?: number;
}

/** When a daemon was last at work, and what went wrong there lately. */
export interface Heartbeat {
  /** Dagster's name of the daemon, such as `SCHEDULER`. */
  readonly daemon: string;
  readonly timestamp: number;
  readonly errors: readonly SerializedError[];
}

/** The part of the durable record that the daemon writes. */
export interface AutomationStorage {
  instigators(): Promise<readonly InstigatorState[]>;
  putInstigator(state: InstigatorState): Promise<void>;
  /**
   * Stores a tick and what came of it. A run that exists already is left as it is. Of `tick.dynamicPartitionsRequests`
   * the keys are added and removed where the tick is a SUCCESS or SKIPPED one.
   */
  commitTick(commit: TickCommit): Promise<void>;
  /** Newest `timestamp` first. */
  ticks(filter?: TicksFilter): Promise<readonly Tick[]>;
  getTick(id: string): Promise<Tick | undefined>;
  /**
   * Of run keys, those with a run of this location that has all the tags (such as `dagster/sensor_name`), and that run.
   */
  runsByKey(
    location: string,
    tags: Readonly<Record<string, string>>,
    runKeys: readonly string[],
  ): Promise<ReadonlyMap<string, string>>;

  /** Newest first. */
  evaluations(
    of: AssetKeyString | JobId,
    filter?: { readonly check?: string; readonly before?: number; readonly limit?: number },
  ): Promise<readonly AutomationEvaluation[]>;
  /** Of all assets, checks and jobs at one evaluation. */
  evaluationsAt(evaluationId: number): Promise<readonly AutomationEvaluation[]>;

  /** Does nothing where it exists: a repeated call. */
  createBackfill(backfill: Backfill): Promise<void>;
  /**
   * Changes a stored backfill and launches runs, in one transaction. Where `change` answers `undefined`, because a person
   * has changed it meanwhile, nothing is stored and nothing launched. Answers what was stored.
   */
  updateBackfill(
    id: string,
    change: (stored: Backfill) => Backfill | undefined,
    runs?: readonly NewRun[],
  ): Promise<Backfill | undefined>;
  getBackfill(id: string): Promise<Backfill | undefined>;
  /** Newest first. */
  listBackfills(filter?: BackfillsFilter): Promise<readonly Backfill[]>;

  beat(heartbeats: readonly Heartbeat[]): Promise<void>;
  heartbeats(): Promise<readonly Heartbeat[]>;
}
