import { serializeError, type SerializedError } from '../../base/errors';
import { hashOf } from '../../base/hash';
import { textOf } from '../../definitions/partitions/same-definition';
import type { PartitionsSnapshot } from '../../definitions/partitions/partitions-snapshot';
import type { PartitionSubset } from '../../graph/partitions/partition-subset';
import type { AutomationMemory, EntityMemory } from './automation-memory';
import { compileCondition } from './compiled-condition';
import type { ConditionFacts } from './condition-facts';
import type { EntityId } from './entity';
import type { EntityGraph, EntityNode } from './entity-graph';
import { either, noneOf } from './entity-subset';
import { evaluateCondition, type Evaluating, type NodeEvaluation } from './evaluate-condition';

/** What came of the condition of one asset or check. */
export interface EntityEvaluation {
  readonly node: EntityNode;
  /** What it asks to be made. */
  readonly requested: PartitionSubset;
  /** Absent where it could not be evaluated. */
  readonly tree?: NodeEvaluation;
  /** Such as a selection that cannot be read. */
  readonly error?: SerializedError;
  /** It was true, but has been requested too lately, and nothing around it has changed since. */
  readonly heldUntil?: number;
}

export interface AutomationEvaluationRequest {
  readonly graph: EntityGraph;
  readonly facts: ConditionFacts;
  readonly memory: AutomationMemory;
  /** Those with a condition that belong to this automation, upstream first. */
  readonly targets: readonly EntityNode[];
  /** Of these only those are evaluated that can have another result than before; absent: all. */
  readonly dirty?: ReadonlySet<EntityId>;
  /** Who looks at an asset or check: they are evaluated, too, when it is requested. */
  readonly watchers?: (id: EntityId) => Iterable<EntityId>;
  /** Until when a request is put off, if it is. */
  readonly hold?: (node: EntityNode, before: EntityMemory | undefined) => number | undefined;
  /** Default: the one after that of `memory`. */
  readonly evaluationId?: number;
  /** The event up to which the facts go. */
  readonly eventId: number;
  readonly timer?: () => number;
}

export interface AutomationResult {
  /** Of all that were evaluated, upstream first. */
  readonly evaluations: readonly EntityEvaluation[];
  /** What is to be made, also of what its computation makes with it. */
  readonly requested: ReadonlyMap<EntityId, PartitionSubset>;
  readonly memory: AutomationMemory;
}

/**
 * Evaluates automation conditions in one pass, upstream first, so that what will be requested is known downstream. Pure:
 * what there is comes from `facts`, what was before from `memory`. Leaving out what is not `dirty` gives the same
 * answers as evaluating all.
 */
export function evaluateAutomation(request: AutomationEvaluationRequest): AutomationResult {
  const { facts, memory, targets, watchers = () => none } = request;
  const dirty = request.dirty && new Set(request.dirty);
  const requested = new Map<EntityId, PartitionSubset>();
  const entities = new Map(memory.entities);
  const evaluations: EntityEvaluation[] = [];
  const touched = new Set<EntityId>();

  const ask = (node: EntityNode, subset: PartitionSubset) => {
    const known = requested.get(node.id) ?? noneOf(subset.space);
    requested.set(node.id, either(known, subset));
    touched.add(node.id);
    for (const id of watchers(node.id)) {
      dirty?.add(id);
      touched.add(id);
    }
  };

  for (const node of targets) {
    if (dirty && !dirty.has(node.id)) continue;
    const before = memory.entities.get(node.id);
    const { evaluation, after } = evaluateEntity(node, before, requested, request);
    evaluations.push(evaluation);
    entities.set(node.id, after);
    if (evaluation.requested.isEmpty) continue;
    for (const each of [node, ...node.madeWith]) ask(each, evaluation.requested.in(facts.space(each)));
  }

  for (const id of touched) {
    const after = entities.get(id);
    if (!after) continue;
    const asked = requested.get(id);
    entities.set(id, {
      ...after,
      isUnsettled: true,
      ...(asked && { requested: asked, requestedAt: facts.now }),
    });
  }
  const known = new Set(targets.map(({ id }) => id));
  for (const id of entities.keys()) if (!known.has(id)) entities.delete(id);
  const { evaluationId = memory.evaluationId + 1 } = request;
  const next = { evaluationId, timestamp: facts.now, eventId: request.eventId };
  return { evaluations, requested, memory: { ...next, entities } };
}

const none: readonly never[] = [];

function evaluateEntity(
  node: EntityNode,
  before: EntityMemory | undefined,
  requested: ReadonlyMap<EntityId, PartitionSubset>,
  { graph, facts, memory, hold, timer }: AutomationEvaluationRequest,
): { readonly evaluation: EntityEvaluation; readonly after: EntityMemory } {
  const condition = compileCondition(node.condition!);
  const partitions = node.partitions && partitionsHash(node.partitions);
  const isInitial = !before || before.condition !== condition.hash || before.partitions !== partitions;
  const evaluating: Evaluating = {
    graph,
    facts,
    memory,
    requested,
    root: node,
    ...(before && { before }),
    isInitial,
    remember: new Map(),
    isUnsettled: false,
    ...(timer && { timer }),
  };
  const about = { condition: condition.hash, ...(partitions !== undefined && { partitions }) };
  const requestedAt = before?.requestedAt;
  const kept = requestedAt !== undefined && { requestedAt };
  try {
    const tree = evaluateCondition(condition, evaluating);
    const heldUntil = tree.subset.isEmpty ? undefined : hold?.(node, before);
    const isHeld = heldUntil !== undefined;
    const asked = isHeld ? noneOf(tree.subset.space) : tree.subset;
    const isUnsettled = evaluating.isUnsettled || isHeld || isInitial;
    return {
      evaluation: { node, requested: asked, tree, ...(isHeld && { heldUntil }) },
      after: { ...about, nodes: evaluating.remember, isUnsettled, ...kept },
    };
  } catch (error) {
    const evaluation = { node, requested: noneOf(facts.space(node)), error: serializeError(error) };
    return {
      evaluation,
      after: { ...about, nodes: before?.nodes ?? new Map(), isUnsettled: false, ...kept },
    };
  }
}

const hashes = new WeakMap<PartitionsSnapshot, string>();

function partitionsHash(partitions: PartitionsSnapshot): string {
  let hash = hashes.get(partitions);
  if (hash === undefined) hashes.set(partitions, (hash = hashOf(textOf(partitions)).slice(0, 12)));
  return hash;
}
