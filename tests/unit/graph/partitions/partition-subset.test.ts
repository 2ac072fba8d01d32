import { MultiPartitionsDefinition } from '$lib/definitions/partitions/multi-partitions';
import type { PartitionsDefinition } from '$lib/definitions/partitions/partitions-definition';
import {
  DynamicPartitionsDefinition,
  StaticPartitionsDefinition,
} from '$lib/definitions/partitions/static-partitions';
import { indexesOf, ranksWithin } from '$lib/graph/partitions/index-ranges';
import { PartitionSubset } from '$lib/graph/partitions/partition-subset';
import { parsePartitions, partitionRange, printPartitions } from '$lib/graph/partitions/partition-text';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { at, context, daily, definitions, fixed, hourly, now, spaceOf, subsetOf } from './spaces';

const keysOf = (subset: PartitionSubset) => [...subset.keys()];

const pairs = definitions
  .map((definition) => spaceOf(definition, context))
  .chain((space) => fc.tuple(fc.constant(space), subsetOf(space), subsetOf(space)));

describe('subsets are sets of keys', () => {
  it('every operation gives what it gives for a Set', () => {
    fc.assert(
      fc.property(pairs, ([space, a, b]) => {
        const [x, y] = [new Set(a.keys()), new Set(b.keys())];
        expect(new Set(a.union(b).keys())).toEqual(x.union(y));
        expect(new Set(a.intersection(b).keys())).toEqual(x.intersection(y));
        expect(new Set(a.difference(b).keys())).toEqual(x.difference(y));
        expect(new Set(a.complement().keys())).toEqual(
          new Set(PartitionSubset.all(space).keys()).difference(x),
        );
        expect([a.size, a.isEmpty, a.first, a.last]).toEqual([
          x.size,
          x.size === 0,
          [...x][0],
          [...x].at(-1),
        ]);
        for (const key of PartitionSubset.all(space).keys()) expect(a.has(key)).toBe(x.has(key));
        expect(a.equals(b)).toBe(x.symmetricDifference(y).size === 0);
      }),
      { numRuns: 60 },
    );
  });

  it('the ranks of a part of a subset are its places among the keys of that', () => {
    fc.assert(
      fc.property(pairs, ([, a, b]) => {
        const whole = keysOf(a);
        const part = a.intersection(b);
        const ranks = [...indexesOf(ranksWithin(part.ranges, a.ranges))];
        expect(ranks.map((rank) => whole[rank])).toEqual(keysOf(part));
      }),
      { numRuns: 60 },
    );
  });

  it('the laws of sets hold', () => {
    fc.assert(
      fc.property(pairs, ([space, a, b]) => {
        const [all, none] = [PartitionSubset.all(space), PartitionSubset.none(space)];
        const same = (one: PartitionSubset, other: PartitionSubset) =>
          expect(one.ranges).toEqual(other.ranges);
        same(a.union(b), b.union(a));
        same(a.intersection(b), b.intersection(a));
        same(a.union(a), a);
        same(a.union(none), a);
        same(a.intersection(all), a);
        same(a.union(a.complement()), all);
        same(a.intersection(a.complement()), none);
        same(a.complement().complement(), a);
        same(a.union(b).complement(), a.complement().intersection(b.complement()));
        same(a.difference(b), a.intersection(b.complement()));
        same(a.intersection(a.union(b)), a);
      }),
    );
  });

  it('is what it was when it is stored and read, and when it is printed and parsed', () => {
    fc.assert(
      fc.property(pairs, ([space, a]) => {
        expect(PartitionSubset.read(space, JSON.parse(JSON.stringify(a.store()))).ranges).toEqual(a.ranges);
        if (a.isEmpty) return;
        expect(parsePartitions(space, printPartitions(a)).ranges).toEqual(a.ranges);
        expect(parsePartitions(space, keysOf(a)).ranges, 'as a list of keys').toEqual(a.ranges);
      }),
    );
  });
});

describe('a stored subset means the same later', () => {
  const later = at('2024-02-03T00:00Z', ['d0', 'd3', 'd1']);

  it('whatever has been added in the meantime', () => {
    fc.assert(
      fc.property(definitions, fc.nat(), fc.nat(), (definition, from, count) => {
        const [before, after] = [spaceOf(definition, context), spaceOf(definition, later)];
        const keys = keysOf(PartitionSubset.all(before)).slice(from % 20, (from % 20) + (count % 40));
        const subset = PartitionSubset.of(before, keys);
        const still = keys.filter((key) => after.indexOf(key) >= 0);
        const read = PartitionSubset.read(after, JSON.parse(JSON.stringify(subset.store())));
        expect(keysOf(read).sort()).toEqual(still.sort());
        expect(subset.in(after).ranges).toEqual(read.ranges);
        expect(PartitionSubset.none(after).union(subset).ranges).toEqual(read.ranges);
      }),
      { numRuns: 40 },
    );
  });

  it('windows are kept as instants, keys as keys, grids as boxes', () => {
    const days = PartitionSubset.of(spaceOf(daily(), context), ['2021-05-05', '2021-05-06', '2021-05-09']);
    expect(days.store()).toEqual({
      type: 'time_windows',
      windows: [
        [Date.UTC(2021, 4, 5), Date.UTC(2021, 4, 7)],
        [Date.UTC(2021, 4, 9), Date.UTC(2021, 4, 10)],
      ],
    });
    const multi = new MultiPartitionsDefinition({ date: daily('2021-01-01'), s: fixed('a', 'b', 'c') });
    const all = PartitionSubset.all(spaceOf(multi, context));
    expect(all.store()).toEqual({
      type: 'multi',
      dimensions: ['date', 's'],
      boxes: [
        [
          { type: 'time_windows', windows: [[Date.UTC(2021, 0, 1), Date.UTC(2021, 10, 20)]] },
          { type: 'keys', keys: ['a', 'b', 'c'] },
        ],
      ],
    });
  });

  it('what is stored of another kind of partitions is nothing', () => {
    const stored = PartitionSubset.all(spaceOf(daily(), context)).store();
    const other = spaceOf(new MultiPartitionsDefinition({ d: daily(), s: fixed('a') }), context);
    for (const space of [spaceOf(fixed('a'), context), other]) {
      expect(PartitionSubset.read(space, stored).isEmpty).toBe(true);
    }
    expect(
      PartitionSubset.read(spaceOf(daily(), context), { type: 'keys', keys: ['2021-05-06', 'x'] }).size,
    ).toBe(1);
  });
});

describe('subsets as people write them', () => {
  const multi = new MultiPartitionsDefinition({ date: daily('2021-11-01'), s: fixed('a', 'b', 'c') });
  const odd = new DynamicPartitionsDefinition({ name: 'odd' });
  const spaces = {
    letters: spaceOf(fixed('a', 'b', 'c', 'd', 'e'), context),
    days: spaceOf(daily(), context),
    multi: spaceOf(multi, context),
    odd: spaceOf(odd, at(now, ['a,b', '[c]', 'say "x"', ' d', 'e...f', 'g'])),
  };

  it.each([
    ['letters', 'c', 'c'],
    ['letters', 'a,c', 'a,c'],
    ['letters', 'a...c', '[a...c]'],
    ['letters', '[a...b],d', '[a...b],d'],
    ['letters', ' [ a ... b ] , d ', '[a...b],d'],
    ['letters', 'b,a', '[a...b]'],
    ['letters', 'a...c,b...e', '[a...e]'],
    ['letters', '[c]', 'c'],
    ['letters', '"a"..."b"', '[a...b]'],
    ['days', '2021-05-09...2021-05-11,2021-05-05', '2021-05-05,[2021-05-09...2021-05-11]'],
    ['multi', '2021-11-01|a', '2021-11-01|a'],
    ['multi', '2021-11-01|a...2021-11-02|b', '[2021-11-01|a...2021-11-02|b]'],
    ['multi', '2021-11-01|c,2021-11-02|a', '2021-11-01|c,2021-11-02|a'],
    ['odd', 'a,b', '"a,b"'],
    ['odd', '"a,b","[c]"..."e...f"', '["a,b"..."e...f"]'],
    ['odd', String.raw`"say \"x\""`, String.raw`"say \"x\""`],
  ] as const)('%s: %s', (name, text, printed) => {
    expect(printPartitions(parsePartitions(spaces[name], text))).toBe(printed);
  });

  it('a range of several dimensions is what lies between in each of them', () => {
    expect(keysOf(partitionRange(spaces.multi, '2021-11-01|b', '2021-11-02|c'))).toEqual([
      '2021-11-01|b',
      '2021-11-01|c',
      '2021-11-02|b',
      '2021-11-02|c',
    ]);
  });

  it.each([
    ['letters', 'z', 'partition "z" does not exist: it is none of the 5 static partitions'],
    ['letters', 'a...z', 'partition "z" does not exist'],
    ['letters', 'c...a', 'the range "c...a" ends before it starts'],
    ['letters', '', 'no partition is named'],
    ['letters', 'a,,b', 'partitions "a,,b" cannot be read from character 3 on'],
    ['letters', '[a...b', 'cannot be read from character 1 on'],
    ['letters', 'a...b...c', 'partition "b...c" does not exist'],
    [
      'days',
      '2021-05-05...2031-01-01',
      'partition "2031-01-01" does not exist: the last that exists at this time is',
    ],
    ['multi', ['2021-11-02|nope'], 'does not exist'],
    ['multi', [], 'no partition is named'],
    ['multi', '2021-11-02|a...2021-11-01|b', 'the range "2021-11-02...2021-11-01" ends before it starts'],
  ] as const)('%s: %s is refused', (name, text, message) => {
    expect(() => parsePartitions(spaces[name], text)).toThrow(message);
  });
});

describe('a hundred thousand keys', () => {
  const thousand = (prefix: string, count: number) =>
    Array.from({ length: count }, (_, i) => `${prefix}${i}`);
  const large: readonly (readonly [name: string, definition: PartitionsDefinition])[] = [
    ['hourly', hourly('2010-01-01-00:00', { timezone: 'Europe/Berlin' })],
    ['static', new StaticPartitionsDefinition(thousand('k', 100_000))],
    ['multi', new MultiPartitionsDefinition({
      x: new StaticPartitionsDefinition(thousand('x', 300)),
      y: new StaticPartitionsDefinition(thousand('y', 334)),
    })],
  ]; // prettier-ignore

  it.each(large)('%s: all, holes, stored and read', (_, definition) => {
    const space = spaceOf(definition, at('2021-06-01T00:00Z'));
    expect(space.size).toBeGreaterThan(99_999);
    const all = PartitionSubset.all(space);
    expect(all.ranges).toEqual([0, space.size]);
    const holes = new PartitionSubset(space, [0, 5, 7, 50_000, 50_001, 99_000]);
    expect(holes.union(holes.complement()).equals(all)).toBe(true);
    expect(PartitionSubset.read(space, holes.store()).ranges).toEqual(holes.ranges);
    expect(JSON.stringify(all.store()).length).toBeLessThan(_ === 'static' ? 1_000_000 : 6_000);
  });
});
