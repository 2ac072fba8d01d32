import { inferMapping } from '../../definitions/partitions/infer-mapping';
import type { PartitionsContext } from '../../definitions/partitions/partitions-snapshot';
import { isSame } from '../../definitions/partitions/same-definition';
import { downstreamPartitions } from '../../graph/partitions/partition-dependencies';
import type { PartitionSubset } from '../../graph/partitions/partition-subset';
import type { BackfillProgress, SubsetsByNode } from './backfill-progress';
import type { BackfillNode } from './backfill-target';

/**
 * What can be requested now, by node: partitions of the target whose upstream partitions, as far as they are in the
 * target, are made, or are requested with them in the same run. `nodes` stand upstream before downstream.
 */
export function nextRequests(
  nodes: readonly BackfillNode[],
  progress: BackfillProgress,
  context: PartitionsContext,
): SubsetsByNode {
  const byId = new Map(nodes.map((node) => [node.id, node]));
  const requests = new Map<string, PartitionSubset>();
  for (const node of nodes) {
    let candidates = progress.target.get(node.id)!;
    for (const gone of [progress.requested, progress.failed, progress.materialized]) {
      const own = gone.get(node.id);
      if (own) candidates = candidates.difference(own);
    }
    for (const dep of node.deps) {
      const upstream = byId.get(dep.id);
      if (candidates.isEmpty || !upstream) continue;
      const isSelf = upstream === node;
      // All of it is made in one run, which takes the partitions in their order.
      if (isSelf && node.maxPartitionsPerRun === null) continue;
      let pending = progress.target.get(dep.id)!;
      const made = progress.materialized.get(dep.id);
      if (made) pending = pending.difference(made);
      const together = requests.get(dep.id);
      if (together && !isSelf && isInSameRun(upstream, node, dep.mapping))
        pending = pending.difference(together);
      if (pending.isEmpty) continue;
      const blocked = downstreamPartitions({
        mapping: dep.mapping,
        upstream: pending,
        downstream: node.partitions,
        context,
      });
      candidates = candidates.difference(blocked);
    }
    if (!candidates.isEmpty) requests.set(node.id, candidates);
  }
  return requests;
}

/** Whether a partition of both is made by one run: the same partitions, one from one, of one location and policy. */
function isInSameRun(a: BackfillNode, b: BackfillNode, mapping: BackfillNode['deps'][0]['mapping']): boolean {
  return (
    a.location === b.location &&
    a.maxPartitionsPerRun === b.maxPartitionsPerRun &&
    isSame(a.partitions, b.partitions) &&
    (mapping ?? inferMapping(a.partitions, b.partitions)).type === 'identity'
  );
}

/** What failed, with all of the target that depends on it. */
export function withDescendants(
  failed: SubsetsByNode,
  nodes: readonly BackfillNode[],
  { target, materialized }: BackfillProgress,
  context: PartitionsContext,
): SubsetsByNode {
  const all = new Map(failed);
  for (const node of nodes)
    for (const dep of node.deps) {
      const upstream = all.get(dep.id);
      if (!upstream || upstream.isEmpty) continue;
      let lost = downstreamPartitions({
        mapping: dep.mapping,
        upstream,
        downstream: node.partitions,
        context,
      });
      lost = target.get(node.id)!.intersection(lost);
      const made = materialized.get(node.id);
      if (made) lost = lost.difference(made);
      // Along its own partitions one failure goes on until nothing is added.
      for (let before = -1; dep.id === node.id && lost.size !== before;) {
        before = lost.size;
        const next = downstreamPartitions({ mapping: dep.mapping, upstream: lost, downstream: node.partitions, context }); // prettier-ignore
        lost = lost.union(target.get(node.id)!.intersection(next));
      }
      if (!lost.isEmpty) all.set(node.id, all.get(node.id)?.union(lost) ?? lost);
    }
  return all;
}
