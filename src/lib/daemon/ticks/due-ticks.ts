import type { ScheduleSnapshot } from '../../definitions/snapshot';
import { cronTicks, latestTick } from '../../definitions/time/cron';
import type { Tick } from '../../storage/automation-storage';

/** Of a partitioned job, so many missed ticks are made up for (Dagster's `DEFAULT_MAX_CATCHUP_RUNS`). */
export const maxCatchup = 5;

export interface ScheduleProgress {
  readonly definition: Pick<ScheduleSnapshot, 'cronSchedule' | 'timezone'>;
  readonly isPartitioned: boolean;
  /** ms since the epoch; times before are not the schedule's own. */
  readonly runningSince: number;
  /** The tick of the latest time that was evaluated. */
  readonly lastTick?: Pick<Tick, 'timestamp'>;
}

/**
 * The times for which a schedule has to be evaluated now, oldest first: of those that have come since the last one, only
 * the latest, or where its job is partitioned the last five, since each is a partition of its own (Dagster).
 */
export function dueTimes(
  { definition, isPartitioned, runningSince, lastTick }: ScheduleProgress,
  now: number,
): readonly number[] {
  const after = Math.max(runningSince - 1, lastTick?.timestamp ?? -Infinity);
  const times: number[] = [];
  const { cronSchedule, timezone } = definition;
  for (let at = now; times.length < (isPartitioned ? maxCatchup : 1);) {
    const time = latestTick(cronSchedule, timezone, at);
    if (time === undefined || time <= after) break;
    times.unshift(time);
    at = time - 1;
  }
  return times;
}

/** When a schedule fires next after `now`; `undefined` where it never does. */
export function nextTime(
  { cronSchedule, timezone }: ScheduleProgress['definition'],
  now: number,
): number | undefined {
  for (const time of cronTicks(cronSchedule, timezone, now + 1)) return time;
  return undefined;
}

/** Whether a tick that failed is evaluated again: of the same time, so often at most. */
export const isRetried = (
  { status, failureCount }: Pick<Tick, 'status' | 'failureCount'>,
  maxTickRetries: number,
): boolean => status === 'FAILURE' && failureCount <= maxTickRetries;
