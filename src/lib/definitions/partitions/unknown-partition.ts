import { DagbookError } from '../../base/errors';
import { nearest } from '../suggestion';
import { keyDelimiter, type KeySpace } from './key-space';
import type { TimeWindowPartitionsSnapshot } from './partitions-snapshot';
import { readInstant, timeWindows, windowKey } from './time-windows';

/** The error for a key that does not exist: it names the keys that are near, or the range in which keys lie. */
export function unknownPartition(key: string, space: KeySpace): DagbookError {
  const { message, remedy } = describe(key, space);
  return new DagbookError(`partition "${key}" does not exist: ${message}`, {
    name: 'UnknownPartition',
    remedy,
  });
}

interface Description {
  readonly message: string;
  readonly remedy: string;
}

function describe(key: string, space: KeySpace): Description {
  const { partitions, size, dimensions } = space;
  if (dimensions) return describePart(key, dimensions);
  if (partitions.type === 'time_window') return describeTime(key, partitions, space);
  const where =
    partitions.type === 'dynamic' ? `dynamic partitions "${partitions.name}"` : 'static partitions';
  if (size === 0) return { message: `there are no ${where}`, remedy: 'Add the key first.' };
  const keys = Array.from({ length: size }, (_, index) => space.keyAt(index));
  const meant = nearest(key, keys);
  return {
    message: `it is none of the ${size} ${where}${meant === undefined ? '' : `; the nearest is "${meant}"`}`,
    remedy:
      partitions.type === 'dynamic'
        ? 'Add the key first, or use one that exists.'
        : `Use one of ${sample(keys)}.`,
  };
}

function describePart(key: string, dimensions: NonNullable<KeySpace['dimensions']>): Description {
  const parts = key.split(keyDelimiter);
  const names = dimensions.map(({ name }) => name).join(keyDelimiter);
  const index = dimensions.findIndex(({ space }, i) => parts[i] !== undefined && space.indexOf(parts[i]) < 0);
  if (parts.length !== dimensions.length || index < 0) {
    return {
      message: `it has ${parts.length} ${parts.length === 1 ? 'part' : 'parts'}, and there are ${dimensions.length} dimensions`,
      remedy: `Write a key of each dimension in the order ${names}.`,
    };
  }
  const { name, space } = dimensions[index]!;
  const { message, remedy } = describe(parts[index]!, space);
  return { message: `dimension "${name}" has no key "${parts[index]!}": ${message}`, remedy };
}

function describeTime(key: string, partitions: TimeWindowPartitionsSnapshot, space: KeySpace): Description {
  const windows = timeWindows(partitions);
  const keyAt = (index: number) => windowKey(partitions, windows.startOf(index));
  const instant = readInstant(partitions.fmt, partitions.timezone, key);
  if (instant === undefined) {
    const remedy = `Write it as ${partitions.fmt}, such as "${keyAt(0)}".`;
    return { message: `it is not a time of the format ${partitions.fmt}`, remedy };
  }
  if (space.size === 0) {
    const remedy = `The first is "${keyAt(0)}": it exists once its time has passed.`;
    return { message: 'there are no partitions yet', remedy };
  }
  const [first, last] = [keyAt(0), keyAt(space.size - 1)];
  const remedy = `Keys go from "${first}" to "${last}".`;
  if (instant < windows.startOf(0)) return { message: `the first is "${first}"`, remedy };
  if (instant > windows.startOf(space.size - 1)) {
    return { message: `the last that exists at this time is "${last}"`, remedy };
  }
  const next = windows.startedBefore(instant);
  const near = [next - 1, next].filter((index) => index >= 0 && index < space.size).map(keyAt);
  return { message: `the nearest are ${near.map((text) => `"${text}"`).join(' and ')}`, remedy };
}

function sample(keys: readonly string[]): string {
  const some = keys.slice(0, 5).map((key) => `"${key}"`);
  return keys.length > 5 ? `${some.join(', ')}, … (${keys.length} in all)` : some.join(', ');
}
