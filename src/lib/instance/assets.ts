import type { Clock } from '../base/clock';
import type { Storage } from '../storage/storage';
import type { AssetWork } from './asset-work';
import type { AssetStatus } from './instance';
import { assetsByKey, judgeAssets } from './judge-assets';

/** How every asset of the known locations stands, or of one of them. */
export async function assetStatuses(
  { storage, work, clock }: { readonly storage: Storage; readonly work: AssetWork; readonly clock: Clock },
  only?: string,
): Promise<readonly AssetStatus[]> {
  const located = (await storage.locations()).flatMap(({ name, snapshot }) =>
    snapshot.assets.map((asset) => ({ asset, location: name })),
  );
  const assets = assetsByKey(located.map(({ asset }) => asset));
  const judged = await judgeAssets(assets, { storage, now: clock.now() });
  const states = await work.read();
  return located
    .filter(({ location }) => only === undefined || location === only)
    .map(({ asset, location }) => {
      const latest = judged.latest.get(asset.key);
      const observation = judged.observed.get(asset.key);
      const { inProgress = [], lastFailure } = states.get(asset.key) ?? {};
      const failedSince = lastFailure && lastFailure.id > (latest?.id ?? 0);
      return {
        asset,
        location,
        inProgress,
        stale: judged.assets.get(asset.key)!,
        ...(latest && { latest }),
        ...(observation && { observation }),
        ...(failedSince && { lastFailure }),
      };
    });
}
