import { freshness } from '../definitions/freshness-policy';
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
  const now = clock.now();
  // Of a key that several notebooks have, that of the one that is asked about.
  const first = located.filter(({ location }) => location !== only);
  const last = located.filter(({ location }) => location === only);
  const assets = assetsByKey([...first, ...last].map(({ asset }) => asset));
  const judged = await judgeAssets(assets, { storage, now });
  const states = await work.read();
  return located
    .filter(({ location }) => only === undefined || location === only)
    .map(({ asset, location }) => {
      const latest = judged.latest.get(asset.key);
      const observation = judged.observed.get(asset.key);
      const seen = asset.isExecutable ? undefined : observation;
      const { inProgress = [], lastFailure } = states.get(asset.key) ?? {};
      const failedSince = lastFailure && lastFailure.id > (latest?.id ?? 0);
      return {
        asset,
        location,
        inProgress,
        stale: judged.assets.get(asset.key)!,
        ...(asset.freshnessPolicy && {
          freshness: freshness(asset.freshnessPolicy, (latest ?? seen)?.timestamp, now).state,
        }),
        ...(latest && { latest }),
        ...(observation && { observation }),
        ...(failedSince && { lastFailure }),
      };
    });
}
