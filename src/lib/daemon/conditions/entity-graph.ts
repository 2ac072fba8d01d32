import type { FreshnessPolicySnapshot } from '../../definitions/freshness-policy';
import type { ConditionSnapshot } from '../../definitions/automation/condition-snapshot';
import { inferMapping } from '../../definitions/partitions/infer-mapping';
import type { PartitionMappingSnapshot } from '../../definitions/partitions/partition-mapping-snapshot';
import type { PartitionsSnapshot } from '../../definitions/partitions/partitions-snapshot';
import { isSame } from '../../definitions/partitions/same-definition';
import type {
  AssetCheckSnapshot,
  AssetDepSnapshot,
  AssetKeyString,
  AssetSnapshot,
} from '../../definitions/snapshot';
import type { AssetGraph } from '../../graph/asset-graph';
import { resolveSelection } from '../../graph/selection/resolve-selection';
import type { Workspace } from '../workspace';
import { entityId, type EntityId, type EntityKey } from './entity';
import { jobEntity } from './job-entity';

/** An edge: `of` depends on `on`, by this mapping of their partitions. */
export interface EntityEdge {
  readonly of: EntityNode;
  readonly on: EntityNode;
  readonly mapping: PartitionMappingSnapshot;
}

/** An asset, a check or a job, with what is around it. */
export interface EntityNode extends EntityKey {
  readonly id: EntityId;
  readonly location: string;
  /** The computation that makes or evaluates it. */
  readonly node: string;
  readonly condition?: ConditionSnapshot;
  readonly partitions?: PartitionsSnapshot;
  readonly maxPartitionsPerRun?: number | null;
  readonly codeVersion: string;
  readonly freshnessPolicy?: FreshnessPolicySnapshot;
  readonly isExecutable: boolean;
  readonly isObservable: boolean;
  /** Of a check. */
  readonly isBlocking: boolean;
  /** What it depends on directly, by key; itself where its partitions depend on others of it. Of a job its root assets. */
  readonly deps: readonly EntityEdge[];
  /** Of an asset: its checks, by name. */
  readonly checks: readonly EntityEdge[];
  /** Of an asset: the assets that depend on it. */
  readonly dependents: readonly EntityNode[];
  /** What its computation always makes with it. */
  readonly madeWith: readonly EntityNode[];
}

type Draft = { -readonly [Field in keyof EntityNode]: EntityNode[Field] } & {
  deps: EntityEdge[];
  checks: EntityEdge[];
  dependents: EntityNode[];
};

const none: readonly never[] = [];

/** The assets and checks of all locations, and their jobs with conditions, as conditions look at them. */
export class EntityGraph {
  /** Upstream before downstream, checks after what they look at, jobs after all. */
  readonly order: readonly EntityNode[];
  readonly assets: AssetGraph;
  readonly #nodes = new Map<EntityId, Draft>();
  readonly #jobs = new Map<EntityId, EntityNode>();
  readonly #selections = new Map<string, ReadonlySet<AssetKeyString>>();
  readonly #roots = new Map<EntityNode, boolean>();

  constructor({ locations, graph }: Pick<Workspace, 'graph'> & { readonly locations: readonly Located[] }) {
    this.assets = graph;
    const checks = new Map<AssetKeyString, (AssetCheckSnapshot & { readonly location: string })[]>();
    for (const { name: location, snapshot } of locations)
      for (const check of snapshot.checks) {
        const known = checks.get(check.assetKey);
        if (known) known.push({ ...check, location });
        else checks.set(check.assetKey, [{ ...check, location }]);
      }
    const order: Draft[] = [];
    let waiting: Draft[] = [];
    for (const key of graph.order) {
      const asset = graph.get(key)!;
      order.push(this.#addAsset(asset));
      for (const check of checks.get(key) ?? none) waiting.push(this.#addCheck(check));
      if (waiting.length === 0) continue;
      const isReady = (draft: Draft) => draft.deps.length > 0 || this.#link(draft, checkDeps(draft, checks));
      order.push(...waiting.filter(isReady));
      waiting = waiting.filter((draft) => draft.deps.length === 0);
    }
    for (const key of graph.order) this.#link(this.#nodes.get(key)!, graph.get(key)!.deps);
    this.#joinComputations();
    const jobs = locations.flatMap(({ name, snapshot }) =>
      snapshot.jobs
        .filter(({ automationCondition }) => automationCondition)
        .map((job) => jobEntity(job, name, this)),
    );
    for (const job of jobs) this.#jobs.set(job.id, job);
    this.order = [...order, ...jobs];
  }

  get(id: EntityId): EntityNode | undefined {
    return this.#nodes.get(id) ?? this.#jobs.get(id);
  }

  /** The assets that a selection stands for. Throws `SelectionSyntax`. */
  selected(selection: string): ReadonlySet<AssetKeyString> {
    let keys = this.#selections.get(selection);
    if (!keys) this.#selections.set(selection, (keys = new Set(resolveSelection(selection, this.assets))));
    return keys;
  }

  /** That by which `of` depends on an asset; where it does not, as it would. */
  edge(of: EntityNode, key: AssetKeyString): EntityEdge {
    const on = this.#nodes.get(key)!;
    const known = of.deps.find((edge) => edge.on === on);
    return known ?? { of, on, mapping: inferMapping(on.partitions, of.partitions) };
  }

  /** It can be made, and nothing upstream of it can, however far away. */
  isRootExecutable(node: EntityNode): boolean {
    return node.check === undefined && node.isExecutable && !this.#hasExecutableUpstream(node);
  }

  #hasExecutableUpstream(node: EntityNode): boolean {
    let has = this.#roots.get(node);
    if (has !== undefined) return has;
    this.#roots.set(node, false);
    has = node.deps.some(({ on }) => on !== node && (on.isExecutable || this.#hasExecutableUpstream(on)));
    this.#roots.set(node, has);
    return has;
  }

  #addAsset(asset: AssetSnapshot & { readonly location: string }): Draft {
    const { key, location, node, automationCondition: condition, codeVersion, isExecutable } = asset;
    const draft: Draft = {
      id: key,
      key,
      location,
      node,
      ...(condition && { condition }),
      ...(asset.partitions && { partitions: asset.partitions }),
      ...(asset.maxPartitionsPerRun !== undefined && { maxPartitionsPerRun: asset.maxPartitionsPerRun }),
      codeVersion,
      ...(asset.freshnessPolicy && { freshnessPolicy: asset.freshnessPolicy }),
      isExecutable,
      isObservable: asset.isObservable ?? false,
      isBlocking: false,
      deps: [],
      checks: [],
      dependents: [],
      madeWith: none,
    };
    this.#nodes.set(key, draft);
    return draft;
  }

  #addCheck(check: AssetCheckSnapshot & { readonly location: string }): Draft {
    const { assetKey: key, name, location, node, automationCondition: condition } = check;
    const draft: Draft = {
      id: entityId({ key, check: name }),
      key,
      check: name,
      location,
      node,
      ...(condition && { condition }),
      ...(check.partitions && { partitions: check.partitions }),
      codeVersion: '',
      isExecutable: true,
      isObservable: false,
      isBlocking: check.blocking,
      deps: [],
      checks: [],
      dependents: [],
      madeWith: none,
    };
    this.#nodes.set(draft.id, draft);
    const asset = this.#nodes.get(key)!;
    asset.checks.push({ of: draft, on: asset, mapping: inferMapping(asset.partitions, draft.partitions) });
    asset.checks.sort((a, b) => (a.of.check! < b.of.check! ? -1 : 1));
    return draft;
  }

  /** Whether all that it depends on is known. */
  #link(draft: Draft, deps: readonly AssetDepSnapshot[]): boolean {
    const edges = new Map<AssetKeyString, EntityEdge>();
    for (const { key, mapping } of deps) {
      const on = this.#nodes.get(key);
      if (!on) return false;
      if (edges.has(key)) continue;
      edges.set(key, {
        of: draft,
        on,
        mapping: mapping ?? inferMapping(on.partitions, draft.partitions),
      });
    }
    draft.deps = [...edges.values()].sort((a, b) => (a.on.key < b.on.key ? -1 : 1));
    if (draft.check === undefined)
      for (const { on } of draft.deps) if (on !== draft) this.#nodes.get(on.id)!.dependents.push(draft);
    return true;
  }

  #joinComputations(): void {
    const byComputation = new Map<string, Draft[]>();
    for (const draft of this.#nodes.values()) {
      if (draft.check !== undefined || !draft.isExecutable || this.assets.get(draft.key)!.canSubset) continue;
      const computation = JSON.stringify([draft.location, draft.node]);
      const known = byComputation.get(computation);
      if (known) known.push(draft);
      else byComputation.set(computation, [draft]);
    }
    for (const drafts of byComputation.values())
      if (drafts.length > 1)
        for (const draft of drafts) draft.madeWith = drafts.filter((each) => each !== draft);
  }
}

type Located = Pick<Workspace['locations'][number], 'name' | 'snapshot'>;

/** A check depends on its asset, and on what must come first. */
function checkDeps(
  { key, check, location }: EntityNode,
  checks: ReadonlyMap<AssetKeyString, readonly (AssetCheckSnapshot & { readonly location: string })[]>,
): readonly AssetDepSnapshot[] {
  const own = checks.get(key)!.find((each) => each.name === check && each.location === location)!;
  return [{ key }, ...own.deps];
}

/** Whether what depends on `upstream` can be made in one run with it: Dagster's rule. */
export function isMadeInOneRun(downstream: EntityNode, upstream: EntityNode): boolean {
  // What it has is made by a run of its own, and nothing else with it.
  if (downstream.job || downstream.location !== upstream.location) return false;
  const [of, on] = [downstream.partitions, upstream.partitions];
  if (!of || !on) return !of && !on;
  if (!isSame(of, on)) return false;
  const edge = [...downstream.deps, ...upstream.checks].find(
    (each) => each.of === downstream && each.on === upstream,
  );
  return edge === undefined || edge.mapping.type === 'identity' || edge.mapping.type === 'time_window';
}
