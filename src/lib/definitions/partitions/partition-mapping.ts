import { DagbookError } from '../../base/errors';
import { kind } from '../brand';
import { takeOptions } from '../unknown-option';
import type { PartitionMappingSnapshot } from './partition-mapping-snapshot';

/** Says which partitions of an upstream a partition of the downstream needs. */
export abstract class PartitionMapping {
  readonly [kind] = 'PartitionMapping';
  readonly snapshot: PartitionMappingSnapshot;

  constructor(snapshot: PartitionMappingSnapshot) {
    this.snapshot = snapshot;
  }
}

/** The partition of the same key. */
export class IdentityPartitionMapping extends PartitionMapping {
  constructor() {
    super({ type: 'identity' });
  }
}

/** Every partition of the upstream. */
export class AllPartitionMapping extends PartitionMapping {
  constructor() {
    super({ type: 'all' });
  }
}

/** The last partition of the upstream. */
export class LastPartitionMapping extends PartitionMapping {
  constructor() {
    super({ type: 'last' });
  }
}

/** These partitions of the upstream, whatever the downstream's. */
export class SpecificPartitionsPartitionMapping extends PartitionMapping {
  constructor(partitionKeys: readonly string[]) {
    super({ type: 'specific', keys: [...new Set(partitionKeys)] });
  }
}

/** For each key of the upstream, the key or keys of the downstream that need it. Both are static partitions. */
export class StaticPartitionMapping extends PartitionMapping {
  constructor(downstreamKeysByUpstreamKey: Readonly<Record<string, string | readonly string[]>>) {
    const entries = Object.entries(downstreamKeysByUpstreamKey);
    super({
      type: 'static',
      downstreamKeysByUpstreamKey: Object.fromEntries(
        entries.map(([upstream, keys]) => [upstream, typeof keys === 'string' ? [keys] : [...keys]]),
      ),
    });
  }
}

export interface TimeWindowPartitionMappingOptions {
  /** Moves the start of what is needed by so many windows of the downstream: -1 also takes the one before. Default 0. */
  readonly startOffset?: number;
  /** Moves its end likewise; default 0. */
  readonly endOffset?: number;
  /** `true`: what the upstream has not is not needed either. Default: a run that needs it fails. */
  readonly allowNonexistentUpstreamPartitions?: boolean;
}

/** The windows of the upstream that overlap the downstream's: the default between two time-window definitions. */
export class TimeWindowPartitionMapping extends PartitionMapping {
  constructor(options: TimeWindowPartitionMappingOptions = {}) {
    const known = { startOffset: true, endOffset: true, allowNonexistentUpstreamPartitions: true } as const;
    takeOptions('TimeWindowPartitionMapping', options, known);
    const { startOffset = 0, endOffset = 0, allowNonexistentUpstreamPartitions = false } = options;
    super({ type: 'time_window', startOffset, endOffset, allowNonexistentUpstreamPartitions });
    const isWhole = Number.isInteger(startOffset) && Number.isInteger(endOffset);
    if (isWhole && startOffset <= endOffset) return;
    throw new DagbookError(
      isWhole
        ? `startOffset ${startOffset} is after endOffset ${endOffset}: no window would be needed`
        : 'startOffset and endOffset are whole numbers of windows',
      {
        name: 'InvalidDefinition',
        remedy: 'Give both: { startOffset: -1, endOffset: -1 } is the window before.',
      },
    );
  }
}

/**
 * Between partitions of several dimensions and those of one: all that have the same key in that dimension. Without
 * `partitionDimensionName` it is the dimension of the same definition, or the only one of time windows.
 */
export class MultiToSingleDimensionPartitionMapping extends PartitionMapping {
  constructor(options: { partitionDimensionName?: string } = {}) {
    const known = { partitionDimensionName: true } as const;
    const { partitionDimensionName } = takeOptions('MultiToSingleDimensionPartitionMapping', options, known);
    super({
      type: 'multi_to_single',
      ...(partitionDimensionName !== undefined && { dimension: partitionDimensionName }),
    });
  }
}

/** Which dimension of the downstream a dimension of the upstream is for, and how. */
export interface DimensionPartitionMapping {
  /** Of the downstream. */
  readonly dimensionName: string;
  readonly partitionMapping: PartitionMapping;
}

/** Dimension by dimension, by the upstream's names. Dimensions that are not named need all, and are needed by all. */
export class MultiPartitionMapping extends PartitionMapping {
  constructor(downstreamMappingsByUpstreamDimension: Readonly<Record<string, DimensionPartitionMapping>>) {
    super({
      type: 'multi',
      dimensions: Object.entries(downstreamMappingsByUpstreamDimension).map(
        ([upstream, { dimensionName, partitionMapping }]) => ({
          upstream,
          downstream: dimensionName,
          mapping: partitionMapping.snapshot,
        }),
      ),
    });
  }
}
