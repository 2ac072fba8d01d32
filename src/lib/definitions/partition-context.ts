import { DagbookError } from '../base/errors';
import type { PartitionContext } from './asset-execution-context';

/** The partitions that a step makes. `timeWindow` is in ms since the epoch, from the first start to the last end. */
export interface GivenPartitions {
  readonly keys: readonly string[];
  readonly timeWindow?: { readonly start: number; readonly end: number };
  readonly dimensions?: Readonly<Record<string, string>>;
}

/** What a step is told of its partitions, as getters that throw where there is no answer. */
export function partitionContext(partitions: GivenPartitions | undefined): PartitionContext {
  const keys = partitions?.keys ?? [];
  function all(): readonly string[] {
    if (partitions) return keys;
    throw noAnswer(
      'This step has no partitions',
      'Ask context.hasPartitionKey first, or give what it computes a partitionsDef and launch it with a partition.',
    );
  }
  return {
    hasPartitionKey: keys.length === 1,
    get partitionKey() {
      if (all().length === 1) return keys[0]!;
      throw noAnswer(`This step has ${keys.length} partitions`, 'Use context.partitionKeys.');
    },
    get partitionKeys() {
      return all();
    },
    get partitionKeyRange() {
      return { start: all()[0]!, end: keys.at(-1)! };
    },
    get partitionTimeWindow() {
      all();
      const window = partitions?.timeWindow;
      if (window) return { start: new Date(window.start), end: new Date(window.end) };
      throw noAnswer('The partitions of this step are no time windows', 'Use context.partitionKeys.');
    },
    get partitionKeysByDimension() {
      all();
      if (partitions?.dimensions) return partitions.dimensions;
      const remedy = 'Use context.partitionKeys, or partitionKey where there are no dimensions.';
      throw noAnswer('This step has no single partition of several dimensions', remedy);
    },
  };
}

const noAnswer = (message: string, remedy: string) =>
  new DagbookError(message, { name: 'NoSuchPartition', remedy });
