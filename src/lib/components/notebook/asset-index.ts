import type { AssetKeyString } from '../../definitions/snapshot';
import type { AssetStatus } from '../../instance/instance';
import { reached } from './edited-assets';

/** A notebook's assets by what the cells ask for. */
export interface AssetIndex {
  readonly byCell: ReadonlyMap<string, readonly AssetStatus[]>;
  readonly cells: ReadonlyMap<AssetKeyString, string | undefined>;
  readonly byKey: ReadonlyMap<AssetKeyString, AssetStatus>;
  readonly downstream: ReadonlyMap<AssetKeyString, readonly AssetKeyString[]>;
}

export function indexAssets(assets: readonly AssetStatus[]): AssetIndex {
  const edges = assets.flatMap(({ asset }) => asset.deps.map((dep) => ({ from: dep.key, to: asset.key })));
  return {
    byCell: Map.groupBy(assets, ({ asset }) => asset.cell ?? ''),
    cells: new Map(assets.map(({ asset }) => [asset.key, asset.cell])),
    byKey: new Map(assets.map((status) => [status.asset.key, status])),
    downstream: new Map(
      Array.from(
        Map.groupBy(edges, ({ from }) => from),
        ([from, all]) => [from, [...new Set(all.map(({ to }) => to))]],
      ),
    ),
  };
}

/** Some assets, and what they read that was never made, and what that reads: without it they could only fail. */
export function withMissing(
  { byKey }: AssetIndex,
  keys: readonly AssetKeyString[],
): readonly AssetKeyString[] {
  const isMissing = (key: AssetKeyString) => {
    const { asset, latest } = byKey.get(key) ?? {};
    return asset?.isExecutable && !asset.isObservable && !asset.partitions && latest === undefined;
  };
  const read = (key: AssetKeyString) =>
    (byKey.get(key)?.asset.deps ?? []).flatMap((dep) => (dep.input === undefined ? [] : dep.key));
  return [...reached(keys, (key) => read(key).filter(isMissing))];
}

/** Some assets, and all that they come from. */
export const withUpstream = ({ byKey }: AssetIndex, keys: readonly AssetKeyString[]) =>
  reached(keys, (key) => byKey.get(key)?.asset.deps.map((dep) => dep.key) ?? []);

/** Of some assets and all upstream of them, those that a run can bring up to date. */
export function staleAmong(
  index: AssetIndex,
  keys: readonly AssetKeyString[],
  edited: ReadonlyMap<AssetKeyString, unknown>,
): readonly AssetKeyString[] {
  return [...withUpstream(index, keys)].filter((key) => {
    const status = index.byKey.get(key);
    if (!status?.asset.isExecutable || status.asset.isObservable) return false;
    return edited.has(key) || status.stale.status !== 'FRESH' || status.lastFailure !== undefined;
  });
}
