import type { KeySpace } from '../../definitions/partitions/key-space';
import { isSame } from '../../definitions/partitions/same-definition';
import { rangesOfIndexes } from '../../graph/partitions/index-ranges';
import { PartitionSubset } from '../../graph/partitions/partition-subset';
import { either, noneOf } from './entity-subset';

/** The newest of something by partition; what is not partitioned has `wholeKey`. */
export class NewestByPartition<Newest> {
  readonly #newest = new Map<string, Newest>();
  #subset: PartitionSubset | undefined;
  /** Keys that are not in `#subset` yet. */
  #added: string[] = [];

  get(partition: string): Newest | undefined {
    return this.#newest.get(partition);
  }

  entries(): Iterable<readonly [string, Newest]> {
    return this.#newest;
  }

  values(): Iterable<Newest> {
    return this.#newest.values();
  }

  set(partition: string, newest: Newest): void {
    if (!this.#newest.has(partition)) this.#added.push(partition);
    this.#newest.set(partition, newest);
  }

  /** Forgets some partitions, or all. */
  delete(partitions: readonly string[] | undefined): void {
    if (partitions) for (const partition of partitions) this.#newest.delete(partition);
    else this.#newest.clear();
    this.#subset = undefined;
  }

  /** The partitions of which there is one, among those that exist. What was added since the last call is looked up. */
  subset(space: KeySpace): PartitionSubset {
    if (this.#subset?.space !== space) {
      const known = this.#subset;
      // Time windows come at the end, so what is known stays known, unless some keys had no window yet.
      const isGrown =
        known && isLater(known.space, space) && known.size + this.#added.length === this.#newest.size;
      this.#subset = isGrown ? known.in(space) : noneOf(space);
      if (!isGrown) this.#added = [...this.#newest.keys()];
    }
    if (this.#added.length > 0) {
      this.#subset = either(this.#subset, subsetOf(space, this.#added));
      this.#added = [];
    }
    return this.#subset;
  }
}

const isLater = (before: KeySpace, after: KeySpace): boolean =>
  before.partitions.type === 'time_window' &&
  before.size <= after.size &&
  isSame(before.partitions, after.partitions);

/** Those of the keys that exist. */
export const subsetOf = (space: KeySpace, keys: Iterable<string>): PartitionSubset =>
  new PartitionSubset(
    space,
    rangesOfIndexes(Array.from(keys, (key) => space.indexOf(key)).filter((index) => index >= 0)),
  );
