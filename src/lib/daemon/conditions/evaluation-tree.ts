import type { Json } from '../../base/json';
import { conditionName, describeCondition } from '../../definitions/automation/condition-snapshot';
import type { PartitionSubset } from '../../graph/partitions/partition-subset';
import { printPartitions } from '../../graph/partitions/partition-text';
import { entityName } from './entity';
import { wholeSpace } from './entity-subset';
import type { NodeEvaluation } from './evaluate-condition';

/** A node of an evaluation as it is stored and shown. */
export interface EvaluationNode {
  /** The id of the node of the condition. */
  readonly id: string;
  /** What it tests or does, such as `missing` or `since`. */
  readonly name: string;
  readonly label?: string;
  /** In words. */
  readonly description: string;
  /** The asset, the check of it, or the job that it was asked of. */
  readonly entity: string;
  /** Of how many partitions it was asked, or of one thing that has none. */
  readonly candidates: number;
  /** Of how many of these it was true. */
  readonly true: number;
  /** Which partitions; absent where it is not partitioned, or true of none. */
  readonly partitions?: string;
  /** ms */
  readonly duration?: number;
  readonly children: readonly EvaluationNode[];
}

/** Longer texts of partitions are cut. */
const longest = 1_000;

export function evaluationTree(evaluation: NodeEvaluation): EvaluationNode {
  const { condition, entity, candidates, subset, children, duration } = evaluation;
  const { tree, id } = condition;
  const partitions = partitionsText(subset);
  return {
    id,
    name: conditionName(tree),
    ...(tree.label !== undefined && { label: tree.label }),
    description: describeCondition(tree),
    entity: entityName(entity),
    candidates: candidates.size,
    true: subset.size,
    ...(partitions !== undefined && { partitions }),
    ...(duration !== undefined && { duration }),
    children: children.map(evaluationTree),
  };
}

function partitionsText(subset: PartitionSubset): string | undefined {
  if (subset.space === wholeSpace || subset.isEmpty) return undefined;
  const text = printPartitions(subset);
  return text.length <= longest ? text : `${text.slice(0, longest)}…`;
}

/** What is stored of a tree. */
export const storedTree = (tree: EvaluationNode): Json => tree as unknown as Json;

/** Equal for evaluations of which the same was true at every node. */
export function truthOf({ entity, subset, children }: NodeEvaluation): string {
  const own = subset.isEmpty ? '0' : subset.space === wholeSpace ? '1' : subset.ranges.join();
  return `${entity}:${own}(${children.map(truthOf).join('')})`;
}
