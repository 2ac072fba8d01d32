import type { AssetKeyString } from '../../definitions/snapshot';
import type { ConditionFacts } from './condition-facts';
import type { ConditionWatch } from './condition-watch';
import type { EntityGraph, EntityNode } from './entity-graph';
import type { FactBook, News } from './fact-book';
import { tickFacts, type TickFactsOptions } from './tick-facts';

export interface GatherFactsOptions extends Pick<
  TickFactsOptions,
  'spaces' | 'now' | 'previous' | 'backfills'
> {
  readonly book: FactBook;
  /** The book is led on to the end of it. */
  readonly news: News;
  readonly watch: ConditionWatch;
  /** Those that may be evaluated. */
  readonly entities: Iterable<EntityNode>;
  readonly graph: EntityGraph;
}

/** Reads all that the conditions of some assets and checks look at, so that they can be evaluated without waiting. */
export async function gatherFacts(options: GatherFactsOptions): Promise<ConditionFacts> {
  const { book, news, watch, graph, spaces, now, ...more } = options;
  const keys = new Set<AssetKeyString>();
  for (const { id } of options.entities) for (const key of watch.looksAt.get(id)!) keys.add(key);
  const asked = (operand: Parameters<ConditionWatch['operands']['get']>[0], key: AssetKeyString) =>
    watch.operands.get(operand)?.has(key) ?? false;
  await book.read(keys, {
    isPartitioned: (key) => graph.get(key)?.partitions !== undefined,
    needsPlans: (key) => asked('execution_failed', key),
  });
  const updates = book.lead(news);
  const runs = new Set<string>();
  for (const [key, partitions] of updates.assets)
    if (asked('executed_with_root_target', key))
      for (const partition of partitions.keys()) runs.add(book.asset(key)!.made.get(partition)?.runId ?? '');
  for (const [key, partitions] of updates.runs)
    if (asked('any_new_update_has_run_tags', key) || asked('all_new_updates_have_run_tags', key))
      for (const ids of partitions.values()) for (const id of ids) runs.add(id);
  for (const key of keys)
    if (asked('executed_with_tags', key))
      for (const { runId } of book.asset(key)!.made.values()) runs.add(runId);
  await book.readRuns(runs);
  return tickFacts({ book, updates, spaces, now, ...more });
}
