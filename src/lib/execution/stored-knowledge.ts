import type { AssetKeyString } from '../definitions/snapshot';
import type { NewEvent } from '../events/event';
import type { ExecutionPlan, PlannedSource } from '../plan/execution-plan';
import type { Storage } from '../storage/storage';
import { assetSources } from './known-values';
import { storedEvents } from './run-log';

export type KnowledgeStorage = Pick<
  Storage,
  'runEvents' | 'latestMaterializations' | 'latestPartitions' | 'latestObservations'
>;

/**
 * The events from before a run that say what its steps read: the newest materializations and observations of assets and
 * partitions that it does not make itself, and the outputs of the run that it executes again. With `reuse` also the newest
 * materializations of what it makes.
 */
export async function storedKnowledge(
  plan: ExecutionPlan,
  storage: KnowledgeStorage,
): Promise<readonly NewEvent[]> {
  const { keys, partitions, runs } = needs(plan);
  const known = await Promise.all([
    storage.latestMaterializations(keys).then((found) => [...found.values()]),
    ...[...partitions].map(async ([key, wanted]) => [
      ...(await storage.latestPartitions(key, [...wanted])).values(),
    ]),
    storage.latestObservations(keys).then((found) => [...found.values()]),
    ...runs.map((runId) => outputsOf(runId, storage)),
  ]);
  return known.flat();
}

async function outputsOf(runId: string, storage: KnowledgeStorage): Promise<readonly NewEvent[]> {
  const events: NewEvent[] = [];
  for await (const event of storedEvents(storage, runId, ['STEP_OUTPUT', 'HANDLED_OUTPUT']))
    events.push(event);
  return events;
}

function needs({ steps, reuse }: ExecutionPlan) {
  const keys = new Set<AssetKeyString>();
  const partitions = new Map<AssetKeyString, Set<string>>();
  const runs = new Set<string>();
  const need = (key: AssetKeyString, wanted: readonly string[] | undefined) => {
    if (wanted === undefined) keys.add(key);
    else partitions.set(key, (partitions.get(key) ?? new Set()).union(new Set(wanted)));
  };
  const byKey = new Map(steps.map((step) => [step.key, step]));
  for (const step of steps) {
    const sources = step.inputs.map(({ source }) => source);
    for (const source of sources.flatMap(assetSources))
      if (!source.madeBy) need(source.key, source.partitions);
      else if (source.partitions) {
        // The run makes some partitions of it; what is read of the others is from before.
        const made = new Set(byKey.get(source.madeBy.step)?.partitions?.keys);
        const others = source.partitions.filter((key) => !made.has(key));
        if (others.length > 0) need(source.key, others);
      }
    for (const runId of sources.flatMap(runsOf)) runs.add(runId);
    for (const key of step.after ?? []) need(key, step.afterPartitions?.[key]);
    if (reuse)
      for (const { assetKey } of step.outputs)
        if (assetKey !== undefined) need(assetKey, step.partitions?.keys);
  }
  return { keys: [...keys], partitions, runs: [...runs] };
}

const runsOf = (source: PlannedSource): readonly string[] =>
  source.type === 'fanIn'
    ? source.sources.flatMap(runsOf)
    : (source.type === 'step' || source.type === 'collect') && source.runId !== undefined
      ? [source.runId]
      : [];
