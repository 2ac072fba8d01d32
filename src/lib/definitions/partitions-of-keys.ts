import { DagbookError } from '../base/errors';
import type { GivenPartitions } from './partition-context';
import { keysByDimension } from './partitions/multi-partitions';
import type { MultiPartitionsSnapshot, PartitionsSnapshot } from './partitions/partitions-snapshot';
import { timeWindowOf } from './partitions/time-window';

/** What a step of these partitions is told: the window of time, the keys by dimension. Keys need not exist yet. */
export function partitionsOfKeys(partitions: PartitionsSnapshot, keys: readonly string[]): GivenPartitions {
  const [first, last] = [keys[0], keys.at(-1)];
  if (first === undefined || last === undefined) return { keys };
  if (partitions.type === 'time_window') {
    const window = timeWindowOf(partitions, first, last);
    if (!window) throw unknown(keys, `Keys are written as ${partitions.fmt}.`);
    return { keys, timeWindow: { start: window.start.getTime(), end: window.end.getTime() } };
  }
  return partitions.type === 'multi' && keys.length === 1 ? ofDimensions(partitions, first) : { keys };
}

function ofDimensions(partitions: MultiPartitionsSnapshot, key: string): GivenPartitions {
  const dimensions = keysByDimension(partitions, key);
  const time = partitions.dimensions.find((each) => each.partitions.type === 'time_window');
  const window = time && partitionsOfKeys(time.partitions, [dimensions[time.name]!]).timeWindow;
  return { keys: [key], dimensions, ...(window && { timeWindow: window }) };
}

const unknown = (keys: readonly string[], remedy: string) =>
  new DagbookError(`${keys.map((key) => `"${key}"`).join(', ')} is no partition`, {
    name: 'UnknownPartition',
    remedy,
  });
