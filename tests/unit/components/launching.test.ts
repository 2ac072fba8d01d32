import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { configText, readConfig } from '$lib/components/launch/config-text';
import { partitionGroups } from '$lib/components/launch/partition-groups';
import { chosenPartitions } from '$lib/components/launch/chosen-partitions';
import { completions, stretches } from '$lib/components/partitions/partition-parts';
import { configIssues } from '$lib/definitions/config/config-issue';
import { keySpace } from '$lib/definitions/partitions/key-space';
import type { PartitionsSnapshot } from '$lib/definitions/partitions/partitions-snapshot';
import type { AssetSnapshot } from '$lib/definitions/snapshot';
import { pairsOf, rangesOf } from '$lib/graph/partitions/index-ranges';
import { PartitionSubset } from '$lib/graph/partitions/partition-subset';
import { parsePartitions } from '$lib/graph/partitions/partition-text';
import type { AssetStatus } from '$lib/instance/instance';

const letters: PartitionsSnapshot = { type: 'static', keys: [...'abcdefgh'] };
const numbers: PartitionsSnapshot = { type: 'static', keys: ['1', '2'] };
const spaceOf = (partitions: PartitionsSnapshot) =>
  keySpace(partitions, { now: 0, dynamicPartitions: () => [] });

describe('a run config to edit', () => {
  test('what is missing stands in it already, beside what was given', () => {
    const config = { ops: { tart: { config: { sugar: 1 } } } };
    const issues = configIssues(config, [
      { missing: ['ops', 'cake', 'config', 'eggs'], sample: 0 },
      { missing: ['ops', 'tart', 'config', 'flour'], sample: 'rye' },
      { path: 'root:ops', message: 'Received unexpected config entry "pie"' },
    ]);
    expect(JSON.parse(configText(config, issues))).toEqual({
      ops: { tart: { config: { sugar: 1, flour: 'rye' } }, cake: { config: { eggs: 0 } } },
    });
  });

  test.each([
    ['{\n  "ops": {,}\n}', 2],
    ['{\n  "ops": {}\n', 3],
    ['[1]', 1],
    ['"ops"', 1],
  ])('%j is no config, and the line is told', (text, line) => {
    expect(readConfig(text)).toMatchObject({ line });
  });

  test('nothing at all is an empty config', () => expect(readConfig(' ')).toEqual({ config: {} }));
});

describe('chosen partitions', () => {
  const space = spaceOf(letters);
  test.each([
    ['a', 1, { text: 'a', size: 1, isOneRun: true }],
    ['a...c', 1, { text: '[a...c]', size: 3, isOneRun: false }],
    ['a...c', 3, { text: '[a...c]', size: 3, isOneRun: true }],
    ['a,c', Infinity, { text: 'a,c', size: 2, isOneRun: true }],
  ])('%s, %d in a run', (text, perRun, chosen) => {
    expect(chosenPartitions(parsePartitions(space, text), perRun)).toEqual(chosen);
  });

  test('none are nothing to launch', () => {
    expect(chosenPartitions(PartitionSubset.none(space), 1)).toBeUndefined();
  });
});

describe('what one run can make', () => {
  const status = (key: string, more: Partial<AssetSnapshot> = {}) =>
    ({
      location: 'kitchen',
      asset: {
        key,
        isExecutable: true,
        deps: [],
        tags: {},
        owners: [],
        kinds: [],
        group: 'default',
        ...more,
      },
    }) as unknown as AssetStatus;
  const statuses = [
    status('plain'),
    status('a', { partitions: letters, maxPartitionsPerRun: null }),
    status('b', { partitions: { ...letters }, maxPartitionsPerRun: 3 }),
    status('one', { partitions: numbers }),
    status('seen', { isObservable: true }),
    status('outside', { isExecutable: false }),
  ];
  const groups = (selection?: string) =>
    partitionGroups({ location: 'kitchen', ...(selection && { selection }) }, statuses).map(
      ({ keys, perRun, partitions }) => [keys.join(), perRun, partitions !== undefined],
    );

  test('assets of equal definitions go together, those without partitions come last', () => {
    expect(groups()).toEqual([
      ['a,b', 3, true],
      ['one', 1, true],
      ['plain', 1, false],
    ]);
    expect(groups('key:"a"')).toEqual([['a', Infinity, true]]);
  });

  test('an asset that another notebook defines too is that of the notebook that launches', () => {
    const elsewhere = { ...status('a'), location: 'cellar' };
    const found = partitionGroups({ location: 'kitchen', selection: 'a' }, [elsewhere, ...statuses]);
    expect(found).toEqual([{ keys: ['a'], perRun: Infinity, partitions: letters }]);
  });
});

test('a strip has never more stretches than pixels, and each range is somewhere in it', () => {
  const pairs = fc.array(fc.tuple(fc.nat(99_999), fc.integer({ min: 1, max: 400 })), { maxLength: 200 });
  fc.assert(
    fc.property(pairs, fc.integer({ min: 1, max: 900 }), (starts, width) => {
      const total = 100_400;
      const ranges = rangesOf(starts.map(([from, length]) => [from, from + length] as const));
      const found = stretches(ranges, total, width);
      expect(found.length).toBeLessThanOrEqual(width);
      for (const { from, to } of found) expect(0 <= from && from < to && to <= width).toBe(true);
      for (const [from] of pairsOf(ranges)) {
        const pixel = Math.min(Math.floor((from / total) * width), width - 1);
        expect(found.some((stretch) => stretch.from <= pixel && pixel < stretch.to)).toBe(true);
      }
    }),
  );
});

test.each([
  ['', ['h', 'g', 'f']],
  ['a,', ['a,h', 'a,g', 'a,f']],
  ['a...', ['a...h', 'a...g', 'a...f']],
  ['a, b', []],
])('after %j come %j', (text, keys) => {
  expect(completions(spaceOf(letters), text, 3)).toEqual(keys);
});
