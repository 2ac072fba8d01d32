import { DagbookError } from '../base/errors';
import { kind } from './brand';
import { checkCron, latestTick, smallestInterval } from './time/cron';
import { isTimeZone } from './time/time-zone';
import { takeOptions } from './unknown-option';

/** A length of time: seconds, or parts that are added. */
export type Duration =
  | number
  | {
      readonly days?: number;
      readonly hours?: number;
      readonly minutes?: number;
      readonly seconds?: number;
    };

/** When an asset counts as fresh, as plain data. */
export type FreshnessPolicySnapshot =
  | { readonly type: 'time_window'; readonly failWindowSeconds: number; readonly warnWindowSeconds?: number }
  | {
      readonly type: 'cron';
      readonly deadlineCron: string;
      readonly lowerBoundDeltaSeconds: number;
      readonly timezone: string;
    };

/** Dagster's states; `NOT_APPLICABLE` is an asset without a policy. */
export type FreshnessState = 'PASS' | 'WARN' | 'FAIL' | 'UNKNOWN' | 'NOT_APPLICABLE';

/** Seconds; Dagster's least window. */
const leastWindow = 60;

/** By when, or how often, an asset is to be materialized. */
export class FreshnessPolicy {
  readonly [kind] = 'FreshnessPolicy';
  readonly snapshot: FreshnessPolicySnapshot;

  private constructor(snapshot: FreshnessPolicySnapshot) {
    this.snapshot = snapshot;
  }

  /**
   * It fails when the last materialization is longer ago than `failWindow`, and warns from `warnWindow` on. Throws where
   * a window is shorter than 60 s, or `warnWindow` is not the shorter one.
   */
  static timeWindow(options: {
    readonly failWindow: Duration;
    readonly warnWindow?: Duration;
  }): FreshnessPolicy {
    takeOptions('FreshnessPolicy.timeWindow', options, { failWindow: true, warnWindow: true });
    const fail = seconds(options.failWindow, 'failWindow');
    const warn = options.warnWindow === undefined ? undefined : seconds(options.warnWindow, 'warnWindow');
    for (const [name, window] of Object.entries({ failWindow: fail, warnWindow: warn }))
      if (window !== undefined && window < leastWindow)
        throw invalid(`its ${name} is ${window} s`, 'The minimum is 60 s.');
    if (warn !== undefined && warn >= fail)
      throw invalid(
        `its warnWindow (${warn} s) is not smaller than its failWindow (${fail} s)`,
        'warnWindow must be smaller than failWindow.',
      );
    return new FreshnessPolicy({
      type: 'time_window',
      failWindowSeconds: fail,
      ...(warn !== undefined && { warnWindowSeconds: warn }),
    });
  }

  /**
   * At each time of the cron it must have been materialized, not longer than `lowerBoundDelta` before. Throws where that
   * is less than a minute or more than the cron's smallest interval.
   */
  static cron(options: {
    readonly deadlineCron: string;
    readonly lowerBoundDelta: Duration;
    /** Default `UTC`. */
    readonly timezone?: string;
  }): FreshnessPolicy {
    const known = { deadlineCron: true, lowerBoundDelta: true, timezone: true } as const;
    const { deadlineCron, timezone = 'UTC' } = takeOptions('FreshnessPolicy.cron', options, known);
    for (const { message, remedy } of checkCron(deadlineCron)) throw invalid(message, remedy);
    if (!isTimeZone(timezone))
      throw invalid(`timezone ${JSON.stringify(timezone)} is not known`, 'Give a name such as "Asia/Seoul".');
    const delta = seconds(options.lowerBoundDelta, 'lowerBoundDelta');
    const interval = smallestInterval(deadlineCron, timezone);
    if (delta < leastWindow) throw invalid(`its lowerBoundDelta is ${delta} s`, 'The minimum is 60 s.');
    if (delta > interval)
      throw invalid(
        `its lowerBoundDelta (${delta} s) exceeds the smallest interval of its cron (${interval} s)`,
        'Give a shorter lowerBoundDelta.',
      );
    return new FreshnessPolicy({ type: 'cron', deadlineCron, lowerBoundDeltaSeconds: delta, timezone });
  }
}

/** How fresh an asset is, and when that changes if nothing happens; times are ms since the epoch. */
export interface Freshness {
  readonly state: FreshnessState;
  readonly changesAt?: number;
}

/** By Dagster's rules (reference/dagster.md §1.9). `materializedAt` is absent for what was never materialized. */
export function freshness(
  policy: FreshnessPolicySnapshot | undefined,
  materializedAt: number | undefined,
  now: number,
): Freshness {
  if (!policy) return { state: 'NOT_APPLICABLE' };
  if (materializedAt === undefined) return { state: 'UNKNOWN' };
  if (policy.type === 'time_window') {
    const failsAfter = materializedAt + policy.failWindowSeconds * 1000;
    const warnsAfter = materializedAt + (policy.warnWindowSeconds ?? Infinity) * 1000;
    if (now > failsAfter) return { state: 'FAIL' };
    if (now > warnsAfter) return { state: 'WARN', changesAt: failsAfter + 1 };
    return { state: 'PASS', changesAt: Math.min(failsAfter, warnsAfter) + 1 };
  }
  const { deadlineCron, timezone, lowerBoundDeltaSeconds } = policy;
  const deadline = latestTick(deadlineCron, timezone, now);
  const isInTime = deadline === undefined || materializedAt >= deadline - lowerBoundDeltaSeconds * 1000;
  return { state: isInTime ? 'PASS' : 'FAIL' };
}

function seconds(duration: Duration, name: string): number {
  const {
    days = 0,
    hours = 0,
    minutes = 0,
    seconds: rest = 0,
  } = typeof duration === 'number' ? { seconds: duration } : (duration ?? {});
  const sum = ((days * 24 + hours) * 60 + minutes) * 60 + rest;
  if (Number.isFinite(sum) && sum > 0) return sum;
  throw invalid(`its ${name} is not a length of time`, 'Give seconds, or { hours: 1, minutes: 30 }.');
}

const invalid = (message: string, remedy: string) =>
  new DagbookError(`FreshnessPolicy: ${message}`, { name: 'InvalidDefinition', remedy });
