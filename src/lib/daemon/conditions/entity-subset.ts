import type { KeySpace } from '../../definitions/partitions/key-space';
import { mapAlike, mapDownstream, mapUpstream } from '../../graph/partitions/map-ranges';
import { PartitionSubset } from '../../graph/partitions/partition-subset';
import type { StoredSubset } from '../../graph/partitions/stored-subset';
import type { EntityEdge } from './entity-graph';

/** The key that stands for what is not partitioned. */
export const wholeKey = '';

/** The space of what is not partitioned: that is there, or it is not. */
export const wholeSpace: KeySpace = {
  partitions: { type: 'static', keys: [wholeKey] },
  size: 1,
  keyAt: () => wholeKey,
  indexOf: (key) => (key === wholeKey ? 0 : -1),
};

const whole = PartitionSubset.all(wholeSpace);
const nothing = PartitionSubset.none(wholeSpace);

const alls = new WeakMap<KeySpace, PartitionSubset>();
const nones = new WeakMap<KeySpace, PartitionSubset>();

export function allOf(space: KeySpace): PartitionSubset {
  if (space === wholeSpace) return whole;
  let all = alls.get(space);
  if (!all) alls.set(space, (all = PartitionSubset.all(space)));
  return all;
}

export function noneOf(space: KeySpace): PartitionSubset {
  if (space === wholeSpace) return nothing;
  let none = nones.get(space);
  if (!none) nones.set(space, (none = PartitionSubset.none(space)));
  return none;
}

/** As `intersection`, without making what is there already: most subsets are empty or all. */
export function both(a: PartitionSubset, b: PartitionSubset): PartitionSubset {
  if (a.isEmpty || b === a) return a;
  if (b.isEmpty) return noneOf(a.space);
  if (a.space === wholeSpace) return a;
  return a.intersection(b);
}

export function either(a: PartitionSubset, b: PartitionSubset): PartitionSubset {
  if (b.isEmpty || b === a) return a;
  if (a.space === wholeSpace) return whole;
  return a.isEmpty && b.space === a.space ? b : a.union(b);
}

export function minus(a: PartitionSubset, b: PartitionSubset): PartitionSubset {
  if (a.isEmpty || b.isEmpty) return a;
  if (b === a || a.space === wholeSpace) return noneOf(a.space);
  return a.difference(b);
}

/** What `subset` of the end that depends needs of the other end. */
export function mapToUpstream(
  subset: PartitionSubset,
  { mapping }: EntityEdge,
  to: KeySpace,
): PartitionSubset {
  if (subset.isEmpty) return noneOf(to);
  if (to === wholeSpace) return whole;
  const { ranges } =
    subset.space === wholeSpace
      ? mapAlike(mapping, to)
      : mapUpstream(mapping, subset.space, subset.ranges, to);
  return new PartitionSubset(to, ranges);
}

/** What of the end that depends needs some of `subset`. */
export function mapToDownstream(
  subset: PartitionSubset,
  { mapping }: EntityEdge,
  to: KeySpace,
): PartitionSubset {
  if (subset.isEmpty) return noneOf(to);
  if (subset.space === wholeSpace) return allOf(to);
  if (to === wholeSpace) {
    const needed = new PartitionSubset(subset.space, mapAlike(mapping, subset.space).ranges);
    return needed.intersection(subset).isEmpty ? nothing : whole;
  }
  return new PartitionSubset(to, mapDownstream(mapping, subset.space, subset.ranges, to));
}

/** A subset as it is kept: `true` is what is not partitioned. */
export type KeptSubset = true | StoredSubset;

export const keepSubset = (subset: PartitionSubset): KeptSubset =>
  subset.space === wholeSpace ? true : subset.store();

/** One that was kept of an asset with other partitions, or none, is empty. */
export function readSubset(space: KeySpace, kept: PartitionSubset | KeptSubset | undefined): PartitionSubset {
  if (kept === undefined) return noneOf(space);
  if (kept === true) return space === wholeSpace ? whole : noneOf(space);
  if (!(kept instanceof PartitionSubset))
    return space === wholeSpace ? nothing : PartitionSubset.read(space, kept);
  if (kept.space === space) return kept;
  if (space === wholeSpace || kept.space === wholeSpace) return noneOf(space);
  return kept.in(space);
}
