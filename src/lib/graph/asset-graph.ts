/** The lineage of all locations: assets joined by key alone, wherever they are defined. */
import type { SerializedError } from '../base/errors';
import type { AssetKeyString, AssetSnapshot, DefinitionsSnapshot } from '../definitions/snapshot';
import { topologicalLevels } from '../definitions/topological-levels';

export interface LocatedSnapshot {
  readonly location: string;
  readonly snapshot: DefinitionsSnapshot;
}

export interface AssetNode extends AssetSnapshot {
  readonly location: string;
}

const none: readonly never[] = [];

export type Direction = 'upstream' | 'downstream';

export class AssetGraph {
  /** Every key, upstream before downstream; keys of one depth in ascending order. */
  readonly order: readonly AssetKeyString[];
  /** Assets that two locations define (the first location's is taken), and cycles by way of several locations. */
  readonly errors: readonly SerializedError[];

  readonly #nodes = new Map<AssetKeyString, AssetNode>();
  readonly #edges: Readonly<Record<Direction, Map<AssetKeyString, readonly AssetKeyString[]>>>;

  constructor(locations: readonly LocatedSnapshot[]) {
    const duplicates = this.#addNodes(locations);
    const upstream = new Map<AssetKeyString, readonly AssetKeyString[]>();
    const downstream = new Map<AssetKeyString, AssetKeyString[]>();
    for (const { key, deps } of this.#nodes.values()) {
      let known: AssetKeyString[] | undefined;
      for (const dep of deps) {
        if (!this.#nodes.has(dep.key)) continue;
        const dependents = downstream.get(dep.key);
        // One that is named twice is there once: what is added last stands at the end.
        if (dependents?.at(-1) === key) continue;
        if (dependents) dependents.push(key);
        else downstream.set(dep.key, [key]);
        if (known) known.push(dep.key);
        else known = [dep.key];
      }
      upstream.set(key, known ?? none);
    }
    this.#edges = { upstream, downstream };
    const { levels, cycles } = topologicalLevels(upstream);
    this.order = levels.flat();
    this.errors = [...duplicates, ...cycles.map((cycle) => this.#cycleError(cycle))];
  }

  has(key: AssetKeyString): boolean {
    return this.#nodes.has(key);
  }

  get(key: AssetKeyString): AssetNode | undefined {
    return this.#nodes.get(key);
  }

  locationOf(key: AssetKeyString): string | undefined {
    return this.#nodes.get(key)?.location;
  }

  /** The assets that this one depends on directly, in the order of its `deps`, each once. */
  upstream(key: AssetKeyString): readonly AssetKeyString[] {
    return this.#edges.upstream.get(key) ?? none;
  }

  /** The assets that depend on this one directly. */
  downstream(key: AssetKeyString): readonly AssetKeyString[] {
    return this.#edges.downstream.get(key) ?? none;
  }

  /** The keys themselves and everything they depend on, at most `depth` edges away. */
  ancestors(keys: Iterable<AssetKeyString>, depth = Infinity): ReadonlySet<AssetKeyString> {
    return this.#reach('upstream', keys, depth);
  }

  /** The keys themselves and everything that depends on them, at most `depth` edges away. */
  descendants(keys: Iterable<AssetKeyString>, depth = Infinity): ReadonlySet<AssetKeyString> {
    return this.#reach('downstream', keys, depth);
  }

  #reach(direction: Direction, keys: Iterable<AssetKeyString>, depth: number): ReadonlySet<AssetKeyString> {
    const reached = new Set([...keys].filter((key) => this.has(key)));
    let border: Iterable<AssetKeyString> = [...reached];
    for (let step = 0; step < depth; step++) {
      const next: AssetKeyString[] = [];
      for (const key of border) {
        for (const neighbour of this.#edges[direction].get(key) ?? none) {
          if (reached.has(neighbour)) continue;
          reached.add(neighbour);
          next.push(neighbour);
        }
      }
      if (next.length === 0) break;
      border = next;
    }
    return reached;
  }

  /** An asset that one location only names and another computes is the latter's. */
  #addNodes(locations: readonly LocatedSnapshot[]): SerializedError[] {
    const errors: SerializedError[] = [];
    for (const { location, snapshot } of locations) {
      for (const asset of snapshot.assets) {
        const before = this.#nodes.get(asset.key);
        if (before?.isExecutable && asset.isExecutable) {
          errors.push({
            name: 'DuplicateAsset',
            message: `asset "${asset.key}" is defined in "${before.location}" and in "${location}"`,
            remedy: `Rename one of them; until then the one in "${before.location}" is used.`,
            ...(asset.cell && { at: { file: location, cell: asset.cell } }),
          });
        } else if (!before || asset.isExecutable) this.#nodes.set(asset.key, { ...asset, location });
      }
    }
    return errors;
  }

  #cycleError(cycle: readonly AssetKeyString[]): SerializedError {
    const locations = [...new Set(cycle.map((key) => this.locationOf(key)))].join('", "');
    return {
      name: 'CircularDependency',
      message: `circular dependency: ${[...cycle, cycle[0]].join(' → ')} (in "${locations}")`,
      remedy: 'Remove one of these dependencies.',
    };
  }
}
