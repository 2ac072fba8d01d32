import { wholeKey, allOf, noneOf } from './entity-subset';
import type { Backfill } from '../../storage/automation-storage';
import { inBackfills } from './backfill-facts';
import type { CheckResult } from '../../storage/facts-storage';
import type { PartitionSubset } from '../../graph/partitions/partition-subset';
import { freshness } from '../../definitions/freshness-policy';
import type { ConditionFacts, WantedRunTags } from './condition-facts';
import type { Update } from './asset-facts';
import type { EntityNode } from './entity-graph';
import type { FactBook, Updates } from './fact-book';
import { subsetOf, type NewestByPartition } from './newest-by-partition';
import type { PartitionSpaces } from './partition-spaces';

export interface TickFactsOptions {
  readonly book: FactBook;
  /** Since the evaluation before. */
  readonly updates: Updates;
  readonly spaces: PartitionSpaces;
  readonly now: number;
  readonly previous?: number;
  /** Unfinished ones. */
  readonly backfills?: readonly Pick<Backfill, 'target' | 'progress'>[];
}

/** What a fact book says at one evaluation. Each answer is worked out once, for how many assets ever ask for it. */
export function tickFacts({
  book,
  updates,
  spaces,
  now,
  previous,
  ...more
}: TickFactsOptions): ConditionFacts {
  const answers = {
    present: new Map<EntityNode, PartitionSubset>(),
    inProgress: new Map<EntityNode, PartitionSubset>(),
    updated: new Map<EntityNode, PartitionSubset>(),
  };
  const once =
    (known: Map<EntityNode, PartitionSubset>, answer: (node: EntityNode) => PartitionSubset) =>
    (node: EntityNode) => {
      let found = known.get(node);
      if (!found) known.set(node, (found = answer(node)));
      return found;
    };
  const space = (node: EntityNode) => spaces.of(node.partitions);
  const nothing = (node: EntityNode) => noneOf(space(node));
  const some = (node: EntityNode, keys: Iterable<string>) => {
    const all = [...keys];
    return all.length === 0 ? nothing(node) : subsetOf(space(node), all);
  };
  const whereMade = (node: EntityNode, holds: (made: Update) => boolean) => {
    const made = book.asset(node.key)?.made.entries() ?? [];
    return some(
      node,
      Array.from(made).flatMap(([key, update]) => (holds(update) ? [key] : [])),
    );
  };

  const hasTags = (runId: string, { tagKeys, tagValues }: WantedRunTags) => {
    const tags = book.run(runId)?.tags;
    return (
      tags !== undefined &&
      tagKeys.every((key) => key in tags) &&
      Object.entries(tagValues).every(([key, value]) => tags[key] === value)
    );
  };

  /** Of a check: where it has been evaluated for what the asset is now. */
  function results(node: EntityNode, holds: (result: CheckResult) => boolean): PartitionSubset {
    const facts = book.asset(node.key);
    const all = facts?.results.get(node.check!);
    if (!all) return nothing(node);
    const found = [...all.entries()].filter(
      ([key, result]) => isCurrent(result, newestMade(facts!.made, key)) && holds(result),
    );
    if (node.partitions)
      return some(
        node,
        found.map(([key]) => key),
      );
    const [newest] = [...found].sort(([, a], [, b]) => b.id - a.id);
    return newest ? allOf(space(node)) : nothing(node);
  }

  const present = once(answers.present, (node) => {
    const facts = book.asset(node.key);
    if (node.check !== undefined) return results(node, () => true);
    if (!facts) return nothing(node);
    const own = space(node);
    const made = facts.made.subset(own);
    return isMadeHere(node) ? made : made.union(facts.seen.subset(own));
  });

  const updated = once(answers.updated, (node) => {
    if (node.check !== undefined) {
      const checked = updates.checks.get(node.id);
      if (!checked) return nothing(node);
      return node.partitions ? some(node, checked) : allOf(space(node));
    }
    const of = updates.assets.get(node.key);
    if (!of) return nothing(node);
    const facts = book.asset(node.key)!;
    const isNew = ([key, before]: readonly [string, Update | undefined]) => {
      const made = facts.made.get(key);
      const isMadeSince = made !== undefined && made.id > (before?.id ?? 0);
      if (isMadeHere(node)) return isMadeSince;
      const now = facts.newest(key);
      return now !== undefined && (node.isObservable || now !== made ? isOther(before, now) : isMadeSince);
    };
    return some(
      node,
      [...of].filter(isNew).map(([key]) => key),
    );
  });

  return {
    now,
    ...(previous !== undefined && { previous }),
    space,
    present,
    updated,
    inProgress: once(answers.inProgress, (node) => some(node, book.working(node.id))),
    inBackfill: (node) =>
      more.backfills?.length ? inBackfills(more.backfills, node.key, space(node)) : nothing(node),
    failed: (node) => book.asset(node.key)?.failed?.get(node.id)?.subset(space(node)) ?? nothing(node),
    updatedWith(node, root) {
      const facts = book.asset(node.key);
      const all = updated(node);
      if (all.isEmpty || !facts) return all;
      // A partition of it that another one of it depends on was made for that one's sake (Dagster).
      if (node === root) return nothing(node);
      const targets = root.job ? root.deps.map(({ on }) => on.id) : [root.id];
      const runOf = (key: string) =>
        node.check === undefined
          ? facts.made.get(key)?.runId
          : facts.results.get(node.check)?.get(key)?.runId;
      return some(
        node,
        [...all.keys()].filter((key) => {
          const made = book.run(runOf(key) ?? '')?.ids;
          return made !== undefined && targets.some((id) => made.has(id));
        }),
      );
    },
    dataChanged(node) {
      const facts = book.asset(node.key);
      const of = [...(updates.assets.get(node.key) ?? [])].filter(([key, before]) => {
        const now = facts!.newest(key);
        return now !== undefined && isOther(before, now);
      });
      return some(
        node,
        of.map(([key]) => key),
      );
    },
    outdated: (node) =>
      whereMade(node, ({ codeVersion }) => codeVersion !== '' && codeVersion !== node.codeVersion),
    madeWithTags: (node, tags) => whereMade(node, ({ runId }) => hasTags(runId, tags)),
    updatedWithTags(node, tags, by) {
      const all = [...(updates.runs.get(node.key) ?? [])];
      const holds = (ids: ReadonlySet<string>) => {
        const matching = [...ids].map((id) => hasTags(id, tags));
        return by === 'any' ? matching.includes(true) : !matching.includes(false);
      };
      return some(
        node,
        all.filter(([, ids]) => holds(ids)).map(([key]) => key),
      );
    },
    freshness(node) {
      const facts = book.asset(node.key);
      const newest = facts && newestOf(isMadeHere(node) ? facts.made : facts.seen);
      return freshness(node.freshnessPolicy, newest?.timestamp, now).state;
    },
    checked: (node, passed) =>
      node.check === undefined ? nothing(node) : results(node, (result) => result.passed === passed),
  };
}

const isMadeHere = ({ isExecutable, isObservable }: EntityNode): boolean => isExecutable && !isObservable;

/** What says no data version counts as other data. */
const isOther = (before: Update | undefined, now: Update): boolean =>
  before === undefined || now.dataVersion === undefined || before.dataVersion !== now.dataVersion;

/** Whatever the partition. */
function newestOf(made: NewestByPartition<Update>): Update | undefined {
  let newest: Update | undefined;
  for (const each of made.values()) if (!newest || each.id > newest.id) newest = each;
  return newest;
}

/** Of a partition; of a check that is not partitioned the newest of all. */
function newestMade(made: NewestByPartition<Update>, key: string): Update | undefined {
  const own = made.get(key);
  return own || key !== wholeKey ? own : newestOf(made);
}

/** Whether a check has judged what the asset is now: Dagster's rule. */
function isCurrent({ id, runId, target }: CheckResult, made: Update | undefined): boolean {
  if (!made || (runId !== '' && made.runId === runId)) return true;
  if (target) return target.runId === made.runId && target.timestamp === made.timestamp;
  return id > made.id;
}
