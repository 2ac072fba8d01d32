import type { DagbookError } from '$lib/base/errors';
import * as dagbook from '$lib/definitions/index';
import { checkMapping } from '$lib/definitions/partitions/check-mapping';
import { keySpace } from '$lib/definitions/partitions/key-space';
import type { PartitionsDefinition } from '$lib/definitions/partitions/partitions-definition';
import { unknownPartition } from '$lib/definitions/partitions/unknown-partition';
import { describe, expect, it } from 'vitest';
import cases from '../../../fixtures/dagster-cases.json' with { type: 'json' };

const {
  BackfillPolicy, DailyPartitionsDefinition, DynamicPartitionsDefinition, HourlyPartitionsDefinition,
  IdentityPartitionMapping, MonthlyPartitionsDefinition, MultiPartitionMapping, MultiPartitionsDefinition,
  MultiToSingleDimensionPartitionMapping, SpecificPartitionsPartitionMapping, StaticPartitionMapping,
  StaticPartitionsDefinition, TimeWindowPartitionMapping, TimeWindowPartitionsDefinition, WeeklyPartitionsDefinition,
} = dagbook; // prettier-ignore

const startDate = '2024-01-01';
const daily = () => new DailyPartitionsDefinition({ startDate });
const letters = () => new StaticPartitionsDefinition(['a', 'b']);
const cron = (cronSchedule: string, fmt = '%Y-%m-%d-%H:%M') =>
  new TimeWindowPartitionsDefinition({ cronSchedule, start: '2024-01-01-00:00', fmt });

const wrong: readonly (readonly [make: () => unknown, message: string])[] = [
  [() => new StaticPartitionsDefinition(['a', 'b', 'a']), 'partition key "a" is there twice'],
  [() => new StaticPartitionsDefinition(['a...b']), 'partition key "a...b" is not legal'],
  [() => new StaticPartitionsDefinition(['a\n']), 'partition key "a\\n" is not legal'],
  [() => new StaticPartitionsDefinition(['']), '"" is not a partition key'],
  [() => new StaticPartitionsDefinition([1 as never]), '1 is not a partition key'],
  [() => new DynamicPartitionsDefinition({ name: ' ' }), 'dynamic partitions have no name'],
  [() => new DailyPartitionsDefinition({ startDate: '2024/01/01' }), 'startDate "2024/01/01" is not a date of the format %Y-%m-%d'],
  [() => new DailyPartitionsDefinition({ startDate: '2024-02-30' }), 'startDate "2024-02-30" is not a date'],
  [() => new DailyPartitionsDefinition({ startDate: new Date(NaN) }), 'startDate is not a valid date'],
  [() => new HourlyPartitionsDefinition({ startDate }), 'startDate "2024-01-01" is not a date of the format %Y-%m-%d-%H:%M'],
  [() => new DailyPartitionsDefinition({ startDate, endDate: 'never' }), 'endDate "never" is not a date'],
  [() => new DailyPartitionsDefinition({ startDate, endDate: '2023-12-31' }), 'it ends (2023-12-31T00:00:00.000Z) before it starts (2024-01-01T00:00:00.000Z)'],
  [() => new DailyPartitionsDefinition({ startDate, timezone: 'Mars/Olympus' }), '"Mars/Olympus" is not a time zone'],
  [() => new DailyPartitionsDefinition({ startDate, timezone: '' }), '"" is not a time zone'],
  [() => new DailyPartitionsDefinition({ startDate, fmt: '%Y-%m' }), 'startDate "2024-01-01" is not a date of the format %Y-%m'],
  [() => new DailyPartitionsDefinition({ startDate: '2024-01', fmt: '%Y-%m' }), 'fmt "%Y-%m" cannot tell windows apart: "2024-01" is the key of several'],
  [() => new DailyPartitionsDefinition({ startDate: '01-01', fmt: '%m-%d' }), 'cannot tell windows apart'],
  [() => new DailyPartitionsDefinition({ startDate: '2024', fmt: '%Q' }), 'fmt "%Q" has %Q in it'],
  [() => cron('0 * * * *', '%Y-%m-%d'), 'startDate "2024-01-01-00:00" is not a date'],
  [() => new DailyPartitionsDefinition({ startDate, hourOffset: -1 }), 'hourOffset -1 is out of range'],
  [() => new DailyPartitionsDefinition({ startDate, hourOffset: 24 }), 'hourOffset 24 is out of range'],
  [() => new DailyPartitionsDefinition({ startDate, minuteOffset: 60 }), 'minuteOffset 60 is out of range'],
  [() => new DailyPartitionsDefinition({ startDate, minuteOffset: 1.5 }), 'minuteOffset 1.5 is out of range'],
  [() => new WeeklyPartitionsDefinition({ startDate, dayOffset: 8 }), 'dayOffset 8 is out of range'],
  [() => new MonthlyPartitionsDefinition({ startDate, dayOffset: 32 }), 'dayOffset 32 is out of range'],
  [() => new MonthlyPartitionsDefinition({ startDate, dayOffset: 0 }), 'dayOffset 0 is out of range'],
  [() => new DailyPartitionsDefinition({ startDate, endOffset: 0.5 }), 'endOffset 0.5 is not a whole number'],
  [() => new DailyPartitionsDefinition({ startDate, exclusions: ['0 0 * *'] }), 'exclusion "0 0 * *" is not a date of the format %Y-%m-%d'],
  [() => new DailyPartitionsDefinition({ startDate, exclusions: ['0 0 30 2 *'] }), '"0 0 30 2 *" is not a cron schedule'],
  [() => new DailyPartitionsDefinition({ startDate, exclusions: ['0 0 * * *'] }), 'its exclusions leave no window'],
  [() => cron('0 0 * *'), '"0 0 * *" is not a cron schedule: it has 4 fields instead of five'],
  [() => cron(''), '"" is not a cron schedule'],
  [() => cron('0 0 31 2 *'), '"0 0 31 2 *" is not a cron schedule'],
  [() => new MultiPartitionsDefinition({}), 'it has no dimensions; at least two dimensions are required'],
  [() => new MultiPartitionsDefinition({ a: letters(), b: new StaticPartitionsDefinition(['x|y']) }), 'dimension "b" has "x|y", and a key of a dimension may not contain | , [ ]'],
  [() => new MultiPartitionsDefinition({ a: letters(), b: new StaticPartitionsDefinition(['x,y']) }), 'dimension "b" has "x,y"'],
  [() => new MultiPartitionsDefinition({ a: letters(), b: new StaticPartitionsDefinition(['[x]']) }), 'dimension "b" has "[x]"'],
  [() => new MultiPartitionsDefinition({ a: letters(), b: new DailyPartitionsDefinition({ startDate: '2024|01|01', fmt: '%Y|%m|%d' }) }), 'dimension "b" has "%Y|%m|%d"'],
  [() => new MultiPartitionsDefinition({ a: letters(), '': letters() }), 'a dimension has no name'],
  [() => new MultiPartitionsDefinition({ a: letters(), b: ['x'] as never }), 'dimension "b" is not a partitions definition'],
  [() => new MultiPartitionsDefinition({ a: letters(), b: new MultiPartitionsDefinition({ x: letters(), y: daily() }) as never }), 'dimension "b" is not a partitions definition that may be a dimension'],
  [() => new TimeWindowPartitionMapping({ startOffset: 1 }), 'startOffset 1 is after endOffset 0'],
  [() => new TimeWindowPartitionMapping({ startOffset: -0.5 }), 'are whole numbers'],
  [() => BackfillPolicy.multiRun(0), 'a run cannot have 0 partitions'],
  [() => BackfillPolicy.multiRun({ maxPartitionsPerRun: 1.5 }), 'a run cannot have 1.5 partitions'],
]; // prettier-ignore

const thrownBy = (make: () => unknown): DagbookError => {
  try {
    make();
  } catch (error) {
    return error as DagbookError;
  }
  throw new Error('nothing was thrown');
};

describe('definitions that are wrong', () => {
  it.each(wrong.map(([make, message]) => [message, make] as const))('%s', (message, make) => {
    const error = thrownBy(make);
    expect(error.message).toContain(message);
    expect([error.name, error.remedy]).toEqual(['InvalidDefinition', expect.stringMatching(/^.{5,}/)]);
  });

  it('says everything at once', () => {
    const make = () =>
      new WeeklyPartitionsDefinition({
        startDate: 'x',
        dayOffset: -1,
        timezone: 'Europe/Berln',
        endOffset: NaN,
      });
    expect(thrownBy(make)).toMatchObject({
      message:
        'partitions: dayOffset -1 is out of range; "Europe/Berln" is not a time zone; endOffset NaN is not a whole number',
      remedy: expect.stringContaining('Did you mean "Europe/Berlin"?') as string,
    });
  });
});

describe('multi-partitions: Dagster’s cases', () => {
  const known = (id: string) =>
    (
      cases as unknown as {
        id: string;
        given: { dims: Record<string, string[]> };
        expect: { keys: string[] };
      }[]
    ).find((each) => each.id === id)!;

  it('mp-02-order', () => {
    const { given, expect: expected } = known('mp-02-order');
    const dimensions = Object.entries(given.dims).map(([name, keys]) => [
      name,
      new StaticPartitionsDefinition(keys),
    ]);
    const make = (entries: typeof dimensions) =>
      new MultiPartitionsDefinition(Object.fromEntries(entries) as Record<string, never>);
    expect(make(dimensions).getPartitionKeys()).toEqual(expected.keys);
    expect(make(dimensions.reverse()).getPartitionKeys()).toEqual(expected.keys);
  });

  it('mp-03-arity: one dimension is refused; three work, where Dagster stops at two on purpose of its own', () => {
    expect(thrownBy(() => new MultiPartitionsDefinition({ a: letters() })).message).toBe(
      'partitions: it has one dimension; at least two dimensions are required',
    );
    const three = new MultiPartitionsDefinition({
      z: letters(),
      a: letters(),
      m: new StaticPartitionsDefinition(['x']),
    });
    expect(three.getPartitionKeys()).toEqual(['a|x|a', 'a|x|b', 'b|x|a', 'b|x|b']);
  });

  it('mp-05-chars', () => {
    for (const key of ['a|b', 'a,b', '[a]']) {
      const make = () =>
        new MultiPartitionsDefinition({ d: daily(), s: new StaticPartitionsDefinition([key]) });
      expect(thrownBy(make).message).toContain('may not contain | , [ ]');
    }
  });

  it('time, static and dynamic dimensions; keys by dimension and back', () => {
    const multi = new MultiPartitionsDefinition({
      region: new DynamicPartitionsDefinition({ name: 'regions' }),
      date: daily(),
    });
    const query = {
      currentTime: new Date('2024-01-03'),
      dynamicPartitions: { regions: ['eu', 'u|s', 'us'] },
    };
    const keys = ['2024-01-01|eu', '2024-01-01|us', '2024-01-02|eu', '2024-01-02|us'];
    expect(multi.getPartitionKeys(query)).toEqual(keys);
    expect([multi.firstKey(query), multi.lastKey(query), multi.count(query)]).toEqual([keys[0], keys[3], 4]);
    expect(keys.map((key) => multi.hasPartitionKey(key, query))).toEqual([true, true, true, true]);
    for (const key of ['2024-01-03|eu', 'eu|2024-01-01', '2024-01-01', '2024-01-01|eu|us']) {
      expect(multi.hasPartitionKey(key, query)).toBe(false);
    }
    expect(multi.key({ region: 'eu', date: '2024-01-01' })).toBe('2024-01-01|eu');
    expect(multi.keysByDimension('2024-01-01|eu')).toEqual({ date: '2024-01-01', region: 'eu' });
    expect(() => multi.key({ region: 'eu' })).toThrow('a key has the parts date, region, not region');
    expect(() => multi.keysByDimension('eu')).toThrow('has 1 parts, and there are 2 dimensions');
  });
});

describe('keys that do not exist', () => {
  const context = {
    now: Date.UTC(2024, 0, 11),
    dynamicPartitions: (name: string) => (name === 'full' ? ['blue', 'green'] : []),
  };
  const text = (definition: PartitionsDefinition, key: string) => {
    const { message, remedy } = unknownPartition(key, keySpace(definition.snapshot, context));
    return `${message}. ${remedy}`;
  };
  const range = 'Keys go from "2024-01-01" to "2024-01-10".';

  it.each([
    [daily(), '2023-05-05', `the first is "2024-01-01". ${range}`],
    [daily(), '2024-01-11', `the last that exists at this time is "2024-01-10". ${range}`],
    [daily(), '2024-1-5', `the nearest are "2024-01-04" and "2024-01-05". ${range}`],
    [daily(), 'today', 'it is not a time of the format %Y-%m-%d. Write it as %Y-%m-%d, such as "2024-01-01".'],
    [new DailyPartitionsDefinition({ startDate: '2025-01-01' }), '2025-01-01', 'there are no partitions yet. The first is "2025-01-01": it exists once its time has passed.'],
    [new StaticPartitionsDefinition(['eggs', 'flour']), 'flower', 'it is none of the 2 static partitions; the nearest is "flour". Use one of "eggs", "flour".'],
    [new DynamicPartitionsDefinition({ name: 'full' }), 'blu', 'it is none of the 2 dynamic partitions "full"; the nearest is "blue". Add the key first, or use one that exists.'],
    [new DynamicPartitionsDefinition({ name: 'empty' }), 'x', 'there are no dynamic partitions "empty". Add the key first.'],
    [new MultiPartitionsDefinition({ s: letters(), d: daily() }), '2024-01-01|c', 'dimension "s" has no key "c": it is none of the 2 static partitions; the nearest is "a". Use one of "a", "b".'],
    [new MultiPartitionsDefinition({ s: letters(), d: daily() }), 'a', 'it has 1 part, and there are 2 dimensions. Write a key of each dimension in the order d|s.'],
  ].map(([definition, key, expected]) => [key, expected, definition] as [string, string, PartitionsDefinition]))('%s: %s', (key, expected, definition) => {
    expect(text(definition, key)).toBe(`partition "${key}" does not exist: ${expected}`);
  }); // prettier-ignore

  it('which windows exist cannot be said without the time', () => {
    expect(() => daily().getPartitionKeys()).toThrow('depends on the time, and no time is given');
    expect(letters().getPartitionKeys()).toEqual(['a', 'b']);
  });
});

describe('mappings that do not fit', () => {
  const [up, down] = [letters().snapshot, new StaticPartitionsDefinition(['x', 'y']).snapshot];
  const multi = new MultiPartitionsDefinition({ date: daily(), letter: letters() }).snapshot;
  const seoul = new DailyPartitionsDefinition({ startDate, timezone: 'Asia/Seoul' }).snapshot;
  const toDimension = (dimensionName: string) => ({
    dimensionName,
    partitionMapping: new IdentityPartitionMapping(),
  });

  it.each([
    [new StaticPartitionMapping({ a: 'x', c: ['y', 'z'] }), up, down, ['the mapping names "c", which is not a partition of the upstream', 'the mapping names "z", which is not a partition of the downstream']],
    [new StaticPartitionMapping({}), up, multi, ['StaticPartitionMapping needs static partitions on both sides']],
    [new TimeWindowPartitionMapping(), up, down, ['TimeWindowPartitionMapping needs time windows on both sides']],
    [undefined, daily().snapshot, seoul, ['the time zones UTC (upstream) and Asia/Seoul (downstream) differ']],
    [undefined, daily().snapshot, down, []],
    [undefined, undefined, down, []],
    [new IdentityPartitionMapping(), undefined, down, ['a partition mapping needs an upstream that is partitioned']],
    [new IdentityPartitionMapping(), up, undefined, ['IdentityPartitionMapping needs partitions of the same kind on both sides']],
    [new SpecificPartitionsPartitionMapping(['a', 'q']), up, undefined, ['the mapping names "q", which is not a partition of the upstream']],
    [new MultiToSingleDimensionPartitionMapping(), multi, down, ['MultiToSingleDimensionPartitionMapping needs several dimensions on one side']],
    [new MultiToSingleDimensionPartitionMapping({ partitionDimensionName: 'letter' }), multi, up, []],
    [new MultiPartitionMapping({ date: toDimension('date') }), multi, multi, []],
    [new MultiPartitionMapping({ when: toDimension('date') }), multi, multi, ['the upstream has no dimension "when"']],
    [new MultiPartitionMapping({ date: toDimension('when') }), multi, multi, ['the downstream has no dimension "when"']],
    [new MultiPartitionMapping({ date: toDimension('letter') }), multi, multi, ['IdentityPartitionMapping needs partitions of the same kind']],
    [new MultiPartitionMapping({ date: toDimension('date'), letter: toDimension('date') }), multi, multi, ['the mapping names dimension "date" of the downstream twice', 'IdentityPartitionMapping needs']],
    [new MultiPartitionMapping({}), multi, up, ['MultiPartitionMapping needs several dimensions on both sides']],
  ] as const)('%#', (mapping, upstream, downstream, messages) => {
    const violations = checkMapping(mapping?.snapshot, upstream, downstream);
    expect(violations.map(({ message }) => message)).toEqual(messages.map((each) => expect.stringContaining(each)));
  }); // prettier-ignore
});

it('everything is recognised by its kind and crosses to the host as data', () => {
  for (const definition of [
    daily(),
    letters(),
    new MultiPartitionsDefinition({ d: daily(), s: letters() }),
  ]) {
    expect(structuredClone(definition.snapshot)).toEqual(definition.snapshot);
    expect(JSON.parse(JSON.stringify(definition.snapshot))).toEqual(definition.snapshot);
  }
  expect(BackfillPolicy.singleRun().snapshot).toEqual({ type: 'single_run' });
  expect(BackfillPolicy.multiRun(5).snapshot).toEqual({ type: 'multi_run', maxPartitionsPerRun: 5 });
  expect(`${new dagbook.PartitionKeyRange('a', 'c')}`).toBe('a...c');
});
