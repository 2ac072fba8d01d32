import { MultiPartitionsDefinition } from '$lib/definitions/partitions/multi-partitions';
import {
  AllPartitionMapping,
  IdentityPartitionMapping,
  LastPartitionMapping,
  MultiPartitionMapping,
  MultiToSingleDimensionPartitionMapping,
  SpecificPartitionsPartitionMapping,
  StaticPartitionMapping,
  type PartitionMapping,
} from '$lib/definitions/partitions/partition-mapping';
import type { PartitionsDefinition } from '$lib/definitions/partitions/partitions-definition';
import { DynamicPartitionsDefinition } from '$lib/definitions/partitions/static-partitions';
import { downstreamPartitions, upstreamPartitions } from '$lib/graph/partitions/partition-dependencies';
import { PartitionSubset } from '$lib/graph/partitions/partition-subset';
import { printPartitions } from '$lib/graph/partitions/partition-text';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { down, named, up, window, type Mapping } from './mapped';
import {
  at,
  context,
  daily,
  definitions,
  fixed,
  hourly,
  spaceOf,
  subsetOf,
  timeDefinitions,
  weekly,
} from './spaces';

describe('the other mappings', () => {
  const [letters, words] = [fixed('a', 'b', 'c'), fixed('x', 'y', 'z')];
  const byLetter = new StaticPartitionMapping({ a: 'x', b: ['x', 'y'] });
  const dynamic = new DynamicPartitionsDefinition({ name: 'd' });
  const grid = new MultiPartitionsDefinition({ date: daily('2021-11-15'), letter: letters });
  const weekGrid = new MultiPartitionsDefinition({ week: weekly('2021-11-01'), word: words });
  const three = new MultiPartitionsDefinition({ date: daily('2021-11-15'), letter: letters, word: words });
  const dimension = (dimensionName: string, partitionMapping: PartitionMapping) => ({
    dimensionName,
    partitionMapping,
  });
  const byDate = new MultiPartitionMapping({ date: dimension('date', new IdentityPartitionMapping()) });
  const both = new MultiPartitionMapping({
    date: dimension('week', window()),
    letter: dimension('word', byLetter),
  });
  const all = '[2021-11-15|a...2021-11-19|c]';

  it.each(named([
    [undefined, letters, letters, 'a,c', 'a,c'],
    [undefined, letters, words, 'x', '[a...c]'],
    [undefined, letters, daily(), '2021-05-05', '[a...c]'],
    [new AllPartitionMapping(), letters, letters, 'a', '[a...c]'],
    [new IdentityPartitionMapping(), letters, fixed('c', 'd', 'a'), 'a,c,d', 'a,c!d'],
    [new IdentityPartitionMapping(), dynamic, dynamic, 'd1,d3', 'd1,d3'],
    [new LastPartitionMapping(), letters, words, 'x...y', 'c'],
    [new LastPartitionMapping(), daily(), letters, 'a', '2021-11-19'],
    [new LastPartitionMapping(), daily('2022-01-01'), letters, 'a', ''],
    [new SpecificPartitionsPartitionMapping(['c', 'a']), letters, daily(), '2021-05-05', 'a,c'],
    [new SpecificPartitionsPartitionMapping(['d2', 'gone']), dynamic, letters, 'a', 'd2!gone'],
    [byLetter, letters, words, 'x', '[a...b]'],
    [byLetter, letters, words, 'y', 'b'],
    [byLetter, letters, words, 'z', ''],
    // One dimension and several.
    [undefined, grid, letters, 'b', '[2021-11-15|b...2021-11-19|b]'],
    [undefined, letters, grid, '2021-11-15|b,2021-11-16|c', '[b...c]'],
    [undefined, grid, daily('2021-11-15'), '2021-11-16', '[2021-11-16|a...2021-11-16|c]'],
    [undefined, grid, hourly('2021-11-16-00:00'), '2021-11-16-07:00', '[2021-11-16|a...2021-11-16|c]'],
    [undefined, daily('2021-11-01'), weekGrid, '2021-11-07|x', '[2021-11-07...2021-11-13]'],
    [undefined, grid, daily('2021-11-14'), '2021-11-14', '!2021-11-14|a!2021-11-14|b!2021-11-14|c'],
    [undefined, grid, words, 'x', all],
    [new MultiToSingleDimensionPartitionMapping({ partitionDimensionName: 'letter' }), grid, letters, 'a', '[2021-11-15|a...2021-11-19|a]'],
    [undefined, three, letters, 'c', '[2021-11-15|c|x...2021-11-19|c|z]'],
    // Several and several.
    [undefined, grid, grid, '2021-11-15|a,2021-11-17|c', '2021-11-15|a,2021-11-17|c'],
    [undefined, grid, three, '2021-11-15|a|x', all],
    [byDate, grid, three, '2021-11-15|a|x,2021-11-17|b|y', '[2021-11-15|a...2021-11-15|c],[2021-11-17|a...2021-11-17|c]'],
    [byDate, three, grid, '2021-11-16|b', '[2021-11-16|a|x...2021-11-16|c|z]'],
    [both, grid, weekGrid, '2021-11-07|y', '!2021-11-07|b!2021-11-08|b!2021-11-09|b!2021-11-10|b!2021-11-11|b!2021-11-12|b!2021-11-13|b'],
  ]))(
    '%s needs "%s"',
    (needing, needed, mapping, upstream, downstream) => {
      expect(up(mapping, upstream, downstream, needing)).toBe(needed);
    },
  ); // prettier-ignore

  it.each(named([
    [undefined, letters, words, 'a', '[x...z]'],
    [new LastPartitionMapping(), letters, words, 'a...b', ''],
    [new LastPartitionMapping(), letters, words, 'c', '[x...z]'],
    [new SpecificPartitionsPartitionMapping(['a']), letters, words, 'b', ''],
    [new SpecificPartitionsPartitionMapping(['a']), letters, words, 'a', '[x...z]'],
    [byLetter, letters, words, 'b', '[x...y]'],
    [byLetter, letters, words, 'c', ''],
    [undefined, letters, grid, 'b', '[2021-11-15|b...2021-11-19|b]'],
    [undefined, grid, letters, '2021-11-15|b,2021-11-16|c', '[b...c]'],
    [both, new MultiPartitionsDefinition({ date: daily('2021-11-01'), letter: letters }), weekGrid, '2021-11-08|b', '[2021-11-07|x...2021-11-07|y]'],
    [byDate, grid, three, '2021-11-16|b', '[2021-11-16|a|x...2021-11-16|c|z]'],
  ]))(
    '%s is needed by "%s"',
    (needed, needing, mapping, upstream, downstream) => {
      expect(down(mapping, upstream, downstream, needed)).toBe(needing);
    },
  ); // prettier-ignore

  it('a downstream that is not partitioned needs all, unless it says which', () => {
    const needed = (mapping: Mapping) =>
      printPartitions(upstreamPartitions({ mapping: mapping?.snapshot, upstream: letters.snapshot, context }).subset);
    expect([undefined, new LastPartitionMapping(), new SpecificPartitionsPartitionMapping(['b'])].map(needed)).toEqual(['[a...c]', 'c', 'b']);
    expect(() => needed(new IdentityPartitionMapping())).toThrow('IdentityPartitionMapping needs partitions of the same kind');
    expect(() => up(window(), letters, words, 'x')).toThrow('TimeWindowPartitionMapping needs time windows on both sides');
    expect(() => up(new MultiToSingleDimensionPartitionMapping(), grid, words, 'x')).toThrow('needs several dimensions on one side');
  }); // prettier-ignore
});

describe('upstream and downstream are two sides of one relation', () => {
  const offsets = fc
    .tuple(fc.integer({ min: -4, max: 4 }), fc.nat({ max: 4 }))
    .map(([start, more]) => window(start, start + more));
  const timed = fc
    .constantFrom('UTC', 'US/Central')
    .chain((zone) =>
      fc.tuple(timeDefinitions(fc.constant(zone)), timeDefinitions(fc.constant(zone)), offsets),
    );
  const any = fc.tuple(
    definitions,
    definitions,
    fc.constantFrom<Mapping[]>(
      undefined,
      new AllPartitionMapping(),
      new LastPartitionMapping(),
      new IdentityPartitionMapping(),
    ),
  );

  it.each([
    ['time windows with offsets', timed],
    ['any two definitions', any],
  ] as readonly (readonly [string, fc.Arbitrary<[PartitionsDefinition, PartitionsDefinition, Mapping]>])[])(
    '%s: a key is needed by those that need it, and a set needs what its keys need',
    (_, pairs) => {
      const given = pairs.chain(([upstream, downstream, mapping]) =>
        fc.record({
          upstream: fc.constant(upstream),
          downstream: fc.constant(downstream),
          mapping: fc.constant(mapping?.snapshot),
          offered: subsetOf(spaceOf(upstream, context)),
          needing: subsetOf(spaceOf(downstream, context)),
        }),
      );
      fc.assert(
        fc.property(given, ({ upstream, downstream, mapping, offered, needing }) => {
          const needs = (subset: PartitionSubset) =>
            upstreamPartitions({ mapping, upstream: upstream.snapshot, downstream: subset, context });
          const needed = needs(needing);
          const users = downstreamPartitions({
            mapping,
            upstream: offered,
            downstream: downstream.snapshot,
            context,
          });
          const one = (key: string) => PartitionSubset.of(needing.space, [key]);
          const each = [...needing.keys()].map((key) => ({ key, ...needs(one(key)) }));
          const union = each.reduce(
            (sum, { subset }) => sum.union(subset),
            PartitionSubset.none(offered.space),
          );
          expect(needed.subset.equals(union)).toBe(true);
          expect(new Set(needed.nonexistent)).toEqual(
            new Set(each.flatMap(({ nonexistent }) => nonexistent)),
          );
          for (const { key, subset } of each) {
            expect([key, users.has(key)]).toEqual([key, !subset.intersection(offered).isEmpty]);
          }
        }),
        { numRuns: 60 },
      );
    },
  );

  it('holds for a hundred thousand keys', () => {
    const later = at('2021-06-01T00:00Z');
    const [hours, days] = [hourly('2010-01-01-00:00'), daily('2010-01-01')];
    const all = PartitionSubset.all(spaceOf(hours, later));
    expect(all.size).toBeGreaterThan(99_999);
    const users = downstreamPartitions({ upstream: all, downstream: days.snapshot, context: later });
    expect(users.equals(PartitionSubset.all(spaceOf(days, later)))).toBe(true);
    expect(
      upstreamPartitions({ upstream: hours.snapshot, downstream: users, context: later }).subset.equals(all),
    ).toBe(true);
  });
});
