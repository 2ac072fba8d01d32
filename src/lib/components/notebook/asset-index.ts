import type { AssetKeyString } from '../../definitions/snapshot';
import type { AssetStatus } from '../../instance/instance';

/** A notebook's assets by what the cells ask for. */
export interface AssetIndex {
  readonly byCell: ReadonlyMap<string, readonly AssetStatus[]>;
  readonly cells: ReadonlyMap<AssetKeyString, string | undefined>;
  readonly downstream: ReadonlyMap<AssetKeyString, readonly AssetKeyString[]>;
}

export function indexAssets(assets: readonly AssetStatus[]): AssetIndex {
  const edges = assets.flatMap(({ asset }) => asset.deps.map((dep) => ({ from: dep.key, to: asset.key })));
  return {
    byCell: Map.groupBy(assets, ({ asset }) => asset.cell ?? ''),
    cells: new Map(assets.map(({ asset }) => [asset.key, asset.cell])),
    downstream: new Map(
      Array.from(
        Map.groupBy(edges, ({ from }) => from),
        ([from, all]) => [from, [...new Set(all.map(({ to }) => to))]],
      ),
    ),
  };
}
