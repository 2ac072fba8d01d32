/** The lineage of all locations: assets joined by key alone, wherever they are defined. */
import type { SerializedError } from '../base/errors';
import type { AssetKeyString, AssetSnapshot, DefinitionsSnapshot } from '../definitions/snapshot';
import { connect, levelsOf, type Vertex } from '../definitions/topological-levels';

export interface LocatedSnapshot {
  readonly location: string;
  readonly snapshot: Pick<DefinitionsSnapshot, 'assets'>;
}

export interface AssetNode extends AssetSnapshot {
  readonly location: string;
}

/** An asset among its neighbours. */
interface Placed extends Vertex<Placed> {
  readonly asset: AssetNode;
}

const none: readonly never[] = [];

export class AssetGraph {
  /** Every key, upstream before downstream; keys of one depth in ascending order. */
  readonly order: readonly AssetKeyString[];
  /** Assets that two locations define (the first location's is taken), and cycles by way of several locations. */
  readonly errors: readonly SerializedError[];

  readonly #vertices = new Map<AssetKeyString, Placed>();

  constructor(locations: readonly LocatedSnapshot[]) {
    const duplicates = this.#addAssets(locations);
    const vertices = [...this.#vertices.values()];
    for (const vertex of vertices) this.#connect(vertex);
    const { levels, cycles } = levelsOf(vertices);
    this.order = levels.flat();
    this.errors = [...duplicates, ...cycles.map((cycle) => this.#cycleError(cycle))];
  }

  has(key: AssetKeyString): boolean {
    return this.#vertices.has(key);
  }

  get(key: AssetKeyString): AssetNode | undefined {
    return this.#vertices.get(key)?.asset;
  }

  locationOf(key: AssetKeyString): string | undefined {
    return this.get(key)?.location;
  }

  /** The assets that this one depends on directly, in the order of its `deps`, each once. */
  upstream(key: AssetKeyString): readonly AssetKeyString[] {
    return namesOf(this.#vertices.get(key)?.upstreams);
  }

  /** The assets that depend on this one directly. */
  downstream(key: AssetKeyString): readonly AssetKeyString[] {
    return namesOf(this.#vertices.get(key)?.downstreams);
  }

  /** The keys themselves and everything they depend on, at most `depth` edges away. */
  ancestors(keys: Iterable<AssetKeyString>, depth = Infinity): ReadonlySet<AssetKeyString> {
    return this.#reach('upstreams', keys, depth);
  }

  /** The keys themselves and everything that depends on them, at most `depth` edges away. */
  descendants(keys: Iterable<AssetKeyString>, depth = Infinity): ReadonlySet<AssetKeyString> {
    return this.#reach('downstreams', keys, depth);
  }

  #connect(vertex: Placed): void {
    for (const { key } of vertex.asset.deps) {
      const upstream = this.#vertices.get(key);
      if (upstream) connect(upstream, vertex);
    }
  }

  #reach(
    direction: 'upstreams' | 'downstreams',
    keys: Iterable<AssetKeyString>,
    depth: number,
  ): ReadonlySet<AssetKeyString> {
    const reached = new Set<AssetKeyString>();
    let border: Placed[] = [];
    const reach = (vertex: Placed | undefined, next: Placed[]) => {
      if (!vertex || reached.has(vertex.name)) return;
      reached.add(vertex.name);
      next.push(vertex);
    };
    for (const key of keys) reach(this.#vertices.get(key), border);
    for (let step = 0; step < depth && border.length > 0; step++) {
      const next: Placed[] = [];
      for (const vertex of border) for (const neighbour of vertex[direction]) reach(neighbour, next);
      border = next;
    }
    return reached;
  }

  /** An asset that one location only names and another computes is the latter's. */
  #addAssets(locations: readonly LocatedSnapshot[]): SerializedError[] {
    const errors: SerializedError[] = [];
    for (const { location, snapshot } of locations) {
      for (const asset of snapshot.assets) {
        const before = this.get(asset.key);
        if (before?.isExecutable && asset.isExecutable) {
          errors.push({
            name: 'DuplicateAsset',
            message: `asset "${asset.key}" is defined in "${before.location}" and in "${location}"`,
            remedy: `Rename one of them; until then the one in "${before.location}" is used.`,
            ...(asset.cell && { at: { file: location, cell: asset.cell } }),
          });
        } else if (!before || asset.isExecutable) {
          this.#vertices.set(asset.key, {
            name: asset.key,
            asset: { ...asset, location },
            upstreams: none,
            downstreams: none,
            waitsFor: 0,
          });
        }
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

const namesOf = (vertices: readonly Placed[] = none): readonly AssetKeyString[] =>
  vertices.map(({ name }) => name);
