import { SvelteMap, SvelteSet } from 'svelte/reactivity';
import type { AssetKeyString } from '../../definitions/snapshot';
import type { AssetStatus, CheckStatus, PartitionsStatus } from '../../instance/instance';
import { getInstance, live, on } from '../instance.svelte';

/** What a node shows beside its state. */
export interface Badges {
  readonly checks: readonly CheckStatus[];
  readonly partitions?: PartitionsStatus;
}

/** Milliseconds that a view rests before it is asked for, and between two rounds. */
const [settle, pause] = [150, 800];

const wait = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

/**
 * The checks and partitions of the assets in view, asked for one asset at a time and kept. Only assets that have any
 * are asked for.
 */
export function liveBadges(inView: () => readonly AssetStatus[]): ReadonlyMap<AssetKeyString, Badges> {
  const instance = getInstance();
  const found = new SvelteMap<AssetKeyString, Badges>();
  const checked = live(() => instance.checkedAssets(), on('location', 'notebook'));
  const isChecked = $derived(new SvelteSet(checked.value));
  let round = 0;
  live(
    async () => {
      const asked = inView().filter(({ asset }) => asset.partitions ?? isChecked.has(asset.key));
      const mine = ++round;
      if (asked.length === 0) return;
      await wait(settle);
      for (const { asset } of asked) {
        if (mine !== round) return;
        const checks = isChecked.has(asset.key) ? await instance.checks(asset.key) : [];
        const partitions = asset.partitions && (await instance.partitions(asset.key));
        found.set(asset.key, { checks, ...(partitions && { partitions }) });
      }
      await wait(pause);
    },
    on('asset', 'partitions', 'location', 'run'),
  );
  return found;
}
