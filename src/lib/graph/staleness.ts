/** What is not up to date, and why: Dagster's statuses and words (its CachingStaleStatusResolver). */
import type { AssetKeyString, AssetSnapshot } from '../definitions/snapshot';
import { topologicalLevels } from '../definitions/topological-levels';

/** What is known of an asset's newest materialization. */
export interface LatestMaterialization {
  readonly codeVersion: string;
  readonly dataVersion: string;
  /** Asset key → data version of what was read. */
  readonly inputVersions: Readonly<Record<AssetKeyString, string>>;
}

export interface StaleStatus {
  readonly status: 'FRESH' | 'STALE' | 'MISSING';
  /** In words, such as `has a new code version`; empty unless STALE. */
  readonly causes: readonly string[];
}

type LatestByKey = ReadonlyMap<AssetKeyString, LatestMaterialization>;

/**
 * The status of every asset, over all locations. An asset is STALE where its code, its set of dependencies or what
 * it read has changed since, or where an upstream is STALE. What is computed elsewhere is never STALE.
 */
export function staleStatuses(
  assets: readonly AssetSnapshot[],
  latest: LatestByKey,
): ReadonlyMap<AssetKeyString, StaleStatus> {
  const byKey = new Map<AssetKeyString, AssetSnapshot>();
  for (const asset of assets) {
    if (asset.isExecutable || !byKey.has(asset.key)) byKey.set(asset.key, asset);
  }
  const upstreams = new Map([...byKey].map(([key, { deps }]) => [key, deps.map((dep) => dep.key)]));
  const statuses = new Map<AssetKeyString, StaleStatus>();
  for (const key of topologicalLevels(upstreams).levels.flat()) {
    statuses.set(key, statusOf(byKey.get(key)!, latest, statuses));
  }
  return statuses;
}

function statusOf(
  asset: AssetSnapshot,
  latestByKey: LatestByKey,
  statuses: ReadonlyMap<AssetKeyString, StaleStatus>,
): StaleStatus {
  const latest = latestByKey.get(asset.key);
  if (!asset.isExecutable) return { status: 'FRESH', causes: [] };
  if (!latest) return { status: 'MISSING', causes: [] };

  const causes: string[] = [];
  if (asset.codeVersion !== latest.codeVersion) causes.push('has a new code version');
  const dependencies = new Map(asset.deps.map(({ key, input }) => [key, input]));
  for (const [key, input] of dependencies) {
    const read = latest.inputVersions[key];
    const now = latestByKey.get(key)?.dataVersion;
    // What only orders need not have been recorded, so its absence tells nothing.
    if (read === undefined && input !== undefined) causes.push(`has a new dependency on ${key}`);
    else if (read !== undefined && now !== undefined && read !== now) {
      causes.push(`has a new dependency data version: ${key}`);
    } else if (statuses.get(key)?.status === 'STALE') causes.push(`stale dependency: ${key}`);
  }
  for (const key of Object.keys(latest.inputVersions)) {
    if (!dependencies.has(key)) causes.push(`removed dependency on ${key}`);
  }
  return { status: causes.length > 0 ? 'STALE' : 'FRESH', causes };
}
