import type { Violation } from './definition-rules';
import type { Scope } from './link-node';
import { titleOf, type NodeDraft } from './node-draft';
import type { AssetKeyString } from './snapshot';
import { topologicalLevels } from './topological-levels';

type Report = (draft: NodeDraft, violation: Violation) => void;

const cellOf = ({ entry }: NodeDraft) => entry.cellName ?? entry.cell;

/** One asset key, or one step name, that several definitions claim: none of them is taken. */
export function reportDuplicates(drafts: readonly NodeDraft[], report: Report): void {
  const claims = new Map<string, NodeDraft[]>();
  const claim = (what: string, draft: NodeDraft) => claims.set(what, [...(claims.get(what) ?? []), draft]);
  for (const draft of drafts) {
    for (const { assetKey } of draft.outputs) claim(`asset key "${assetKey}"`, draft);
  }
  const sameKey = new Set([...claims.values()].filter((claimants) => claimants.length > 1).flat());
  for (const draft of drafts) if (!sameKey.has(draft)) claim(`step name "${draft.name}"`, draft);

  for (const [what, claimants] of claims) {
    if (claimants.length === 1) continue;
    const cells = [...new Set(claimants.map(cellOf))].map((cell) => `"${cell}"`).join(' and ');
    for (const draft of new Set(claimants)) {
      report(draft, {
        message: `the ${what} is defined ${claimants.length} times, in ${cells}`,
        remedy: 'Rename all but one, or remove them.',
      });
    }
  }
}

/** Steps that wait for each other, by way of their assets. The error stands at each of them. */
export function reportCycles(drafts: readonly NodeDraft[], scope: Scope, report: Report): void {
  const byName = new Map(drafts.map((draft) => [draft.name, draft]));
  const upstreams = new Map(
    drafts.map((draft) => [draft.name, draft.deps.flatMap(({ key }) => scope.byKey.get(key)?.name ?? [])]),
  );
  for (const cycle of topologicalLevels(upstreams).cycles) {
    const path = [...cycle, cycle[0]!].join(' → ');
    for (const name of cycle) {
      report(byName.get(name)!, {
        message: `circular dependency: ${path}`,
        remedy: 'Remove one of these dependencies.',
      });
    }
  }
}

/** What needs something broken cannot work either; it says which. */
export function breakDependents(
  drafts: readonly NodeDraft[],
  { byKey }: Scope,
  broken: ReadonlySet<NodeDraft>,
  report: Report,
): void {
  const dependents = new Map<NodeDraft, { draft: NodeDraft; key: AssetKeyString }[]>();
  for (const draft of drafts) {
    for (const { key } of draft.deps) {
      const upstream = byKey.get(key);
      if (upstream) dependents.set(upstream, [...(dependents.get(upstream) ?? []), { draft, key }]);
    }
  }
  const queue = [...broken];
  for (const cause of queue) {
    for (const { draft, key } of dependents.get(cause) ?? []) {
      if (broken.has(draft)) continue;
      report(draft, {
        message: `it depends on "${key}", which has an error`,
        remedy: `Correct ${titleOf(cause)} in "${cellOf(cause)}".`,
      });
      queue.push(draft);
    }
  }
}
