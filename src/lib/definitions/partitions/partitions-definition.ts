import { DagbookError } from '../../base/errors';
import { kind } from '../brand';
import type { Violation } from '../definition-rules';
import { checkPartitions } from './check-partitions';
import { keySpace, type KeySpace } from './key-space';
import type { PartitionsSnapshot } from './partitions-snapshot';

/** What decides which partitions exist at the moment that is asked about. */
export interface PartitionsQuery {
  /** Needed where there are time windows. A number is milliseconds since 1970. */
  readonly currentTime?: Date | number;
  /** The keys of dynamic partitions, by the name of their definition. */
  readonly dynamicPartitions?: Readonly<Record<string, readonly string[]>>;
}

/** How an asset or a job is divided into partitions, each with a key. */
export abstract class PartitionsDefinition<Snapshot extends PartitionsSnapshot = PartitionsSnapshot> {
  readonly [kind] = 'PartitionsDefinition';
  readonly snapshot: Snapshot;

  /** Throws `InvalidDefinition` with everything that is wrong, `violations` first. */
  constructor(snapshot: Snapshot, violations: readonly Violation[] = []) {
    this.snapshot = snapshot;
    const all = [...violations, ...checkPartitions(snapshot)];
    if (all.length === 0) return;
    throw new DagbookError(`partitions: ${all.map(({ message }) => message).join('; ')}`, {
      name: 'InvalidDefinition',
      remedy: [...new Set(all.map(({ remedy }) => remedy))].join(' '),
    });
  }

  /** All keys that exist, in order. */
  getPartitionKeys(query: PartitionsQuery = {}): readonly string[] {
    const space = this.#space(query);
    return Array.from({ length: space.size }, (_, index) => space.keyAt(index));
  }

  hasPartitionKey(key: string, query: PartitionsQuery = {}): boolean {
    return this.#space(query).indexOf(key) >= 0;
  }

  firstKey(query: PartitionsQuery = {}): string | undefined {
    const space = this.#space(query);
    return space.size > 0 ? space.keyAt(0) : undefined;
  }

  lastKey(query: PartitionsQuery = {}): string | undefined {
    const space = this.#space(query);
    return space.size > 0 ? space.keyAt(space.size - 1) : undefined;
  }

  count(query: PartitionsQuery = {}): number {
    return this.#space(query).size;
  }

  #space({ currentTime, dynamicPartitions = {} }: PartitionsQuery): KeySpace {
    if (currentTime === undefined && hasTime(this.snapshot)) {
      throw new DagbookError('which time partitions exist depends on the time, and no time is given', {
        name: 'InvalidInvocation',
        remedy: 'Give currentTime, such as { currentTime: new Date() }.',
      });
    }
    return keySpace(this.snapshot, {
      now: Number(currentTime ?? 0),
      dynamicPartitions: (name) => dynamicPartitions[name] ?? none,
    });
  }
}

const none: readonly string[] = [];

const hasTime = (partitions: PartitionsSnapshot): boolean =>
  partitions.type === 'time_window' ||
  (partitions.type === 'multi' && partitions.dimensions.some((each) => hasTime(each.partitions)));
