import { DagbookError } from '../base/errors';
import { keySpace } from '../definitions/partitions/key-space';
import { keysByDimension } from '../definitions/partitions/multi-partitions';
import type { PartitionsContext, PartitionsSnapshot } from '../definitions/partitions/partitions-snapshot';
import { timeWindowOf } from '../definitions/partitions/time-window';
import type { AssetKeyString, AssetSnapshot, JobSnapshot } from '../definitions/snapshot';
import type { AssetGraph } from '../graph/asset-graph';
import { differentPartitions } from '../graph/check-jobs';
import { upstreamPartitions } from '../graph/partitions/partition-dependencies';
import type { PartitionSubset } from '../graph/partitions/partition-subset';
import { parsePartitions, printPartitions } from '../graph/partitions/partition-text';
import type { StepPartitions } from '../plan/execution-plan';
import type { PlanPartitions } from '../plan/plan-request';

export interface RunPartitionsRequest {
  /** As the user wrote them. */
  readonly text: string | undefined;
  readonly job: JobSnapshot | undefined;
  /** What the run makes. */
  readonly selected: readonly AssetSnapshot[];
  readonly graph: AssetGraph;
  readonly context: PartitionsContext;
}

export interface RunPartitions {
  readonly plan: PlanPartitions;
  readonly tags: Readonly<Record<string, string>>;
}

/**
 * Which partitions a run makes of its assets, which of what they read, and the tags that say so (Dagster's). Throws
 * `InvalidPartitions` where the assets of the run differ in their partitions, or none or too many are named, and
 * `UnknownPartition` for keys that do not exist, here or upstream.
 */
export function runPartitions(request: RunPartitionsRequest): RunPartitions {
  const { text, job, selected, graph, context } = request;
  const definition = commonDefinition(job, selected);
  const subset = named(definition, text, context);
  const step = subset && stepPartitions(subset);
  const upstream: PlanPartitions['upstream'] = (dep, of) => {
    const from = graph.get(dep.key)?.partitions;
    if (!from) return undefined;
    const isPartitioned = of === undefined ? job?.partitions : graph.get(of)?.partitions;
    const downstream = isPartitioned ? subset : undefined;
    const found = upstreamPartitions({ mapping: dep.mapping, upstream: from, downstream, context });
    if (found.nonexistent.length > 0) throw missingUpstream(of ?? job!.name, dep.key, found.nonexistent);
    const allowMissing = dep.metadata?.['allow_missing_partitions']?.value === true;
    return { keys: [...found.subset.keys()], ...(allowMissing && { allowMissing }) };
  };
  return {
    plan: {
      upstream,
      ...(step && {
        assets: new Map(selected.filter(({ partitions }) => partitions).map(({ key }) => [key, step])),
        ...(job?.partitions && { job: step }),
      }),
    },
    tags: subset ? partitionTags(subset) : {},
  };
}

/** The definition that the job and all partitioned assets of a run share; absent where nothing is partitioned. */
function commonDefinition(
  job: JobSnapshot | undefined,
  selected: readonly AssetSnapshot[],
): PartitionsSnapshot | undefined {
  const differ = differentPartitions(job, selected);
  if (differ)
    throw invalid(
      `${differ[0]} and ${differ[1]} have different partitions`,
      'Launch them one after the other: a run makes partitions of one definition.',
    );
  return job?.partitions ?? selected.find(({ partitions }) => partitions)?.partitions;
}

function named(
  definition: PartitionsSnapshot | undefined,
  text: string | undefined,
  context: PartitionsContext,
): PartitionSubset | undefined {
  if (!definition) {
    if (text === undefined) return undefined;
    throw invalid(
      `Partition ${text} is named, but nothing in this run is partitioned`,
      'Leave the partition out, or select partitioned assets.',
    );
  }
  const space = keySpace(definition, context);
  if (text !== undefined) return parsePartitions(space, text);
  if (space.size === 0) throw invalid('There are no partitions yet', 'Wait until one exists, or add one.');
  const last = space.keyAt(space.size - 1);
  throw invalid(
    'The run needs a partition, and none is named',
    `Name one, such as ${last}, several with commas between them, or a range ${space.keyAt(0)}...${last}.`,
  );
}

function stepPartitions(subset: PartitionSubset): StepPartitions {
  const { partitions } = subset.space;
  const keys = [...subset.keys()];
  const dimensions =
    partitions.type === 'multi' && keys.length === 1 && keysByDimension(partitions, keys[0]!);
  const timeWindow = timeWindowOfKeys(partitions, keys);
  return {
    keys,
    ...(timeWindow && { timeWindow }),
    ...(dimensions && { dimensions }),
  };
}

/** From the first window to the last; of several dimensions, where one of them and no other is of time (Dagster). */
function timeWindowOfKeys(
  partitions: PartitionsSnapshot,
  keys: readonly string[],
): StepPartitions['timeWindow'] {
  if (partitions.type === 'time_window') {
    const window = timeWindowOf(partitions, keys[0]!, keys.at(-1));
    return window && { start: window.start.getTime(), end: window.end.getTime() };
  }
  if (partitions.type !== 'multi') return undefined;
  const times = partitions.dimensions.flatMap(({ name, partitions: own }) =>
    own.type === 'time_window' ? [{ name, own }] : [],
  );
  const [time] = times;
  if (!time || times.length > 1) return undefined;
  const parts = new Set(keys.map((key) => keysByDimension(partitions, key)![time.name]!));
  const windows = [...parts].map((part) => timeWindowOf(time.own, part)!);
  return {
    start: Math.min(...windows.map(({ start }) => start.getTime())),
    end: Math.max(...windows.map(({ end }) => end.getTime())),
  };
}

/** A range has the tags of its ends, as in Dagster; a list that is no range stands in the tag of one partition. */
function partitionTags(subset: PartitionSubset): Readonly<Record<string, string>> {
  const { first, last, ranges, size, space } = subset;
  if (size > 1 && ranges.length === 2 && space.partitions.type !== 'multi')
    return { 'dagster/asset_partition_range_start': first!, 'dagster/asset_partition_range_end': last! };
  const parts =
    size === 1 && space.partitions.type === 'multi' ? keysByDimension(space.partitions, first!) : {};
  return {
    'dagster/partition': size === 1 ? first! : printPartitions(subset),
    ...Object.fromEntries(
      Object.entries(parts ?? {}).map(([name, key]) => [`dagster/partition/${name}`, key]),
    ),
  };
}

function missingUpstream(of: string, upstream: AssetKeyString, keys: readonly string[]): DagbookError {
  const some = keys.slice(0, 5).join(', ');
  const more = keys.length > 5 ? ` and ${keys.length - 5} more` : '';
  return new DagbookError(`${of} needs partitions of ${upstream} that do not exist: ${some}${more}`, {
    name: 'UnknownPartition',
    remedy:
      'Choose other partitions, or say allowNonexistentUpstreamPartitions in a TimeWindowPartitionMapping.',
  });
}

const invalid = (message: string, remedy: string) =>
  new DagbookError(message, { name: 'InvalidPartitions', remedy });
