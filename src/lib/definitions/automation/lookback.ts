import { DagbookError } from '../../base/errors';

/** A stretch of time: its parts added up, or seconds. */
export type LookbackDelta =
  | number
  | {
      readonly weeks?: number;
      readonly days?: number;
      readonly hours?: number;
      readonly minutes?: number;
      readonly seconds?: number;
    };

const secondsOf = { weeks: 604_800, days: 86_400, hours: 3_600, minutes: 60, seconds: 1 } as const;

/** Throws `InvalidDefinition` where it is not more than nothing. */
export function lookbackSeconds(delta: LookbackDelta): number {
  const parts = typeof delta === 'number' ? { seconds: delta } : delta;
  const isKnown = Object.keys(parts).every((unit) => unit in secondsOf);
  const seconds = Object.entries(parts).reduce(
    (sum, [unit, count]) => sum + count * secondsOf[unit as keyof typeof secondsOf],
    0,
  );
  if (isKnown && seconds > 0 && seconds < Infinity) return seconds;
  throw new DagbookError(`the lookbackDelta is ${JSON.stringify(delta)}`, {
    name: 'InvalidDefinition',
    remedy: 'Give seconds, or such as { days: 7 } or { hours: 48 }, more than 0.',
  });
}
