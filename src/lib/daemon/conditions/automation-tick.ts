import { newRunId } from '../../base/ids';
import { serializeError } from '../../base/errors';
import type { AutomationEvaluation, NewRun, Tick, TickCommit } from '../../storage/automation-storage';
import type { PrepareRun } from '../wanted-run';
import { writeMemory } from './automation-memory';
import { automationRuns, type AutomationRun } from './automation-runs';
import type { Automation } from './automation-scope';
import type { EntityGraph } from './entity-graph';
import type { AutomationResult } from './evaluate-automation';
import { evaluationTree, storedTree, truthOf } from './evaluation-tree';

/** What an evaluation has led to, as one transaction stores it. */
export interface AutomationTick {
  readonly commit: TickCommit;
  readonly runs: readonly AutomationRun[];
}

/** Prepares what an evaluation asks for. Rejects where a run cannot be prepared: then nothing of it is launched. */
export async function automationTick(
  automation: Automation,
  result: AutomationResult,
  {
    id,
    startedAt,
    graph,
    prepareRun,
    truths,
  }: {
    readonly id: string;
    readonly startedAt: number;
    readonly graph: EntityGraph;
    readonly prepareRun: PrepareRun;
    /** What was true of each at the evaluation before, as far as that is known; led on. */
    readonly truths: Map<string, string>;
  },
): Promise<AutomationTick> {
  const { evaluationId } = result.memory;
  const runs = automationRuns(automation, result.requested, graph, { tickId: id, evaluationId });
  const prepared: NewRun[] = [];
  for (const { wanted } of runs) prepared.push(await prepareRun(wanted));
  const tick: Tick = {
    ...begunTick(automation, id, startedAt),
    status: runs.length > 0 ? 'SUCCESS' : 'SKIPPED',
    runIds: runs.map(({ wanted }) => wanted.runId),
    ...(runs.length === 0 && { skipReason: 'No condition was true.' }),
  };
  const progress = { cursor: writeMemory(result.memory) };
  const evaluations = worthKeeping(automation, result, runs, truths);
  return { commit: { tick, progress, runs: prepared, evaluations }, runs };
}

/** A tick whose runs could not be prepared, or that failed otherwise. */
export const failedTick = (automation: Automation, startedAt: number, error: unknown): Tick => ({
  ...begunTick(automation, newRunId(), startedAt),
  status: 'FAILURE',
  error: serializeError(error),
  failureCount: 1,
});

const begunTick = ({ location, name, type }: Automation, id: string, startedAt: number): Tick => ({
  id, location, name, type, timestamp: startedAt, status: 'STARTED', startedAt,
  runIds: [], knownRunKeys: [], failureCount: 0, dynamicPartitionsRequests: [], logs: [],
}); // prettier-ignore

/** Evaluations that requested something, that failed, or of which something else was true than at the one before. */
function worthKeeping(
  { location, name: instigator }: Automation,
  { evaluations, memory }: AutomationResult,
  runs: readonly AutomationRun[],
  truths: Map<string, string>,
): readonly AutomationEvaluation[] {
  return evaluations.flatMap(({ node, requested, tree, error }): readonly AutomationEvaluation[] => {
    const truth = tree ? truthOf(tree) : `error ${error?.message}`;
    const before = truths.get(node.id);
    truths.set(node.id, truth);
    const isNews = before !== undefined && before !== truth;
    if (requested.isEmpty && !isNews && !(error && before === undefined)) return [];
    const { key, check, job } = node;
    return [
      {
        evaluationId: memory.evaluationId,
        assetKey: key,
        ...(check !== undefined && { check }),
        ...(job && { job: job.name }),
        location,
        instigator,
        timestamp: memory.timestamp!,
        requested: requested.size,
        runIds: runs.filter(({ ids }) => ids.has(node.id)).map(({ wanted }) => wanted.runId),
        tree: tree ? storedTree(evaluationTree(tree)) : { error: { ...error! } as never },
      },
    ];
  });
}
