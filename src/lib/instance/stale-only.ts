import type { AssetKeyString } from '../definitions/snapshot';
import { NothingStale } from '../daemon/wanted-run';
import type { PlanPartitions } from '../plan/plan-request';
import type { Storage } from '../storage/storage';
import { judgeAssets, upstreamOf } from './judge-assets';
import type { LaunchTarget } from './launch-target';

/**
 * The target with those of its assets that are not fresh; of a partitioned one, whose partitions of this run are not all
 * fresh. Throws `NothingStale`.
 */
export async function staleOnly(
  target: LaunchTarget,
  { assets: partitions = new Map() }: PlanPartitions,
  { storage, now }: { readonly storage: Storage; readonly now: number },
): Promise<LaunchTarget> {
  const assets = new Map(target.graph.order.map((key) => [key, target.graph.get(key)!]));
  const keys = target.selected.map(({ key }) => key);
  const { assets: whole } = await judgeAssets(upstreams(keys), { storage, now });

  function upstreams(of: readonly AssetKeyString[]) {
    return new Map([...upstreamOf(assets, of)].map((key) => [key, assets.get(key)!]));
  }
  async function isFresh(key: AssetKeyString): Promise<boolean> {
    const asked = partitions.get(key)?.keys;
    if (!asked) return whole.get(key)?.status === 'FRESH';
    const judged = await judgeAssets(upstreams([key]), { storage, now, partitionsOf: key });
    const statuses = judged.partitions.get(key);
    return asked.every((partition) => statuses?.get(partition)?.status === 'FRESH');
  }

  const fresh = new Set<AssetKeyString>();
  for (const key of keys) if (await isFresh(key)) fresh.add(key);
  const selected = target.selected.filter(({ key }) => !fresh.has(key));
  if (selected.length > 0) return { ...target, selected };
  throw new NothingStale(`Nothing is stale of ${keys.join(', ')}`, {
    remedy: 'Launch it without staleAssetsOnly to make it again all the same.',
  });
}
