import { DagbookError } from '../../base/errors';
import { checkMapping } from '../../definitions/partitions/check-mapping';
import type { KeySpace } from '../../definitions/partitions/key-space';
import type { PartitionMappingSnapshot } from '../../definitions/partitions/partition-mapping-snapshot';
import { isSame } from '../../definitions/partitions/same-definition';
import { allOf, rangesOfIndexes, type IndexRanges } from './index-ranges';
import { dependenciesOf, mapBoxes } from './map-dimensions';
import { downstreamWindows, upstreamWindows, type TimeSpace } from './map-time-windows';
import { PartitionSubset } from './partition-subset';

export interface MappedRanges {
  readonly ranges: IndexRanges;
  /** Keys that are needed and that the upstream has not. */
  readonly nonexistent: readonly string[];
}

const none: MappedRanges = { ranges: [], nonexistent: [] };
const existing = (ranges: IndexRanges): MappedRanges => ({ ranges, nonexistent: [] });

/** What `ranges` of the downstream need of the upstream. */
export function mapUpstream(
  mapping: PartitionMappingSnapshot,
  downstream: KeySpace,
  ranges: IndexRanges,
  upstream: KeySpace,
): MappedRanges {
  if (ranges.length === 0) return none;
  switch (mapping.type) {
    case 'all':
    case 'last':
    case 'specific':
      return mapAlike(mapping, upstream);
    case 'identity':
      return mapKeys(downstream, ranges, upstream);
    case 'static': {
      const keys = Object.entries(mapping.downstreamKeysByUpstreamKey)
        .filter(([, keys]) => intersects(keys, downstream, ranges))
        .map(([key]) => key);
      return located(keys, upstream);
    }
    case 'time_window':
      return isTimed(downstream) && isTimed(upstream)
        ? upstreamWindows(mapping, downstream, ranges, upstream)
        : unfit(mapping, upstream, downstream);
    case 'multi_to_single':
    case 'multi': {
      const dependencies = dependenciesOf(mapping, upstream, downstream);
      if (!dependencies) return unfit(mapping, upstream, downstream);
      return mapBoxes(
        dependencies,
        { side: 'downstream', space: downstream, ranges },
        { side: 'upstream', space: upstream },
        ({ mapping }, from, ranges, to) => mapUpstream(mapping, from.space, ranges, to.space),
      );
    }
  }
}

/** What of the downstream needs one of `ranges` of the upstream. */
export function mapDownstream(
  mapping: PartitionMappingSnapshot,
  upstream: KeySpace,
  ranges: IndexRanges,
  downstream: KeySpace,
): IndexRanges {
  if (ranges.length === 0) return [];
  switch (mapping.type) {
    case 'all':
      return allOf(downstream.size);
    case 'last':
    case 'specific': {
      const needed = new PartitionSubset(upstream, mapAlike(mapping, upstream).ranges);
      return needed.intersection(new PartitionSubset(upstream, ranges)).isEmpty ? [] : allOf(downstream.size);
    }
    case 'identity':
      return mapKeys(upstream, ranges, downstream).ranges;
    case 'static': {
      const subset = new PartitionSubset(upstream, ranges);
      const keys = Object.entries(mapping.downstreamKeysByUpstreamKey)
        .filter(([key]) => subset.has(key))
        .flatMap(([, keys]) => keys);
      return located(keys, downstream).ranges;
    }
    case 'time_window':
      return isTimed(downstream) && isTimed(upstream)
        ? downstreamWindows(mapping, upstream, ranges, downstream)
        : unfit(mapping, upstream, downstream);
    case 'multi_to_single':
    case 'multi': {
      const dependencies = dependenciesOf(mapping, upstream, downstream);
      if (!dependencies) return unfit(mapping, upstream, downstream);
      return mapBoxes(
        dependencies,
        { side: 'upstream', space: upstream, ranges },
        { side: 'downstream', space: downstream },
        ({ mapping }, from, ranges, to) => existing(mapDownstream(mapping, from.space, ranges, to.space)),
      ).ranges;
    }
  }
}

/** What every downstream needs alike, partitioned or not. Mappings that need partitions there do not fit. */
export function mapAlike(mapping: PartitionMappingSnapshot, upstream: KeySpace): MappedRanges {
  switch (mapping.type) {
    case 'all':
      return existing(allOf(upstream.size));
    case 'last':
      return upstream.size > 0 ? existing([upstream.size - 1, upstream.size]) : none;
    case 'specific':
      return located(mapping.keys, upstream);
    default:
      return unfit(mapping, upstream);
  }
}

function mapKeys(from: KeySpace, ranges: IndexRanges, to: KeySpace): MappedRanges {
  const subset = new PartitionSubset(from, ranges);
  return isSame(from.partitions, to.partitions) ? existing(subset.in(to).ranges) : located(subset.keys(), to);
}

function located(keys: Iterable<string>, space: KeySpace): MappedRanges {
  const [indexes, nonexistent]: [number[], string[]] = [[], []];
  for (const key of keys) {
    const index = space.indexOf(key);
    if (index < 0) nonexistent.push(key);
    else indexes.push(index);
  }
  return { ranges: rangesOfIndexes(indexes), nonexistent };
}

function intersects(keys: readonly string[], space: KeySpace, ranges: IndexRanges): boolean {
  const subset = new PartitionSubset(space, ranges);
  return keys.some((key) => subset.has(key));
}

const isTimed = (space: KeySpace): space is TimeSpace => space.partitions.type === 'time_window';

function unfit(mapping: PartitionMappingSnapshot, upstream: KeySpace, downstream?: KeySpace): never {
  const [violation] = checkMapping(mapping, upstream.partitions, downstream?.partitions);
  throw new DagbookError(
    violation?.message ?? `a mapping of the kind ${mapping.type} needs partitions downstream`,
    {
      name: 'InvalidDefinition',
      remedy: violation?.remedy ?? 'Choose AllPartitionMapping, LastPartitionMapping or specific partitions.',
    },
  );
}
