import type { AssetDepSnapshot, AssetKeyString, AssetSnapshot } from '../definitions/snapshot';
import { topologicalLevels } from '../definitions/topological-levels';
import {
  noDataVersion,
  ownDataVersionTag,
  staleCauses,
  type CurrentData,
  type Dependency,
  type Materialization,
  type Observation,
  type StaleCause,
} from './stale-causes';

/** How an asset, or a partition of it, stands. */
export interface StaleStatus {
  readonly status: 'FRESH' | 'STALE' | 'MISSING';
  /** Empty unless STALE. */
  readonly causes: readonly StaleCause[];
}

/**
 * Which partitions of an upstream an asset, or a partition of it, is judged by; `undefined` where that edge is not
 * judged. See `partition-edges.ts`.
 */
export type UpstreamPartitions = (
  asset: AssetSnapshot,
  upstream: AssetSnapshot,
  dep: AssetDepSnapshot,
  partition: string | undefined,
) => Iterable<string> | undefined;

export interface StalenessRequest {
  /** Of all locations. */
  readonly assets: readonly AssetSnapshot[];
  /** The newest of each asset, whatever its partition. */
  readonly latest: ReadonlyMap<AssetKeyString, Materialization>;
  readonly observed?: ReadonlyMap<AssetKeyString, Observation>;
  /** The newest of each partition, of the assets whose partitions are to be judged and of what they depend on. */
  readonly partitions?: ReadonlyMap<AssetKeyString, ReadonlyMap<string, Materialization>>;
  readonly upstreamPartitions?: UpstreamPartitions;
}

export interface StaleStatuses {
  /** Every asset; a partitioned one as a whole is FRESH, as in Dagster. */
  readonly assets: ReadonlyMap<AssetKeyString, StaleStatus>;
  /** Materialized partitions of the assets whose partitions were given; all others are MISSING. */
  readonly partitions: ReadonlyMap<AssetKeyString, ReadonlyMap<string, StaleStatus>>;
}

const fresh: StaleStatus = { status: 'FRESH', causes: [] };
const missing: StaleStatus = { status: 'MISSING', causes: [] };

/**
 * What is up to date, and why what is not is not. An asset is STALE where its code, its set of dependencies or what it
 * read has changed since it was made, or where an upstream is STALE. What is computed elsewhere, or only observed, is
 * never STALE. Linear in assets, edges and the partitions that were read.
 */
export const staleStatuses = (request: StalenessRequest): StaleStatuses => new Judgement(request).all();

class Judgement {
  private readonly request: StalenessRequest;
  private readonly byKey = new Map<AssetKeyString, AssetSnapshot>();
  private readonly assets = new Map<AssetKeyString, StaleStatus>();
  private readonly partitions = new Map<AssetKeyString, Map<string, StaleStatus>>();

  constructor(request: StalenessRequest) {
    this.request = request;
    for (const asset of request.assets)
      if (asset.isExecutable || !this.byKey.has(asset.key)) this.byKey.set(asset.key, asset);
  }

  all(): StaleStatuses {
    const upstreams = new Map([...this.byKey].map(([key, { deps }]) => [key, deps.map((dep) => dep.key)]));
    for (const key of topologicalLevels(upstreams).levels.flat()) {
      const asset = this.byKey.get(key)!;
      if (!asset.partitions) this.assets.set(key, this.statusOf(asset, this.request.latest.get(key)));
      else {
        this.assets.set(key, fresh);
        this.statusesOf(asset);
        for (const partition of this.request.partitions?.get(key)?.keys() ?? []) this.judge(asset, partition);
      }
    }
    return { assets: this.assets, partitions: this.partitions };
  }

  private statusesOf({ key }: AssetSnapshot): Map<string, StaleStatus> {
    const statuses = this.partitions.get(key) ?? new Map<string, StaleStatus>();
    this.partitions.set(key, statuses);
    return statuses;
  }

  /** A partition may depend on others of its own asset, which are judged first. */
  private judge(asset: AssetSnapshot, partition: string): StaleStatus {
    const statuses = this.statusesOf(asset);
    const known = statuses.get(partition);
    if (known) return known;
    const made = this.request.partitions?.get(asset.key)?.get(partition);
    if (!made) return isExternal(asset) ? fresh : missing;
    statuses.set(partition, fresh);
    const status = this.statusOf(asset, made, partition);
    statuses.set(partition, status);
    return status;
  }

  private statusOf(asset: AssetSnapshot, made: Materialization | undefined, partition?: string): StaleStatus {
    if (isExternal(asset)) return fresh;
    if (!made) return missing;
    const causes = staleCauses(asset, made, this.dependenciesOf(asset, made, partition));
    return causes.length > 0 ? { status: 'STALE', causes } : fresh;
  }

  private dependenciesOf(
    asset: AssetSnapshot,
    made: Materialization,
    partition: string | undefined,
  ): readonly Dependency[] {
    const found = new Map<AssetKeyString, readonly Dependency[]>();
    for (const dep of asset.deps) {
      const { key } = dep;
      if (found.has(key)) continue;
      const upstream = this.byKey.get(key);
      if (upstream?.partitions) {
        const partitions = this.request.upstreamPartitions?.(asset, upstream, dep, partition);
        found.set(
          key,
          [...(partitions ?? [])].map((each) => this.partition(upstream, each, made)),
        );
      } else if (key !== asset.key) found.set(key, [this.whole(key, upstream, made)]);
    }
    return [...found.values()].flat();
  }

  private whole(key: AssetKeyString, upstream: AssetSnapshot | undefined, made: Materialization): Dependency {
    const read = made.data.inputVersions[key];
    return {
      key,
      current: upstream && this.currentOf(upstream),
      read: read === noDataVersion ? undefined : read,
      isRecorded: read !== undefined,
      isStale: this.assets.get(key)?.status === 'STALE',
      isExternal: !upstream || isExternal(upstream),
    };
  }

  private partition(upstream: AssetSnapshot, partition: string, made: Materialization): Dependency {
    const { key } = upstream;
    const now = this.request.partitions?.get(key)?.get(partition);
    const read = made.data.inputPartitionVersions?.[key];
    return {
      key,
      partition,
      current: now && dataOf(upstream, now),
      read: read?.[partition],
      isRecorded: read !== undefined || made.data.inputVersions[key] !== undefined,
      isStale: this.judge(upstream, partition).status === 'STALE',
      isExternal: isExternal(upstream),
    };
  }

  /** What was observed counts where the asset is not made here. */
  private currentOf(asset: AssetSnapshot): CurrentData | undefined {
    const made = this.request.latest.get(asset.key);
    const seen = isExternal(asset) ? this.request.observed?.get(asset.key) : undefined;
    if (seen?.data.dataVersion !== undefined && seen.id > (made?.id ?? 0))
      return { id: seen.id, dataVersion: seen.data.dataVersion, isVersioned: true };
    return made && dataOf(asset, made);
  }
}

/** Not made by a run of ours. */
const isExternal = ({ isExecutable, isObservable }: AssetSnapshot): boolean =>
  !isExecutable || !!isObservable;

const dataOf = (asset: AssetSnapshot, { id, data }: Materialization): CurrentData => ({
  id,
  dataVersion: data.dataVersion,
  isVersioned:
    isExternal(asset) ||
    !!asset.hasOwnCodeVersion ||
    data.tags?.[ownDataVersionTag] === 'true' ||
    (data.value !== undefined && data.value.hash !== data.dataVersion),
});
