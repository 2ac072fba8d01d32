import { appended } from '../base/appended';
import type { LocatedViolation } from './definition-error';
import type { DefinitionEntry } from './exported-definitions';
import type { Scope } from './link-node';
import { titleOf, type NodeDraft } from './node-draft';
import type { AssetDepSnapshot, AssetKeyString } from './snapshot';
import { dependencyCycles } from './topological-levels';

type Report = (draft: NodeDraft, violation: LocatedViolation) => void;

/** One asset key, or one step name, that several definitions claim: none of them is taken. */
export function reportDuplicates(drafts: readonly NodeDraft[], report: Report): void {
  const keys = claims(drafts, ({ outputs }) => outputs.map(({ assetKey }) => assetKey));
  const sameKey = new Set([...keys.values()].filter((claimants) => claimants.length > 1).flat());
  const names = claims(drafts, (draft) => (sameKey.has(draft) ? [] : [draft.name]));
  tell('asset key', keys, report);
  tell('step name', names, report);
}

function claims(
  drafts: readonly NodeDraft[],
  claimed: (draft: NodeDraft) => readonly string[],
): ReadonlyMap<string, readonly NodeDraft[]> {
  const all = new Map<string, NodeDraft[]>();
  for (const draft of drafts) {
    for (const name of claimed(draft)) {
      const claimants = all.get(name);
      if (claimants) claimants.push(draft);
      else all.set(name, [draft]);
    }
  }
  return all;
}

function tell(what: string, all: ReadonlyMap<string, readonly NodeDraft[]>, report: Report): void {
  for (const [name, claimants] of all) {
    if (claimants.length === 1) continue;
    const violation = definedTwice(`${what} "${name}"`, claimants);
    for (const draft of new Set(claimants)) report(draft, violation);
  }
}

/** One name that several definitions have. */
export function definedTwice(
  what: string,
  claimants: readonly { readonly entry: DefinitionEntry }[],
): LocatedViolation {
  const cells = [...new Set(claimants.map(({ entry }) => `"${entry.cellName ?? entry.cell}"`))].join(' and ');
  return {
    message: `the ${what} is defined ${claimants.length} times, in ${cells}`,
    remedy: 'Rename all but one, or remove them.',
  };
}

/**
 * Steps that wait for each other, by way of their assets, and assets of one step that do. The error stands at each of
 * them. An asset may need its own earlier partitions.
 */
export function reportCycles(drafts: readonly NodeDraft[], { byName }: Scope, report: Report): void {
  if (drafts.every((draft) => !draft.ownDeps && isInOrder(draft))) return;
  const upstreams = new Map<string, readonly string[]>();
  for (const draft of drafts) {
    const names: string[] = [];
    for (const [index, upstream] of draft.upstreams.entries())
      if (upstream && !(upstream === draft && isEarlier(draft.deps[index]!))) names.push(upstream.name);
    upstreams.set(draft.name, names);
  }
  const tellAll = (cycle: readonly string[], of: (name: string) => NodeDraft) => {
    const violation = {
      message: `circular dependency: ${[...cycle, cycle[0]!].join(' → ')}`,
      remedy: 'Remove one of these dependencies.',
    };
    for (const draft of new Set(cycle.map(of))) report(draft, violation);
  };
  for (const cycle of dependencyCycles(upstreams)) tellAll(cycle, (name) => byName.get(name)!);
  for (const draft of drafts) {
    if (!draft.ownDeps) continue;
    const within = new Map(
      [...draft.ownDeps].map(([key, deps]) => [
        key,
        deps.filter((dep) => dep.key !== key || !isEarlier(dep)).map((dep) => dep.key),
      ]),
    );
    for (const cycle of dependencyCycles(within)) tellAll(cycle, () => draft);
  }
}

/** Where all stand after what they need, as in most notebooks, there is no cycle. */
function isInOrder({ position, upstreams, deps }: NodeDraft): boolean {
  for (let index = 0; index < upstreams.length; index++) {
    const other = upstreams[index]?.position ?? -1;
    if (other > position || (other === position && !isEarlier(deps[index]!))) return false;
  }
  return true;
}

/** Whether a partition needs earlier ones only: what an asset may need of itself (Dagster's rule). */
const isEarlier = ({ mapping }: AssetDepSnapshot): boolean =>
  mapping?.type === 'time_window'
    ? mapping.endOffset < 0
    : mapping?.type === 'multi' &&
      mapping.dimensions.some((each) => isEarlier({ key: '', mapping: each.mapping }));

/** What needs something broken cannot work either; it says which. */
export function breakDependents(
  drafts: readonly NodeDraft[],
  broken: ReadonlySet<NodeDraft>,
  report: Report,
): void {
  if (broken.size === 0) return;
  const dependents = new Map<NodeDraft, readonly { draft: NodeDraft; key: AssetKeyString }[]>();
  for (const draft of drafts) {
    for (const [index, upstream] of draft.upstreams.entries()) {
      const { key } = draft.deps[index]!;
      if (upstream) dependents.set(upstream, appended(dependents.get(upstream) ?? [], { draft, key }));
    }
  }
  const queue = [...broken];
  for (const cause of queue) {
    for (const { draft, key } of dependents.get(cause) ?? []) {
      if (broken.has(draft)) continue;
      const cell = cause.entry.cellName ?? cause.entry.cell;
      report(draft, {
        message: `it depends on "${key}", which has an error`,
        remedy: `Correct ${titleOf(cause)} in "${cell}".`,
      });
      queue.push(draft);
    }
  }
}
