import type { PartitionMappingSnapshot } from '$lib/definitions/partitions/partition-mapping-snapshot';
import type { PartitionsSnapshot } from '$lib/definitions/partitions/partitions-snapshot';
import type { AssetSnapshot } from '$lib/definitions/snapshot';
import { partitionEdges } from '$lib/graph/partition-edges';
import type { Materialization } from '$lib/graph/stale-causes';
import { staleStatuses } from '$lib/graph/staleness';
import { describe, expect, it, test } from 'vitest';
import { assetSnapshot } from './snapshots';

const keys = (count: number): PartitionsSnapshot => ({
  type: 'static',
  keys: Array.from({ length: count }, (_, n) => `p${n}`),
});
const days: PartitionsSnapshot = {
  type: 'time_window',
  cronSchedule: '0 0 * * *',
  timezone: 'UTC',
  start: Date.UTC(2024, 0, 1),
  fmt: '%Y-%m-%d',
  endOffset: 0,
};
const context = { now: Date.UTC(2024, 0, 6), dynamicPartitions: () => [] };

type Made = Partial<Materialization['data']> & { readonly id: number };
type MadeByPartition = Record<string, Record<string, Made>>;

const read = (versions: Record<string, string>, of = 'a') => ({ inputPartitionVersions: { [of]: versions } });

function judge(assets: readonly AssetSnapshot[], made: MadeByPartition, latest: Record<string, Made> = {}) {
  const materialized = ({ id, ...data }: Made): Materialization => ({
    id,
    data: { codeVersion: '1', dataVersion: `v${id}`, inputVersions: {}, ...data },
  });
  const byKey = (all: Record<string, Made>) =>
    new Map(Object.entries(all).map(([key, each]) => [key, materialized(each)]));
  return staleStatuses({
    assets,
    latest: byKey(latest),
    partitions: new Map(Object.entries(made).map(([key, all]) => [key, byKey(all)])),
    upstreamPartitions: partitionEdges(context),
  });
}

const causes = (judged: ReturnType<typeof judge>, key: string, partition: string) =>
  judged.partitions
    .get(key)!
    .get(partition)!
    .causes.map((cause) => `${cause.reason} ${cause.partition ?? '–'}`);

const pair = (partitions: PartitionsSnapshot, mapping?: PartitionMappingSnapshot) => [
  assetSnapshot('a', { partitions }),
  assetSnapshot('b', { partitions, deps: [{ key: 'a', input: 'a', ...(mapping && { mapping }) }] }),
];

describe('staleness of partitions', () => {
  it('a partition is stale when its upstream partition has changed, and no other', () => {
    const judged = judge(pair(keys(3)), {
      a: { p0: { id: 1 }, p1: { id: 5 } },
      b: { p0: { id: 3, ...read({ p0: 'v1' }) }, p1: { id: 4, ...read({ p1: 'v2' }) } },
    });
    expect(causes(judged, 'b', 'p0')).toEqual([]);
    expect(causes(judged, 'b', 'p1')).toEqual(['has a new dependency materialization p1']);
    expect(judged.partitions.get('b')!.has('p2')).toBe(false);
  });

  it('new code makes every partition stale, and those that read them', () => {
    const [a, b] = pair(keys(2));
    const judged = judge([{ ...a!, codeVersion: '2' }, b!], {
      a: { p0: { id: 1 }, p1: { id: 2, codeVersion: '2' } },
      b: { p0: { id: 3, ...read({ p0: 'v1' }) }, p1: { id: 4, ...read({ p1: 'v2' }) } },
    });
    expect(causes(judged, 'a', 'p0')).toEqual(['has a new code version –']);
    expect(causes(judged, 'b', 'p0')).toEqual(['stale dependency p0']);
    expect(causes(judged, 'b', 'p1')).toEqual([]);
  });

  it('the asset as a whole is FRESH, whatever its partitions', () => {
    const { assets } = judge(pair(keys(2)), { a: {}, b: {} });
    expect(assets.get('b')).toEqual({ status: 'FRESH', causes: [] });
  });

  it('a mapping says which partitions count: the day before', () => {
    const yesterday = {
      type: 'time_window',
      startOffset: -1,
      endOffset: -1,
      allowNonexistentUpstreamPartitions: true,
    } as const;
    const judged = judge(pair(days, yesterday), {
      a: { '2024-01-01': { id: 9 }, '2024-01-02': { id: 2 } },
      b: {
        '2024-01-02': { id: 3, ...read({ '2024-01-01': 'v1' }) },
        '2024-01-03': { id: 4, ...read({ '2024-01-02': 'v2' }) },
      },
    });
    expect(causes(judged, 'b', '2024-01-02')).toEqual(['has a new dependency materialization 2024-01-01']);
    expect(causes(judged, 'b', '2024-01-03')).toEqual([]);
  });

  it('a partition that depends on the one before of its own asset', () => {
    const own = [
      {
        key: 'a',
        input: 'before',
        mapping: {
          type: 'time_window',
          startOffset: -1,
          endOffset: -1,
          allowNonexistentUpstreamPartitions: true,
        },
      },
    ] as const;
    const judged = judge([assetSnapshot('a', { partitions: days, deps: own })], {
      a: {
        '2024-01-03': { id: 3, ...read({ '2024-01-02': 'v2' }) },
        '2024-01-02': { id: 2, ...read({ '2024-01-01': 'v1' }) },
        '2024-01-01': { id: 7 },
      },
    });
    expect(causes(judged, 'a', '2024-01-02')).toEqual(['has a new dependency materialization 2024-01-01']);
    expect(causes(judged, 'a', '2024-01-03')).toEqual(['stale dependency 2024-01-02']);
  });

  it.each([
    ['all of few', keys(3), ['has a new dependency materialization p0']],
    ['st-13 all of 100', keys(100), []],
    ['all of time windows', days, []],
  ])('an asset without partitions depends on %s', (_, partitions, expected) => {
    const [first] = partitions.type === 'static' ? partitions.keys : ['2024-01-01'];
    const judged = judge(
      [assetSnapshot('a', { partitions }), assetSnapshot('b', { deps: [{ key: 'a', input: 'a' }] })],
      { a: { [first!]: { id: 9 } } },
      { b: { id: 3, ...read({ [first!]: 'v1' }) } },
    );
    const found = judged.assets.get('b')!.causes.map((cause) => `${cause.reason} ${cause.partition ?? '–'}`);
    expect(found).toEqual(expected);
  });

  it('partitions of an asset without partitions: its version counts for each', () => {
    const judged = judge(
      [assetSnapshot('a'), assetSnapshot('b', { partitions: keys(2), deps: [{ key: 'a', input: 'a' }] })],
      { b: { p0: { id: 3, inputVersions: { a: 'v1' } }, p1: { id: 4, inputVersions: { a: 'v2' } } } },
      { a: { id: 2 } },
    );
    expect(causes(judged, 'b', 'p0')).toEqual(['has a new dependency materialization –']);
    expect(causes(judged, 'b', 'p1')).toEqual([]);
  });

  it('a dependency on partitions that is new', () => {
    const judged = judge(pair(keys(1)), { a: { p0: { id: 1 } }, b: { p0: { id: 2 } } });
    expect(causes(judged, 'b', 'p0')).toEqual(['has a new dependency on a p0']);
  });

  it('where too many were read to be recorded, time tells', () => {
    const judged = judge(pair(keys(2)), {
      a: { p0: { id: 1 }, p1: { id: 5 } },
      b: { p0: { id: 3, ...read({}) }, p1: { id: 4, ...read({}) } },
    });
    expect(causes(judged, 'b', 'p0')).toEqual([]);
    expect(causes(judged, 'b', 'p1')).toEqual(['has a new dependency materialization p1']);
  });
});

test('10,000 partitions over 10,000', () => {
  const all = (made: (n: number) => Made) =>
    Object.fromEntries(Array.from({ length: 10_000 }, (_, n) => [`p${n}`, made(n)]));
  const judged = judge(pair(keys(10_000)), {
    a: all((n) => ({ id: n + 1 })),
    b: all((n) => ({ id: 20_000 + n, ...read({ [`p${n}`]: n === 77 ? 'old' : `v${n + 1}` }) })),
  });
  const stale = [...judged.partitions.get('b')!].filter(([, { status }]) => status === 'STALE');
  expect(stale.map(([key]) => key)).toEqual(['p77']);
});
