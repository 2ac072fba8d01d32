import type { AssetKeyString, AssetSnapshot } from '../definitions/snapshot';
import type { EventOf } from '../events/event';
import { partitionEdges } from '../graph/partition-edges';
import { staleStatuses, type StaleStatuses, type UpstreamPartitions } from '../graph/staleness';
import type { Storage } from '../storage/storage';
import { partitionsContext } from './partitions-context';

type Materialized = EventOf<'ASSET_MATERIALIZATION'>;
type AssetsByKey = ReadonlyMap<AssetKeyString, AssetSnapshot>;

/** How assets stand, and the events that say so. */
export interface Judged extends StaleStatuses {
  readonly latest: ReadonlyMap<AssetKeyString, Materialized>;
  readonly observed: ReadonlyMap<AssetKeyString, EventOf<'ASSET_OBSERVATION'>>;
  /** The newest of each partition, of the assets whose partitions were looked at. */
  readonly made: ReadonlyMap<AssetKeyString, ReadonlyMap<string, Materialized>>;
}

/** Each asset once: where several locations name it, as the one says that computes it. */
export function assetsByKey(assets: readonly AssetSnapshot[]): AssetsByKey {
  const byKey = new Map<AssetKeyString, AssetSnapshot>();
  for (const asset of assets) if (asset.isExecutable || !byKey.has(asset.key)) byKey.set(asset.key, asset);
  return byKey;
}

/**
 * Judges these assets, which include all that they depend on. Partitions are looked at of `partitionsOf` and of what
 * that depends on, and where an asset without partitions depends on them.
 */
export async function judgeAssets(
  assets: AssetsByKey,
  { storage, now, partitionsOf }: { storage: Storage; now: number; partitionsOf?: AssetKeyString },
): Promise<Judged> {
  const all = [...assets.values()];
  const keys = [...assets.keys()];
  const context = await partitionsContext(
    all.map(({ partitions }) => partitions),
    storage,
    now,
  );
  const upstreamPartitions = partitionEdges(context);
  const [latest, observed] = await Promise.all([
    storage.latestMaterializations(keys),
    storage.latestObservations(keys),
  ]);
  const looked = partitionsOf === undefined ? lookedAt(assets, upstreamPartitions) : [partitionsOf];
  const made = new Map<AssetKeyString, ReadonlyMap<string, Materialized>>();
  for (const key of upstreamOf(assets, looked))
    if (assets.get(key)!.partitions) made.set(key, await storage.latestPartitions(key));
  const statuses = staleStatuses({ assets: all, latest, observed, partitions: made, upstreamPartitions });
  return { ...statuses, latest, observed, made };
}

/** Partitioned assets by whose partitions an asset without any is judged. */
const lookedAt = (assets: AssetsByKey, edges: UpstreamPartitions): readonly AssetKeyString[] =>
  [...assets.values()].flatMap((asset) =>
    asset.partitions
      ? []
      : asset.deps.flatMap((dep) => {
          const upstream = assets.get(dep.key);
          return upstream?.partitions && edges(asset, upstream, dep, undefined) ? [dep.key] : [];
        }),
  );

/** These assets and all that they depend on. */
export function upstreamOf(
  assets: AssetsByKey,
  keys: readonly AssetKeyString[],
): ReadonlySet<AssetKeyString> {
  const found = new Set(keys);
  for (const key of found)
    for (const dep of assets.get(key)!.deps) if (assets.has(dep.key)) found.add(dep.key);
  return found;
}
