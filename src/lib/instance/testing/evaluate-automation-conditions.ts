import { revivedError } from '../../base/errors';
import { collectDefinitions } from '../../definitions/collect-definitions';
import type { AssetKeyString } from '../../definitions/snapshot';
import { readMemory, writeMemory } from '../../daemon/conditions/automation-memory';
import { entityId, type EntityId } from '../../daemon/conditions/entity';
import { EntityGraph } from '../../daemon/conditions/entity-graph';
import { wholeKey } from '../../daemon/conditions/entity-subset';
import { evaluateAutomation } from '../../daemon/conditions/evaluate-automation';
import { evaluationTree, type EvaluationNode } from '../../daemon/conditions/evaluation-tree';
import { FactBook } from '../../daemon/conditions/fact-book';
import { gatherFacts } from '../../daemon/conditions/gather-facts';
import { PartitionSpaces } from '../../daemon/conditions/partition-spaces';
import {
  type ReadPartitionsContext,
  watchConditions,
  watchedPartitions,
} from '../../daemon/conditions/condition-watch';
import { AssetGraph } from '../../graph/asset-graph';
import { checkJobs } from '../../graph/check-jobs';
import type { PartitionSubset } from '../../graph/partitions/partition-subset';
import { parseSelection } from '../../graph/selection/parse-selection';
import { resolveSelection } from '../../graph/selection/resolve-selection';
import { partitionsContext } from '../partitions-context';
import { definitionEntries, type TestedDefinitions } from './definition-entries';
import { insideOf, type EphemeralInstance } from './ephemeral-instance';

export interface AutomationConditionsOptions {
  /** A module, an object of named definitions, or a list. */
  readonly defs: TestedDefinitions;
  /** Whose events the conditions look at. */
  readonly instance: EphemeralInstance;
  /** Of the evaluation before: `result.cursor`. Absent: it is the first. */
  readonly cursor?: string;
  /** Default: the time of the instance. */
  readonly evaluationTime?: Date | number;
  /** Default: every asset, check and job that has a condition. */
  readonly assetSelection?: string | readonly AssetKeyString[];
}

/** What came of one asset, check or job. */
export interface AutomationConditionResult {
  /** Of a job empty. */
  readonly key: AssetKeyString;
  /** The check of it whose condition it is. */
  readonly check?: string;
  /** The job whose condition it is. */
  readonly job?: string;
  /** Partitions; of what is not partitioned `null`. */
  readonly requestedPartitions: ReadonlySet<string | null>;
  /** For how many partitions the condition was true. */
  readonly trueCount: number;
  readonly tree: EvaluationNode;
}

export interface EvaluateAutomationConditionsResult {
  /** For the next evaluation. */
  readonly cursor: string;
  /** Over all assets, checks and jobs: partitions, or 1 for what is not partitioned. */
  readonly totalRequested: number;
  readonly results: readonly AutomationConditionResult[];
  getNumRequested(key: AutomationTarget): number;
  getRequestedPartitions(key: AutomationTarget): ReadonlySet<string | null>;
}

/** An asset by its key, a check of one, or a job. */
export type AutomationTarget =
  AssetKeyString | { readonly assetKey: AssetKeyString; readonly name: string } | { readonly job: string };

/**
 * Evaluates automation conditions and launches nothing (Dagster's `evaluate_automation_conditions`). Rejects where the
 * definitions have errors, or a condition cannot be evaluated.
 */
export async function evaluateAutomationConditions({
  defs,
  instance,
  cursor,
  evaluationTime = instance.now(),
  assetSelection,
}: AutomationConditionsOptions): Promise<EvaluateAutomationConditionsResult> {
  const { storage } = insideOf(instance);
  const snapshot = checkJobs(collectDefinitions(definitionEntries(defs), undefined, parseSelection).snapshot);
  const [wrong] = snapshot.errors;
  if (wrong) throw revivedError(wrong);
  const location = { name: 'definitions', snapshot };
  const assets = new AssetGraph([{ location: location.name, snapshot }]);
  const graph = new EntityGraph({ locations: [location], graph: assets });
  const selected =
    typeof assetSelection === 'string' ? resolveSelection(assetSelection, assets) : assetSelection;
  const targets = graph.order.filter(
    ({ key, condition, isExecutable }) => condition && isExecutable && (selected?.includes(key) ?? true),
  );
  const memory = readMemory(cursor);
  const book = await FactBook.open(storage, memory.eventId);
  const news = await book.news();
  const now = Number(evaluationTime);
  const watch = watchConditions(targets, graph);
  const spaces = new PartitionSpaces();
  const read: ReadPartitionsContext = (definitions) => partitionsContext(definitions, storage, now);
  spaces.begin(await watchedPartitions(watch, read, now));
  const facts = await gatherFacts({
    book,
    news,
    watch,
    entities: targets,
    graph,
    spaces,
    now,
    previous: memory.timestamp,
  });
  const result = evaluateAutomation({ graph, facts, memory, targets, eventId: news.eventId });
  const failed = result.evaluations.find(({ error }) => error)?.error;
  if (failed) throw revivedError(failed);

  const requestedOf = (key: AutomationTarget): ReadonlySet<string | null> => {
    const id = targetId(key, location.name);
    return partitionsIn(result.requested.get(id));
  };
  return {
    cursor: writeMemory(result.memory),
    totalRequested: [...result.requested.values()].reduce((sum, { size }) => sum + size, 0),
    results: result.evaluations.map(({ node: { id, key, check, job }, tree }) => ({
      key,
      ...(check !== undefined && { check }),
      ...(job && { job: job.name }),
      requestedPartitions: partitionsIn(result.requested.get(id)),
      trueCount: tree!.subset.size,
      tree: evaluationTree(tree!),
    })),
    getNumRequested: (key) => requestedOf(key).size,
    getRequestedPartitions: requestedOf,
  };
}

function targetId(target: AutomationTarget, location: string): EntityId {
  if (typeof target === 'string') return target;
  if ('job' in target) return entityId({ key: '', job: { location, name: target.job } });
  return entityId({ key: target.assetKey, check: target.name });
}

const partitionsIn = (subset: PartitionSubset | undefined): ReadonlySet<string | null> =>
  new Set(Array.from(subset?.keys() ?? [], (key) => (key === wholeKey ? null : key)));
