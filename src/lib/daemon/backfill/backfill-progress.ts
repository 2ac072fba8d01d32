import type { Json } from '../../base/json';
import { keySpace, type KeySpace } from '../../definitions/partitions/key-space';
import type { PartitionsContext } from '../../definitions/partitions/partitions-snapshot';
import { PartitionSubset } from '../../graph/partitions/partition-subset';
import type { StoredSubset } from '../../graph/partitions/stored-subset';
import type { BackfillNode } from './backfill-target';

/** Partitions by node; a node that is not there has none. */
export type SubsetsByNode = ReadonlyMap<string, PartitionSubset>;

/** A run of the backfill that has not ended, or was not looked at since. */
export interface BackfillRun {
  readonly nodes: readonly string[];
  /** As text; absent: of what has no partitions. */
  readonly partitions?: string;
}

/** How far a backfill has come. */
export interface BackfillProgress {
  readonly target: SubsetsByNode;
  readonly requested: SubsetsByNode;
  readonly materialized: SubsetsByNode;
  /** What failed, and what of the target depends on it: it is not requested any more (Dagster). */
  readonly failed: SubsetsByNode;
  readonly runs: ReadonlyMap<string, BackfillRun>;
}

export interface StoredProgress {
  readonly requested: Readonly<Record<string, StoredSubset>>;
  readonly materialized: Readonly<Record<string, StoredSubset>>;
  readonly failed: Readonly<Record<string, StoredSubset>>;
  readonly runs: Readonly<Record<string, BackfillRun>>;
}

export const noProgress: StoredProgress = { requested: {}, materialized: {}, failed: {}, runs: {} };

export const spaceOf = (node: BackfillNode, context: PartitionsContext): KeySpace =>
  keySpace(node.partitions, context);

export function readProgress(
  stored: StoredProgress,
  target: SubsetsByNode,
  nodes: readonly BackfillNode[],
  context: PartitionsContext,
): BackfillProgress {
  const read = (subsets: Readonly<Record<string, StoredSubset>>): SubsetsByNode =>
    new Map(
      nodes.flatMap((node) => {
        const subset = Object.hasOwn(subsets, node.id) ? subsets[node.id] : undefined;
        return subset ? [[node.id, PartitionSubset.read(spaceOf(node, context), subset)] as const] : [];
      }),
    );
  return {
    target,
    requested: read(stored.requested),
    materialized: read(stored.materialized),
    failed: read(stored.failed),
    runs: new Map(Object.entries(stored.runs)),
  };
}

export function storeProgress({
  requested,
  materialized,
  failed,
  runs,
}: BackfillProgress): StoredProgress & Json {
  const store = (subsets: SubsetsByNode) =>
    Object.fromEntries(
      [...subsets].filter(([, subset]) => !subset.isEmpty).map(([id, subset]) => [id, subset.store()]),
    );
  return {
    requested: store(requested),
    materialized: store(materialized),
    failed: store(failed),
    runs: Object.fromEntries(runs),
  } as unknown as StoredProgress & Json;
}

/** The subsets of both. */
export function added(subsets: SubsetsByNode, more: SubsetsByNode): SubsetsByNode {
  const sum = new Map(subsets);
  for (const [id, subset] of more) sum.set(id, sum.get(id)?.union(subset) ?? subset);
  return sum;
}

/** What of the target has neither been made nor failed. */
export const isDone = ({ target, materialized, failed, runs }: BackfillProgress): boolean =>
  runs.size === 0 &&
  [...target].every(([id, subset]) => {
    const ended = [materialized.get(id), failed.get(id)];
    return ended.reduce<PartitionSubset>((left, each) => (each ? left.difference(each) : left), subset)
      .isEmpty;
  });
