import { withNews } from '../../instance/asset-news';
import type { AssetStatus } from '../../instance/instance';
import { getInstance, live, on, type LiveQuery } from '../instance.svelte';

/** What was told last, to whichever page: the next one shows it at once, and asks for what has changed since. */
let told: { readonly at: string; readonly statuses: readonly AssetStatus[] } | undefined;

/** All assets of all locations, for the life of the calling component. */
export function allAssets(): LiveQuery<readonly AssetStatus[]> {
  const instance = getInstance();
  return live(
    async () => {
      const before = told;
      const news = await instance.assetNews(before?.at);
      told = { at: news.at, statuses: withNews(before?.statuses ?? [], news) };
      return told.statuses;
    },
    on('asset', 'location', 'run', 'notebook'),
    told?.statuses,
  );
}
