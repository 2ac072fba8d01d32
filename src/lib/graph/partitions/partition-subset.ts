import type { KeySpace } from '../../definitions/partitions/key-space';
import { isSame } from '../../definitions/partitions/same-definition';
import { unknownPartition } from '../../definitions/partitions/unknown-partition';
import {
  allOf,
  countOf,
  includes,
  indexesOf,
  intersect,
  rangesOfIndexes,
  subtract,
  unite,
  type IndexRanges,
} from './index-ranges';
import { readRanges, storeRanges, type StoredSubset } from './stored-subset';

/**
 * Some of the keys of a definition, held as ranges of their indexes: 100,000 keys in a row are two numbers.
 * Operations with a subset of another moment take of it what exists in this one's space.
 */
export class PartitionSubset {
  readonly space: KeySpace;
  readonly ranges: IndexRanges;

  constructor(space: KeySpace, ranges: IndexRanges) {
    this.space = space;
    this.ranges = ranges;
  }

  static none(space: KeySpace): PartitionSubset {
    return new PartitionSubset(space, []);
  }

  static all(space: KeySpace): PartitionSubset {
    return new PartitionSubset(space, allOf(space.size));
  }

  /** Throws `UnknownPartition` for a key that does not exist. */
  static of(space: KeySpace, keys: Iterable<string>): PartitionSubset {
    const indexes: number[] = [];
    for (const key of keys) {
      const index = space.indexOf(key);
      if (index < 0) throw unknownPartition(key, space);
      indexes.push(index);
    }
    return new PartitionSubset(space, rangesOfIndexes(indexes));
  }

  /** A stored subset among the keys that exist now; those that do not any more are left out. */
  static read(space: KeySpace, stored: StoredSubset): PartitionSubset {
    return new PartitionSubset(space, readRanges(space, stored));
  }

  /** JSON that means the same when time has gone on. */
  store(): StoredSubset {
    return storeRanges(this.space, this.ranges);
  }

  get size(): number {
    return countOf(this.ranges);
  }

  get isEmpty(): boolean {
    return this.ranges.length === 0;
  }

  get first(): string | undefined {
    return this.isEmpty ? undefined : this.space.keyAt(this.ranges[0]!);
  }

  get last(): string | undefined {
    return this.isEmpty ? undefined : this.space.keyAt(this.ranges.at(-1)! - 1);
  }

  has(key: string): boolean {
    const index = this.space.indexOf(key);
    return index >= 0 && includes(this.ranges, index);
  }

  /** In order, made one at a time. */
  *keys(): Generator<string, void> {
    for (const index of indexesOf(this.ranges)) yield this.space.keyAt(index);
  }

  union(other: PartitionSubset): PartitionSubset {
    return new PartitionSubset(this.space, unite(this.ranges, this.#own(other)));
  }

  intersection(other: PartitionSubset): PartitionSubset {
    return new PartitionSubset(this.space, intersect(this.ranges, this.#own(other)));
  }

  difference(other: PartitionSubset): PartitionSubset {
    return new PartitionSubset(this.space, subtract(this.ranges, this.#own(other)));
  }

  complement(): PartitionSubset {
    return new PartitionSubset(this.space, subtract(allOf(this.space.size), this.ranges));
  }

  equals(other: PartitionSubset): boolean {
    const own = this.#own(other);
    return own.length === this.ranges.length && own.every((edge, i) => edge === this.ranges[i]);
  }

  /** The same subset, in another space of its definition. */
  in(space: KeySpace): PartitionSubset {
    if (space === this.space) return this;
    return new PartitionSubset(
      space,
      isNumberedAlike(this.space, space)
        ? intersect(this.ranges, allOf(space.size))
        : readRanges(space, storeRanges(this.space, this.ranges)),
    );
  }

  #own(other: PartitionSubset): IndexRanges {
    return other.in(this.space).ranges;
  }
}

/** Whether the same index is the same key in both. */
function isNumberedAlike(a: KeySpace, b: KeySpace): boolean {
  if (a === b) return true;
  if (!isSame(a.partitions, b.partitions)) return false;
  switch (a.partitions.type) {
    case 'static':
    case 'time_window':
      return true;
    case 'dynamic':
      return a.size === b.size && everyIndex(a.size, (index) => a.keyAt(index) === b.keyAt(index));
    case 'multi':
      return a.dimensions!.every(
        ({ space }, i) =>
          space.size === b.dimensions![i]!.space.size && isNumberedAlike(space, b.dimensions![i]!.space),
      );
  }
}

function everyIndex(size: number, holds: (index: number) => boolean): boolean {
  for (let index = 0; index < size; index++) if (!holds(index)) return false;
  return true;
}
