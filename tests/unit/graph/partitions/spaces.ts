import { keySpace, type KeySpace } from '$lib/definitions/partitions/key-space';
import { MultiPartitionsDefinition } from '$lib/definitions/partitions/multi-partitions';
import type { PartitionsDefinition } from '$lib/definitions/partitions/partitions-definition';
import type {
  DimensionSnapshot,
  PartitionsContext,
  PartitionsSnapshot,
} from '$lib/definitions/partitions/partitions-snapshot';
import {
  DynamicPartitionsDefinition,
  StaticPartitionsDefinition,
} from '$lib/definitions/partitions/static-partitions';
import {
  DailyPartitionsDefinition,
  HourlyPartitionsDefinition,
  MonthlyPartitionsDefinition,
  TimeWindowPartitionsDefinition,
  WeeklyPartitionsDefinition,
} from '$lib/definitions/partitions/time-window-partitions';
import { PartitionSubset } from '$lib/graph/partitions/partition-subset';
import fc from 'fast-check';

/** Contexts at a time; dynamic partitions of any name are these. */
export const at = (
  time: string | number,
  dynamic: readonly string[] = ['d1', 'd2', 'd3'],
): PartitionsContext => ({
  now: typeof time === 'number' ? time : Date.parse(time),
  dynamicPartitions: () => dynamic,
});

export const spaceOf = (definition: PartitionsDefinition, context: PartitionsContext): KeySpace =>
  keySpace(definition.snapshot, context);

export const daily = (startDate = '2021-05-05', options = {}) =>
  new DailyPartitionsDefinition({ startDate, ...options });
export const weekly = (startDate = '2021-05-01', options = {}) =>
  new WeeklyPartitionsDefinition({ startDate, ...options });
export const monthly = (startDate = '2021-05-01', options = {}) =>
  new MonthlyPartitionsDefinition({ startDate, ...options });
export const hourly = (startDate = '2021-05-05-00:00', options = {}) =>
  new HourlyPartitionsDefinition({ startDate, ...options });
export const fixed = (...keys: string[]) => new StaticPartitionsDefinition(keys);

export const now = Date.UTC(2021, 10, 20, 5, 30);
export const context = at(now);

const zones = fc.constantFrom('UTC', 'Europe/Berlin', 'US/Central');

/** Time windows of some hundred keys, over a change of the clock. */
export const timeDefinitions = (
  zone: fc.Arbitrary<string> = zones,
): fc.Arbitrary<TimeWindowPartitionsDefinition> =>
  fc
    .record({
      timezone: zone,
      kind: fc.constantFrom('hourly', 'daily', 'weekly', 'monthly', 'cron'),
      month: fc.integer({ min: 8, max: 11 }),
      day: fc.integer({ min: 1, max: 28 }),
      endOffset: fc.constantFrom(0, 0, 1, -1),
      excluded: fc.boolean(),
    })
    .map(({ timezone, kind, month, day, endOffset, excluded }) => {
      const startDate = `2021-${String(month).padStart(2, '0')}-${String(day).padStart(2, '0')}`;
      const options = { timezone, endOffset, ...(excluded && { exclusions: ['0 0 * * 2,3'] }) };
      if (kind === 'daily') return daily(startDate, options);
      if (kind === 'weekly') return weekly(startDate, { ...options, dayOffset: day % 7, exclusions: [] });
      if (kind === 'monthly') return monthly(startDate, { ...options, exclusions: [] });
      if (kind === 'hourly') return hourly(`2021-11-0${1 + (day % 7)}-00:00`, options);
      return new TimeWindowPartitionsDefinition({
        ...options,
        cronSchedule: '0 */8 * * 1-5',
        start: `${startDate}-00`,
        fmt: '%Y-%m-%d-%H',
      });
    });

export const definitions: fc.Arbitrary<PartitionsDefinition<PartitionsSnapshot>> = (() => {
  const single: fc.Arbitrary<PartitionsDefinition<DimensionSnapshot>> = fc.oneof(
    timeDefinitions(),
    fc.constantFrom(
      fixed('a', 'b', 'c', 'd', 'e', 'f', 'g'),
      fixed('one', 'two'),
      new DynamicPartitionsDefinition({ name: 'dynamic' }),
    ),
  );
  const small: fc.Arbitrary<PartitionsDefinition<DimensionSnapshot>> = fc.constantFrom(
    fixed('a', 'b', 'c'),
    fixed('x'),
    daily('2021-11-01'),
    weekly('2021-10-01'),
    new DynamicPartitionsDefinition({ name: 'dynamic' }),
  );
  const multi = fc.oneof(
    fc.tuple(small, small).map(([a, b]) => new MultiPartitionsDefinition({ a, b })),
    fc.tuple(small, small, small).map(([a, b, c]) => new MultiPartitionsDefinition({ a, b, c })),
  );
  return fc.oneof(single, multi) as fc.Arbitrary<PartitionsDefinition<PartitionsSnapshot>>;
})();

/** Any subset of a space. */
export const subsetOf = (space: KeySpace): fc.Arbitrary<PartitionSubset> =>
  fc
    .array(fc.tuple(fc.nat({ max: Math.max(0, space.size - 1) }), fc.integer({ min: 1, max: 9 })), {
      maxLength: 8,
    })
    .map((runs) =>
      PartitionSubset.of(
        space,
        runs.flatMap(([from, count]) =>
          Array.from({ length: Math.min(count, space.size - from) }, (_, i) => space.keyAt(from + i)),
        ),
      ),
    );
