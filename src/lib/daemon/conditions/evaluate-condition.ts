import type { KeySpace } from '../../definitions/partitions/key-space';
import type { PartitionSubset } from '../../graph/partitions/partition-subset';
import type { AutomationMemory, EntityMemory } from './automation-memory';
import type { CompiledCondition } from './compiled-condition';
import type { ConditionFacts } from './condition-facts';
import { downstreamConditions, type AskingDownstream } from './downstream-conditions';
import type { EntityId } from './entity';
import type { EntityEdge, EntityGraph, EntityNode } from './entity-graph';
import {
  allOf,
  both,
  either,
  mapToDownstream,
  mapToUpstream,
  minus,
  noneOf,
  readSubset,
} from './entity-subset';
import { evaluateOperand, isMomentary } from './evaluate-operand';
import { neighboursOf } from './neighbours';

/** What came of one node of a condition. */
export interface NodeEvaluation {
  readonly condition: CompiledCondition;
  /** Of what it was asked: the asset itself, or one around it. */
  readonly entity: EntityId;
  /** Of these it was asked. */
  readonly candidates: PartitionSubset;
  /** Of these it was true. */
  readonly subset: PartitionSubset;
  readonly children: readonly NodeEvaluation[];
  /** How long it took, in ms; absent where nobody measured. */
  readonly duration?: number;
}

/** The evaluation of one asset, check or job. */
export interface Evaluating {
  readonly graph: EntityGraph;
  readonly facts: ConditionFacts;
  /** Of the evaluation before. */
  readonly memory: AutomationMemory;
  /** What this evaluation has requested so far. */
  readonly requested: ReadonlyMap<EntityId, PartitionSubset>;
  readonly root: EntityNode;
  /** Of `root`; absent: it has never been evaluated. */
  readonly before?: EntityMemory;
  readonly isInitial: boolean;
  /** What the nodes remember for the next time. */
  readonly remember: Map<string, PartitionSubset | string>;
  /** Something was true that is so only for this evaluation. */
  isUnsettled: boolean;
  /** Milliseconds that only differences are taken of. */
  readonly timer?: () => number;
}

/** Where in a condition we are: which asset is asked, and by which way from the root. */
interface Place {
  readonly entity: EntityNode;
  readonly way: string;
}

const none: readonly never[] = [];

/** Evaluates a condition, node by node, for `root`. */
export function evaluateCondition(condition: CompiledCondition, evaluating: Evaluating): NodeEvaluation {
  const { root, facts } = evaluating;
  return evaluate(condition, { entity: root, way: '' }, allOf(facts.space(root)), evaluating);
}

function evaluate(
  condition: CompiledCondition,
  place: Place,
  candidates: PartitionSubset,
  evaluating: Evaluating,
): NodeEvaluation {
  const { timer } = evaluating;
  const start = timer?.();
  const { subset, children } = evaluateNode(condition, place, candidates, evaluating);
  if (!subset.isEmpty && isMomentary(condition.tree.type)) evaluating.isUnsettled = true;
  const entity = place.entity.id;
  if (start === undefined) return { condition, entity, candidates, subset, children };
  return { condition, entity, candidates, subset, children, duration: timer!() - start };
}

type Found = Pick<NodeEvaluation, 'subset' | 'children'>;

function evaluateNode(
  condition: CompiledCondition,
  place: Place,
  candidates: PartitionSubset,
  evaluating: Evaluating,
): Found {
  const { tree, operands } = condition;
  switch (tree.type) {
    case 'and': {
      let subset = candidates;
      const children = operands.map((operand) => {
        const child = evaluate(operand, place, subset, evaluating);
        subset = both(subset, child.subset);
        return child;
      });
      return { subset, children };
    }
    case 'or': {
      const children = operands.map((operand) => evaluate(operand, place, candidates, evaluating));
      const all = children.reduce((sum, { subset }) => either(sum, subset), noneOf(candidates.space));
      return { subset: both(candidates, all), children };
    }
    case 'not': {
      const child = evaluate(operands[0]!, place, candidates, evaluating);
      return { subset: minus(candidates, child.subset), children: [child] };
    }
    case 'newly_true':
      return newlyTrue(condition, place, candidates, evaluating);
    case 'since':
      return since(condition, place, candidates, evaluating);
    case 'any_deps_match':
    case 'all_deps_match':
    case 'any_checks_match':
    case 'all_checks_match':
    case 'any_job_root_assets_match':
    case 'all_job_root_assets_match':
    case 'asset_matches':
      return around(condition, place, candidates, evaluating);
    case 'any_downstream_conditions':
      return downstream(tree, place, candidates, evaluating);
    default:
      return {
        subset: both(candidates, evaluateOperand(condition, place, candidates, evaluating)),
        children: none,
      };
  }
}

/** Evaluated for all partitions, whatever the candidates are: no change may be missed. */
function newlyTrue(
  condition: CompiledCondition,
  place: Place,
  candidates: PartitionSubset,
  evaluating: Evaluating,
): Found {
  const { space } = candidates;
  const child = evaluate(condition.operands[0]!, place, allOf(space), evaluating);
  const before = recall(condition, place, space, evaluating);
  keep(condition, place, child.subset, evaluating);
  return { subset: both(candidates, minus(child.subset, before)), children: [child] };
}

/** Dagster's rule: what resets wins, but an update in the moment of a cron tick counts as one since. */
function since(
  condition: CompiledCondition,
  place: Place,
  candidates: PartitionSubset,
  evaluating: Evaluating,
): Found {
  const { space } = candidates;
  const [trigger, reset] = condition.operands.map((operand) =>
    evaluate(operand, place, allOf(space), evaluating),
  ) as [NodeEvaluation, NodeEvaluation];
  const before = recall(condition, place, space, evaluating);
  const isUpdatedSinceTick =
    trigger.condition.tree.type === 'newly_updated' && reset.condition.tree.type === 'cron_tick_passed';
  const now = isUpdatedSinceTick
    ? either(minus(before, reset.subset), trigger.subset)
    : minus(either(before, trigger.subset), reset.subset);
  keep(condition, place, now, evaluating);
  return { subset: both(candidates, now), children: [trigger, reset] };
}

/** Each asset around, each check, or each root asset of a job, is asked by itself; what is true of it is true of what needs it. */
function around(
  condition: CompiledCondition,
  place: Place,
  candidates: PartitionSubset,
  evaluating: Evaluating,
): Found {
  const { facts, graph } = evaluating;
  const { type } = condition.tree;
  const isAll = type.startsWith('all_');
  const isOfChecks = type === 'any_checks_match' || type === 'all_checks_match';
  const there = isOfChecks ? mapToDownstream : mapToUpstream;
  const back = isOfChecks ? mapToUpstream : mapToDownstream;
  let subset = isAll ? candidates : noneOf(candidates.space);
  const children = neighboursOf(condition.tree, place.entity, graph).map((edge: EntityEdge) => {
    const entity = isOfChecks ? edge.of : edge.on;
    const way = `${place.way}@${entity.id}`;
    const asked = there(candidates, edge, facts.space(entity));
    const child = evaluate(condition.operands[0]!, { entity, way }, asked, evaluating);
    const matches = both(candidates, back(child.subset, edge, candidates.space));
    subset = isAll ? both(subset, matches) : either(subset, matches);
    return child;
  });
  return { subset, children };
}

/** The conditions of what is downstream, asked of this asset: the union of them. */
function downstream(
  tree: AskingDownstream,
  place: Place,
  candidates: PartitionSubset,
  evaluating: Evaluating,
): Found {
  const found = downstreamConditions(tree, place.entity, evaluating.graph);
  const children = found.map((each) =>
    evaluate(each, { ...place, way: `${place.way}>${each.hash.slice(0, 8)}` }, candidates, evaluating),
  );
  const all = children.reduce((sum, { subset }) => either(sum, subset), noneOf(candidates.space));
  return { subset: both(candidates, all), children };
}

function recall(
  { id }: CompiledCondition,
  { way }: Place,
  space: KeySpace,
  { before }: Evaluating,
): PartitionSubset {
  const kept = before?.nodes.get(id + way);
  return typeof kept === 'string' ? noneOf(space) : readSubset(space, kept);
}

function keep(
  { id }: CompiledCondition,
  { way }: Place,
  subset: PartitionSubset,
  { remember }: Evaluating,
): void {
  if (!subset.isEmpty) remember.set(id + way, subset);
}
