import type { Tick } from '../../storage/automation-storage';
import type { MakeDaemonPart } from '../daemon-part';
import { dueTimes, isRetried, nextTime } from './due-ticks';
import { instigatorPart, type InstigatorPartOptions } from './instigator-part';
import { idText, type ScheduleInstigator } from './instigators';

export interface SchedulerOptions extends InstigatorPartOptions {
  /** Times that an evaluation which failed is repeated; Dagster's `max_tick_retries`, default 0. */
  readonly maxTickRetries?: () => Promise<number>;
}

/** After this a tick that failed is evaluated again, in ms. */
const retryAfter = 5_000;
/** After this a location that could not be reached is tried again, in ms. */
const unreachableAfter = 30_000;

/** Evaluates schedules at their times. */
export const scheduler = (options: SchedulerOptions): MakeDaemonPart => {
  const { clock, maxTickRetries = async () => 0 } = options;
  return instigatorPart<ScheduleInstigator>(
    {
      type: 'SCHEDULER',
      isKind: (instigator) => instigator.type === 'schedule',
      due: (_instigator, _lastTick, now) => now,
      retryAfter,
      async evaluate({ instigator, state: { runningSince = 0 }, lastTick }, make) {
        const retries = await maxTickRetries();
        const owed = lastTick && lastTick.timestamp >= runningSince && isOwed(lastTick, retries);
        const again = owed ? lastTick : undefined;
        const progress = { ...instigator, runningSince, ...(lastTick && { lastTick }) };
        const times = again ? [again.timestamp] : dueTimes(progress, clock.now());
        for (const timestamp of times) {
          const tick = await make({
            id: again?.id ?? tickId(instigator, timestamp),
            timestamp,
            failures: again?.failureCount ?? 0,
            request: { type: 'schedule', name: instigator.name, scheduledExecutionTime: timestamp },
          });
          if (!tick) return undefined;
          if (isOwed(tick, retries)) return clock.now() + waitOf(tick);
        }
        // What came due during a retry is looked for at once.
        return again ? clock.now() : (nextTime(instigator.definition, clock.now()) ?? Infinity);
      },
    },
    options,
  );
};

/** A tick that has to be evaluated again under its id: it failed and may be retried, or nobody could be asked. */
const isOwed = (tick: Tick, maxTickRetries: number): boolean =>
  isRetried(tick, maxTickRetries) || isUnreachable(tick);

const isUnreachable = ({ status, error }: Tick): boolean =>
  status === 'FAILURE' && error?.name === 'LocationUnreachable';

const waitOf = (tick: Tick): number => (isUnreachable(tick) ? unreachableAfter : retryAfter);

/** The same time of the same schedule has one tick, whoever leads. */
const tickId = ({ location, name }: ScheduleInstigator, timestamp: number): string =>
  `${idText({ location, name })}@${new Date(timestamp).toISOString()}`;
