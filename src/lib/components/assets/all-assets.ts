import type { AssetStatus } from '../../instance/instance';
import { getInstance, live, on, type LiveQuery } from '../instance.svelte';

/** What the last page that asked was told: the next one shows it at once, until it has asked itself. */
let before: readonly AssetStatus[] | undefined;

/** All assets of all locations, for the life of the calling component. */
export function allAssets(): LiveQuery<readonly AssetStatus[]> {
  const instance = getInstance();
  return live(
    async () => (before = await instance.assets()),
    on('asset', 'location', 'run', 'notebook'),
    before,
  );
}
