import type {
  DimensionSnapshot,
  MultiPartitionsSnapshot,
  PartitionsContext,
  PartitionsSnapshot,
  TimeWindowPartitionsSnapshot,
} from './partitions-snapshot';
import { lastWindow, timeWindows, windowIndex, windowKey } from './time-windows';

/** The keys of a definition that exist in a context, in order, each found by its index without listing the others. */
export interface KeySpace {
  readonly partitions: PartitionsSnapshot;
  readonly size: number;
  keyAt(index: number): string;
  /** -1 if there is no such key. */
  indexOf(key: string): number;
  /** Of a multi-partitioned definition: one space each, in the order of their names; the last changes fastest. */
  readonly dimensions?: readonly Dimension[];
}

export interface Dimension {
  readonly name: string;
  readonly space: KeySpace;
}

export function keySpace(partitions: PartitionsSnapshot, context: PartitionsContext): KeySpace {
  switch (partitions.type) {
    case 'static':
      return listedSpace(partitions, partitions.keys);
    case 'dynamic':
      return listedSpace(partitions, context.dynamicPartitions(partitions.name));
    case 'time_window':
      return timeSpace(partitions, context.now);
    case 'multi':
      return multiSpace(partitions, context);
  }
}

/** What joins the parts of a multi-partition key. */
export const keyDelimiter = '|';

const indexes = new WeakMap<readonly string[], ReadonlyMap<string, number>>();

function indexesOf(keys: readonly string[]): ReadonlyMap<string, number> {
  let found = indexes.get(keys);
  if (!found) indexes.set(keys, (found = new Map(keys.map((key, index) => [key, index]))));
  return found;
}

function listedSpace(partitions: DimensionSnapshot, keys: readonly string[]): KeySpace {
  let indexes: ReadonlyMap<string, number> | undefined;
  return {
    partitions,
    size: keys.length,
    keyAt: (index) => keys[index]!,
    indexOf: (key) => (indexes ??= indexesOf(keys)).get(key) ?? -1,
  };
}

function timeSpace(partitions: TimeWindowPartitionsSnapshot, now: number): KeySpace {
  const last = lastWindow(partitions, now);
  return {
    partitions,
    size: Math.max(0, last + 1),
    keyAt: (index) => windowKey(partitions, timeWindows(partitions).startOf(index)),
    indexOf: (key) => windowIndex(partitions, key, last),
  };
}

function multiSpace(partitions: MultiPartitionsSnapshot, context: PartitionsContext): KeySpace {
  const dimensions = partitions.dimensions.map(({ name, partitions }) => ({
    name,
    space: keySpace(partitions, withoutDelimiter(context)),
  }));
  return {
    partitions,
    dimensions,
    size: dimensions.reduce((size, { space }) => size * space.size, 1),
    keyAt: (index) =>
      dimensions
        .reduceRight<string[]>((parts, { space }) => {
          parts.push(space.keyAt(index % space.size));
          index = Math.floor(index / space.size);
          return parts;
        }, [])
        .reverse()
        .join(keyDelimiter),
    indexOf: (key) => {
      const parts = key.split(keyDelimiter);
      if (parts.length !== dimensions.length) return -1;
      let index = 0;
      for (const [i, { space }] of dimensions.entries()) {
        const own = space.indexOf(parts[i]!);
        if (own < 0) return -1;
        index = index * space.size + own;
      }
      return index;
    },
  };
}

const usable = new WeakMap<readonly string[], readonly string[]>();

/** A dynamic key that has the delimiter in it cannot be part of a multi-partition key: it is left out, as in Dagster. */
const withoutDelimiter = (context: PartitionsContext): PartitionsContext => ({
  now: context.now,
  dynamicPartitions(name) {
    const keys = context.dynamicPartitions(name);
    let kept = usable.get(keys);
    if (!kept) {
      kept = keys.some((key) => key.includes(keyDelimiter))
        ? keys.filter((key) => !key.includes(keyDelimiter))
        : keys;
      usable.set(keys, kept);
    }
    return kept;
  },
});
