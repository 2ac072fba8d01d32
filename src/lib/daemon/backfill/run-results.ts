import { isFinished } from '../../events/run-status';
import { rangesOfIndexes } from '../../graph/partitions/index-ranges';
import { PartitionSubset } from '../../graph/partitions/partition-subset';
import { parsePartitions } from '../../graph/partitions/partition-text';
import type { PartitionsContext } from '../../definitions/partitions/partitions-snapshot';
import type { Storage } from '../../storage/storage';
import { spaceOf, type BackfillRun, type SubsetsByNode } from './backfill-progress';
import { isWhole, type BackfillNode } from './backfill-target';

/** What came of a run of a backfill that has ended. */
export interface RunResult {
  readonly materialized: SubsetsByNode;
  readonly failed: SubsetsByNode;
}

const all = Number.MAX_SAFE_INTEGER;

/** `undefined` while it has not ended. A run that was deleted has failed, as far as its events do not say otherwise. */
export async function runResult(
  runId: string,
  { nodes: ids, partitions }: BackfillRun,
  nodes: ReadonlyMap<string, BackfillNode>,
  context: PartitionsContext,
  storage: Pick<Storage, 'getRun' | 'runEvents'>,
): Promise<RunResult | undefined> {
  const run = await storage.getRun(runId);
  if (run && !isFinished(run.status)) return undefined;
  const isSuccess = run?.status === 'SUCCESS';
  const events = isSuccess
    ? []
    : await storage.runEvents(runId, { types: ['ASSET_MATERIALIZATION'], limit: all });
  const materialized = new Map<string, PartitionSubset>();
  const failed = new Map<string, PartitionSubset>();
  for (const id of ids) {
    const node = nodes.get(id);
    if (!node) continue;
    const space = spaceOf(node, context);
    const wanted = partitions === undefined ? PartitionSubset.all(space) : parsePartitions(space, partitions);
    const made = isSuccess ? wanted : madeBy(events, node, space).intersection(wanted);
    materialized.set(id, made);
    failed.set(id, wanted.difference(made));
  }
  return { materialized, failed };
}

function madeBy(
  events: Awaited<ReturnType<Storage['runEvents']>>,
  { id, partitions }: BackfillNode,
  space: PartitionSubset['space'],
): PartitionSubset {
  const own = events.filter((event) => event.type === 'ASSET_MATERIALIZATION' && event.assetKey === id);
  if (isWhole(partitions)) return own.length > 0 ? PartitionSubset.all(space) : PartitionSubset.none(space);
  const indexes = own.flatMap((event) => {
    const { partition } = event.data as { readonly partition?: string };
    const index = partition === undefined ? -1 : space.indexOf(partition);
    return index < 0 ? [] : [index];
  });
  return new PartitionSubset(space, rangesOfIndexes(indexes));
}
