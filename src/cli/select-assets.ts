import { AssetGraph } from '$lib/graph/asset-graph';
import { resolveSelection } from '$lib/graph/selection/resolve-selection';
import type { AssetStatus, LocationStatus } from '$lib/instance/instance';

/** The assets that a selection stands for (all without one), upstream before downstream. */
export function selectAssets(
  { name, snapshot }: LocationStatus,
  assets: readonly AssetStatus[],
  selection = '*',
): readonly AssetStatus[] {
  const keys = resolveSelection(selection, new AssetGraph([{ location: name, snapshot }]));
  const byKey = new Map(assets.map((status) => [status.asset.key, status]));
  return keys.map((key) => byKey.get(key)).filter((status) => status !== undefined);
}
