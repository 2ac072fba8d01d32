import { DagbookError } from '../../base/errors';
import { isKind } from '../brand';
import type { Violation } from '../definition-rules';
import { keyDelimiter } from './key-space';
import { PartitionsDefinition } from './partitions-definition';
import type { DimensionSnapshot, MultiPartitionsSnapshot } from './partitions-snapshot';

/**
 * Every combination of the keys of its dimensions: `new MultiPartitionsDefinition({ date: daily, region: regions })`.
 * A key is the dimensions' keys joined by `|`, in the alphabetical order of the dimensions' names. Two dimensions or
 * more (Dagster has exactly two).
 */
export class MultiPartitionsDefinition extends PartitionsDefinition<MultiPartitionsSnapshot> {
  constructor(dimensions: Readonly<Record<string, PartitionsDefinition<DimensionSnapshot>>>) {
    if (typeof dimensions !== 'object' || Array.isArray(dimensions))
      throw new DagbookError('partitions: its dimensions have no names', {
        name: 'InvalidDefinition',
        remedy: 'Give an object: { date, region }.',
      });
    const entries = Object.entries(dimensions).sort(([a], [b]) => (a < b ? -1 : 1));
    const [right, wrong] = [
      entries.filter(([, each]) => isDimension(each)),
      entries.filter(([, each]) => !isDimension(each)),
    ];
    const snapshot: MultiPartitionsSnapshot = {
      type: 'multi',
      dimensions: right.map(([name, { snapshot }]) => ({ name, partitions: snapshot })),
    };
    const violations = wrong.map(([name]): Violation => ({
      message: `dimension "${name}" is not a partitions definition that may be a dimension`,
      remedy: 'Give it static, time-window or dynamic partitions.',
    }));
    super(snapshot, violations);
  }

  /** The key of such a combination: `partitions.key({ date: '2024-01-31', region: 'eu' })`. */
  key(parts: Readonly<Record<string, string>>): string {
    const names = this.snapshot.dimensions.map(({ name }) => name);
    const given = Object.keys(parts);
    if (given.length !== names.length || !names.every((name) => given.includes(name))) {
      throw new DagbookError(`a key has the parts ${names.join(', ')}, not ${given.join(', ')}`, {
        name: 'UnknownPartition',
        remedy: 'Give one key of each dimension.',
      });
    }
    return names.map((name) => parts[name]!).join(keyDelimiter);
  }

  /** The parts of a key by dimension; the other way round than `key`. */
  keysByDimension(key: string): Readonly<Record<string, string>> {
    return keysByDimension(this.snapshot, key);
  }
}

export function keysByDimension(
  { dimensions }: MultiPartitionsSnapshot,
  key: string,
): Readonly<Record<string, string>> {
  const parts = key.split(keyDelimiter);
  if (parts.length !== dimensions.length) {
    throw new DagbookError(
      `partition "${key}" has ${parts.length} parts, and there are ${dimensions.length} dimensions`,
      {
        name: 'UnknownPartition',
        remedy: `Write a key of each in the order ${dimensions.map(({ name }) => name).join(keyDelimiter)}.`,
      },
    );
  }
  return Object.fromEntries(dimensions.map(({ name }, i) => [name, parts[i]!]));
}

const isDimension = (value: unknown): boolean =>
  isKind<PartitionsDefinition>(value, 'PartitionsDefinition') && value.snapshot.type !== 'multi';
