import type { GivenSettings, InstanceSettings } from '../daemon/instance-settings';
import type { AssetKeyString } from '../definitions/snapshot';
import type { TickAnswer } from '../definitions/tick-request';
import type { PoolState } from '../plan/pool-slots';
import type {
  AutomationEvaluation,
  BackfillsFilter,
  InstigatorId,
  JobId,
  Tick,
  TicksFilter,
} from '../storage/automation-storage';
import type { Backlog, BackfillRequest, BackfillView, InstigatorStatus } from './automation-views';
import type { AutomationPreview, ConditionPreview, ConditionTarget } from './condition-answers';

/** What happens by itself: schedules, sensors, conditions, backfills, and the settings and pools that bound them. */
export interface AutomationCalls {
  /** All schedules and sensors. */
  instigators(): Promise<readonly InstigatorStatus[]>;
  /** `DEFAULT`: as its definition says. What came due before it is switched on is not made up for. */
  switchInstigator(id: InstigatorId, to: 'RUNNING' | 'STOPPED' | 'DEFAULT'): Promise<void>;
  /** `undefined`: as if it had never been evaluated. */
  setCursor(id: InstigatorId, cursor: string | undefined): Promise<void>;
  /** Newest first. */
  ticks(filter?: TicksFilter): Promise<readonly Tick[]>;
  /** Evaluates without storing or launching anything: a schedule for any time, a sensor from any cursor. */
  previewTick(id: InstigatorId, as?: { readonly at?: number; readonly cursor?: string }): Promise<TickAnswer>;
  /** Events that a sensor has not seen yet, and ticks that a schedule owes. */
  backlog(id: InstigatorId): Promise<Backlog>;

  /**
   * What came of the condition of an asset, of a check of it, or of a job, newest first: where it requested something, or
   * something else was true than before.
   */
  evaluations(
    of: AssetKeyString | JobId,
    filter?: { readonly check?: string; readonly before?: number; readonly limit?: number },
  ): Promise<readonly AutomationEvaluation[]>;
  /** Of all assets, checks and jobs at one evaluation. */
  evaluationsAt(evaluationId: number): Promise<readonly AutomationEvaluation[]>;
  /** What an automation condition sensor evaluates, upstream first; nothing where there is no such sensor. */
  automationTargets(id: InstigatorId): Promise<readonly ConditionTarget[]>;
  /**
   * What would be requested if the sensor was switched on now: all that has happened since its last evaluation counts.
   * To start from now instead, take its cursor away by `setCursor(id, undefined)` before it is switched on.
   */
  previewAutomation(id: InstigatorId): Promise<AutomationPreview>;
  /** `undefined` where it has no condition. */
  previewCondition(of: AssetKeyString | JobId, check?: string): Promise<ConditionPreview | undefined>;

  launchBackfill(request: BackfillRequest): Promise<{ readonly id: string }>;
  /** Newest first. */
  backfills(filter?: BackfillsFilter): Promise<readonly BackfillView[]>;
  backfill(id: string): Promise<BackfillView | undefined>;
  /** The keys that are to be made of an asset or a job, in their order. Rejects where there is no such backfill. */
  backfillPartitions(id: string, part: string): Promise<readonly string[]>;
  /** Launches nothing more and cancels its runs. */
  cancelBackfill(id: string): Promise<void>;
  /** Launches nothing more until it is resumed; its runs go on. */
  pauseBackfill(id: string): Promise<void>;
  resumeBackfill(id: string): Promise<void>;
  /** Launches another one for what an ended one has not made. */
  retryBackfill(id: string, newId?: string): Promise<{ readonly id: string }>;

  /** All of them, defaults filled in. */
  settings(): Promise<InstanceSettings>;
  /** Replaces them; what is left out has its default. Rejects with `InvalidSettings`, or where a file says them. */
  setSettings(given: GivenSettings): Promise<void>;
  /** Pools with a limit, or in use since this leader is here. */
  pools(): Promise<readonly PoolState[]>;
  /** `undefined`: the default limit. */
  setPoolLimit(pool: string, limit: number | undefined): Promise<void>;
}
