import type { AssetKeyString } from '../../definitions/snapshot';
import type { EventOf } from '../../events/event';
import type { AssetStatus, Instance } from '../instance';
import type { Received, ReceivedResult, SharedAsset } from '../received';

/** What a notebook has to show: its assets, and what they gave. */
export type SharedResults = Pick<Received, 'assets' | 'results'>;

/** Materializations of one partitioned asset that are shared at most: of its newest partitions. */
const mostPartitions = 100;

/**
 * What the assets of a location gave last; of a partitioned one, each partition. Of an asset that was not made here, what
 * came with the notebook's file, if anything did. Nothing is loaded or run for it.
 */
export async function sharedResults(
  instance: Pick<Instance, 'assets' | 'materializations' | 'received'>,
  location: string,
): Promise<SharedResults> {
  const [assets, received] = await Promise.all([instance.assets(location), instance.received(location)]);
  const found = await Promise.all(
    assets.map(async ({ asset, latest }) => {
      if (!latest) return [];
      const events = asset.partitions ? await newestOfPartitions(instance, asset.key) : [latest];
      return events.map(({ id: _, ...event }): ReceivedResult => ({ cell: asset.cell ?? '', event }));
    }),
  );
  const made = new Set(assets.flatMap(({ asset, latest }) => (latest ? [asset.key] : [])));
  const others = received?.results.filter(
    ({ event }) => event?.assetKey !== undefined && !made.has(event.assetKey),
  );
  return {
    // A notebook that is only shown defines nothing here.
    assets: assets.length > 0 ? assets.map(sharedAsset) : (received?.assets ?? []),
    results: [...found.flat(), ...(others ?? [])],
  };
}

/** What a view shows, which no event tells of. */
export type ViewResult = Required<Pick<ReceivedResult, 'cell' | 'value'>> & { readonly name: string };

/** What the views of a location showed last. */
export async function viewResults(
  instance: Pick<Instance, 'shownViews'>,
  location: string,
): Promise<readonly ViewResult[]> {
  const shown = Object.entries(await instance.shownViews(location));
  return shown.flatMap(([name, { cell, value }]) => (value ? [{ cell, name, value }] : []));
}

async function newestOfPartitions(
  instance: Pick<Instance, 'materializations'>,
  key: AssetKeyString,
): Promise<readonly EventOf<'ASSET_MATERIALIZATION'>[]> {
  const events = await instance.materializations(key, 10 * mostPartitions);
  const newest = new Map<string | undefined, EventOf<'ASSET_MATERIALIZATION'>>();
  for (const event of events) if (!newest.has(event.data.partition)) newest.set(event.data.partition, event);
  return [...newest.values()].slice(0, mostPartitions);
}

const sharedAsset = ({ asset: { key, cell = '', deps, description, kinds } }: AssetStatus): SharedAsset => ({
  ...{ key, cell, kinds },
  deps: [...new Set(deps.map((dep) => dep.key))],
  ...(description !== undefined && { description }),
});

/** Where the value of a result is; `undefined` where it has none. */
export const pointerOf = ({ value, event }: ReceivedResult) => value ?? event?.data.value;
