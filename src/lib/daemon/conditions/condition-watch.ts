import { operandsOf, type ConditionSnapshot } from '../../definitions/automation/condition-snapshot';
import type { PartitionsContext, PartitionsSnapshot } from '../../definitions/partitions/partitions-snapshot';
import { textOf } from '../../definitions/partitions/same-definition';
import type { AssetKeyString } from '../../definitions/snapshot';
import { downstreamConditions } from './downstream-conditions';
import type { EntityId } from './entity';
import type { EntityGraph, EntityNode } from './entity-graph';
import { neighboursOf } from './neighbours';

/** A cron schedule that a condition waits for. */
export interface ConditionCron {
  readonly cronSchedule: string;
  readonly cronTimezone: string;
}

/** What the conditions of some assets and checks look at: whose facts decide, and which clocks. */
export interface ConditionWatch {
  /** Assets whose facts, or whose checks' facts, each one looks at. */
  readonly looksAt: ReadonlyMap<EntityId, ReadonlySet<AssetKeyString>>;
  /** The other way round. */
  readonly watchers: ReadonlyMap<AssetKeyString, ReadonlySet<EntityId>>;
  /** By their text; who waits for them. */
  readonly crons: ReadonlyMap<string, ConditionCron & { readonly waiting: ReadonlySet<EntityId> }>;
  /** Partitions definitions by their text, and whose answers change with them. */
  readonly partitions: ReadonlyMap<
    string,
    { readonly definition: PartitionsSnapshot; readonly waiting: ReadonlySet<EntityId> }
  >;
  /** Operands that somebody uses, and of which assets. */
  readonly operands: ReadonlyMap<ConditionSnapshot['type'], ReadonlySet<AssetKeyString>>;
}

type Drafts = {
  readonly looksAt: Map<EntityId, Set<AssetKeyString>>;
  readonly watchers: Map<AssetKeyString, Set<EntityId>>;
  readonly crons: Map<string, ConditionCron & { waiting: Set<EntityId> }>;
  readonly partitions: Map<string, { definition: PartitionsSnapshot; waiting: Set<EntityId> }>;
  readonly operands: Map<ConditionSnapshot['type'], Set<AssetKeyString>>;
};

/** Reads the keys of dynamic partitions definitions. */
export type ReadPartitionsContext = (
  definitions: Iterable<PartitionsSnapshot | undefined>,
  now: number,
) => Promise<PartitionsContext>;

/** What exists at `now` of all partitions that conditions look at. */
export const watchedPartitions = (
  { partitions }: ConditionWatch,
  read: ReadPartitionsContext,
  now: number,
): Promise<PartitionsContext> =>
  read(
    [...partitions.values()].map(({ definition }) => definition),
    now,
  );

/** A selection that cannot be read selects nothing here; its evaluation says so. */
export function watchConditions(targets: readonly EntityNode[], graph: EntityGraph): ConditionWatch {
  const drafts: Drafts = {
    looksAt: new Map(),
    watchers: new Map(),
    crons: new Map(),
    partitions: new Map(),
    operands: new Map(),
  };
  for (const node of targets) {
    drafts.looksAt.set(node.id, new Set());
    walk(node.condition!, node, node, graph, drafts);
  }
  return drafts;
}

/** Notes that `root` asks `entity` this condition. */
function walk(
  tree: ConditionSnapshot,
  entity: EntityNode,
  root: EntityNode,
  graph: EntityGraph,
  drafts: Drafts,
): void {
  look(entity, root, drafts);
  addTo(drafts.operands, tree.type, entity.key);
  if (tree.type === 'cron_tick_passed') {
    const { cronSchedule, cronTimezone } = tree;
    const text = `${cronSchedule} ${cronTimezone}`;
    const known = drafts.crons.get(text) ?? { cronSchedule, cronTimezone, waiting: new Set() };
    drafts.crons.set(text, known);
    known.waiting.add(root.id);
  }
  if (tree.type === 'any_downstream_conditions') {
    for (const each of readable(() => downstreamConditions(tree, entity, graph)))
      walk(each.tree, entity, root, graph, drafts);
    return;
  }
  for (const edge of readable(() => neighboursOf(tree, entity, graph))) {
    const asked = tree.type.endsWith('checks_match') ? edge.of : edge.on;
    walk(operandsOf(tree)[0]!, asked, root, graph, drafts);
  }
  if (/_match(es)?$/.test(tree.type)) return;
  for (const operand of operandsOf(tree)) walk(operand, entity, root, graph, drafts);
}

function readable<Found>(read: () => readonly Found[]): readonly Found[] {
  try {
    return read();
  } catch {
    return [];
  }
}

function look({ key, job, partitions }: EntityNode, root: EntityNode, drafts: Drafts): void {
  if (!job) {
    drafts.looksAt.get(root.id)!.add(key);
    addTo(drafts.watchers, key, root.id);
  }
  if (!partitions) return;
  const text = textOf(partitions);
  const known = drafts.partitions.get(text) ?? { definition: partitions, waiting: new Set() };
  drafts.partitions.set(text, known);
  known.waiting.add(root.id);
}

function addTo<Key, Value>(map: Map<Key, Set<Value>>, key: Key, value: Value): void {
  const known = map.get(key);
  if (known) known.add(value);
  else map.set(key, new Set([value]));
}
