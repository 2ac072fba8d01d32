import type { PartitionsDefinition } from '$lib/definitions/partitions/partitions-definition';
import { upstreamPartitions } from '$lib/graph/partitions/partition-dependencies';
import { PartitionSubset } from '$lib/graph/partitions/partition-subset';
import { parsePartitions } from '$lib/graph/partitions/partition-text';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import cases from '../../../fixtures/dagster-cases.json' with { type: 'json' };
import { down, named, up, window, type Mapping } from './mapped';
import { context, daily, hourly, monthly, spaceOf, timeDefinitions, weekly } from './spaces';

describe('mappings: Dagster’s cases', () => {
  interface Case {
    readonly id: string;
    readonly area: string;
    readonly given: { readonly mapping?: string; readonly downstream?: string; readonly upstream?: string };
    readonly expect: {
      readonly upstream_keys?: string[];
      readonly downstream_keys?: string[];
      readonly count?: number;
    };
  }
  const known = new Map(
    (cases as unknown as Case[])
      .filter(({ area }) => area === 'partition_mapping')
      .map((each) => [each.id, each]),
  );
  const offsetsOf = ({ given }: Case) => {
    const [start, end] = (given.mapping ?? '0,0').match(/-?\d+/g)!.map(Number);
    return window(start, end);
  };
  const keysOf = (text: string) => [...parsePartitions(spaceOf(daily(), context), text).keys()];

  it.each(['map-03-offset-minus1', 'map-05-window'])('%s', (id) => {
    const given = known.get(id)!;
    const text = up(offsetsOf(given), daily(), daily(), given.given.downstream!.split(' ')[1]!);
    expect(keysOf(text)).toEqual(given.expect.upstream_keys);
  });

  it('map-04-offset-first', () => {
    expect(up(offsetsOf(known.get('map-04-offset-first')!), daily(), daily(), '2021-05-05')).toBe('');
  });

  it('map-05-window: the first partition needs only itself', () => {
    expect(up(window(-1, 0), daily(), daily(), '2021-05-05')).toBe('2021-05-05');
  });

  it('map-06-weekly-daily', () => {
    const keys = keysOf(up(undefined, daily(), weekly(), '2021-05-09'));
    const { upstream_keys: [first, , last] = [], count } = known.get('map-06-weekly-daily')!.expect;
    expect([keys[0], keys.at(-1), keys.length]).toEqual([first, last, count]);
  });

  it('map-07-monthly-daily', () => {
    const { count } = known.get('map-07-monthly-daily')!.expect;
    expect(keysOf(up(undefined, daily(), monthly(), '2021-06-01'))).toHaveLength(count!);
  });

  it('map-08-downstream-weekly', () => {
    expect(down(undefined, daily(), weekly(), '2021-05-11')).toBe(
      known.get('map-08-downstream-weekly')!.expect.downstream_keys![0],
    );
  });

  it('map-09-downstream-offset', () => {
    const given = known.get('map-09-downstream-offset')!;
    expect(down(offsetsOf(given), daily(), daily(), '2021-05-07')).toBe(given.expect.downstream_keys![0]);
  });

  it('map-10-diff-fmt', () => {
    const slashes = daily('05/05/2021', { fmt: '%d/%m/%Y' });
    expect(known.has('map-10-diff-fmt')).toBe(true);
    expect(up(undefined, slashes, daily(), '2021-05-05...2021-05-07')).toBe('[05/05/2021...07/05/2021]');
    expect(down(undefined, slashes, daily(), '05/05/2021')).toBe('2021-05-05');
  });

  it('map-11-nonexistent', () => {
    expect(known.has('map-11-nonexistent')).toBe(true);
    expect(up(undefined, daily(), daily('2021-05-01'), '2021-05-03')).toBe('!2021-05-03');
    expect(up(window(0, 0, true), daily(), daily('2021-05-01'), '2021-05-03')).toBe('');
  });
});

describe('time windows', () => {
  const berlin = { timezone: 'Europe/Berlin' };
  const table: readonly (readonly [Mapping, PartitionsDefinition, PartitionsDefinition, needing: string, needed: string])[] = [
    // Other periods.
    [undefined, daily(), hourly('2021-05-06-00:00'), '2021-05-06-00:00...2021-05-07-23:00', '[2021-05-06...2021-05-07]'],
    [undefined, hourly(), daily(), '2021-05-06', '[2021-05-06-00:00...2021-05-06-23:00]'],
    [undefined, weekly(), daily(), '2021-05-10', '2021-05-09'],
    [undefined, monthly(), weekly(), '2021-05-30', '[2021-05-01...2021-06-01]'],
    [undefined, weekly(), monthly('2021-06-01'), '2021-06-01', '[2021-05-30...2021-06-27]'],
    [undefined, daily('2021-05-01', { hourOffset: 9 }), daily('2021-05-05'), '2021-05-06', '[2021-05-05...2021-05-06]'],
    // Clocks that change.
    [undefined, hourly('2021-10-01-00:00', berlin), daily('2021-10-01', berlin), '2021-10-31', '[2021-10-31-00:00...2021-10-31-23:00]'],
    [undefined, daily('2021-10-01', berlin), hourly('2021-10-31-00:00', berlin), '2021-10-31-02:00+0100', '2021-10-31'],
    [window(-1, -1), hourly('2021-10-31-00:00', berlin), hourly('2021-10-31-00:00', berlin), '2021-10-31-03:00', '2021-10-31-02:00+0100'],
    [window(-1, -1), daily('2021-10-29', berlin), daily('2021-10-29', berlin), '2021-10-31...2021-11-01', '[2021-10-30...2021-10-31]'],
    // Offsets.
    [window(-2, -1), daily(), daily(), '2021-05-06', '2021-05-05'],
    [window(-2, 0), daily(), daily(), '2021-05-10,2021-05-20', '[2021-05-08...2021-05-10],[2021-05-18...2021-05-20]'],
    [window(0, 1), daily(), daily(), '2021-11-19', '2021-11-19'],
    [window(1, 1), daily(), daily(), '2021-11-18...2021-11-19', '2021-11-19'],
    [window(-1, 0), daily('2021-04-01'), weekly(), '2021-05-16', '[2021-05-09...2021-05-22]'],
    [window(-7, -1), daily('2021-01-01'), daily('2021-05-05'), '2021-05-05', '[2021-04-28...2021-05-04]'],
    [window(-1, -1), monthly('2021-01-01'), monthly('2021-01-01'), '2021-03-01', '2021-02-01'],
    // What the upstream has not.
    [undefined, daily('2021-05-05'), daily('2021-05-01'), '2021-05-03...2021-05-06', '[2021-05-05...2021-05-06]!2021-05-03!2021-05-04'],
    [undefined, daily('2021-05-05'), weekly('2021-05-01'), '2021-05-02', '[2021-05-05...2021-05-08]!2021-05-02!2021-05-03!2021-05-04'],
    [window(-1, -1), daily('2021-05-05'), daily('2021-05-01'), '2021-05-05', ''],
    [window(-1, -1), daily('2021-05-05'), daily('2021-05-01'), '2021-05-04', '!2021-05-03'],
    [window(-1, 0), daily('2021-05-05'), daily('2021-05-01'), '2021-05-03...2021-05-05', '2021-05-05!2021-05-02!2021-05-03!2021-05-04'],
    [undefined, daily(), daily('2021-05-05', { endOffset: 1 }), '2021-11-19...2021-11-20', '2021-11-19!2021-11-20'],
    [undefined, daily('2021-05-05', { endDate: '2021-05-07' }), daily(), '2021-05-06...2021-05-08', '2021-05-06!2021-05-07!2021-05-08'],
    [undefined, daily(), hourly('2021-11-20-00:00'), '2021-11-20-03:00', '!2021-11-20'],
    [undefined, weekly('2021-05-01'), daily('2021-05-01'), '2021-05-01', '!2021-04-25'],
    [undefined, daily('2022-01-01'), daily('2021-05-05'), '2021-05-05...2021-05-06', '!2021-05-05!2021-05-06'],
    [window(0, 0, true), daily(), hourly('2021-11-20-00:00'), '2021-11-20-03:00', ''],
    [undefined, daily('2021-05-05', { exclusions: ['0 0 * * 6-7'] }), weekly('2021-05-01'), '2021-05-09', '[2021-05-10...2021-05-14]'],
  ]; // prettier-ignore

  it.each(named(table))('%s needs "%s"', (needing, needed, mapping, upstream, downstream) => {
    expect(up(mapping, upstream, downstream, needing)).toBe(needed);
  });

  it.each(
    named([
      [undefined, daily(), hourly('2021-05-06-00:00'), '2021-05-06', '[2021-05-06-00:00...2021-05-06-23:00]'],
      [undefined, hourly(), daily(), '2021-05-06-03:00...2021-05-07-00:00', '[2021-05-06...2021-05-07]'],
      [undefined, daily('2021-05-01'), weekly('2021-05-05'), '2021-05-05', ''],
      [undefined, daily('2021-05-01'), daily(), '2021-05-03...2021-05-06', '[2021-05-05...2021-05-06]'],
      [window(-1, 0), daily(), daily(), '2021-05-07', '[2021-05-07...2021-05-08]'],
      [window(-1, -1), daily(), daily(), '2021-11-19', ''],
      [window(-7, -1), daily('2021-01-01'), daily(), '2021-05-02', '[2021-05-05...2021-05-09]'],
      [window(1, 1), daily(), daily(), '2021-05-05', ''],
    ]),
  )('%s is needed by "%s"', (needed, needing, mapping, upstream, downstream) => {
    expect(down(mapping, upstream, downstream, needed)).toBe(needing);
  });

  it('without offsets, as overlap of windows says, both ways', () => {
    const two = fc
      .constantFrom('UTC', 'Europe/Berlin', 'US/Central')
      .chain((zone) => fc.tuple(timeDefinitions(fc.constant(zone)), timeDefinitions(fc.constant(zone))));
    fc.assert(
      fc.property(two, fc.nat(), ([upstream, downstream], pick) => {
        const [offered, needing] = [spaceOf(upstream, context), spaceOf(downstream, context)];
        if (needing.size === 0) return;
        const key = needing.keyAt(pick % needing.size);
        const { start, end } = downstream.timeWindow(key);
        const overlapping = [...PartitionSubset.all(offered).keys()].filter((each) => {
          const window = upstream.timeWindow(each);
          return window.start < end && window.end > start;
        });
        const { subset, nonexistent } = upstreamPartitions({
          mapping: window().snapshot,
          upstream: upstream.snapshot,
          downstream: PartitionSubset.of(needing, [key]),
          context,
        });
        expect([...subset.keys()]).toEqual(overlapping);
        for (const missing of nonexistent) expect(offered.indexOf(missing)).toBe(-1);
      }),
    );
  });
});
