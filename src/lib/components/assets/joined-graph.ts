import { AssetGraph } from '../../graph/asset-graph';
import type { AssetStatus } from '../../instance/instance';

let last: { readonly assets: readonly AssetStatus[]; readonly text: string; readonly graph: AssetGraph } | undefined; // prettier-ignore

/** The graph of all assets of all locations. It is made anew where definitions change, not with every state. */
export function joinedGraph(assets: readonly AssetStatus[]): AssetGraph {
  if (last?.assets === assets) return last.graph;
  const text = JSON.stringify(assets.map(({ asset, location }) => [location, asset]));
  const graph = last?.text === text ? last.graph : graphOf(assets);
  last = { assets, text, graph };
  return graph;
}

/** Each key once, as the location says that makes it: others only name it. */
export const ofMakers = (assets: readonly AssetStatus[], graph: AssetGraph): readonly AssetStatus[] =>
  assets.filter(({ asset, location }) => graph.locationOf(asset.key) === location);

const graphOf = (assets: readonly AssetStatus[]): AssetGraph =>
  new AssetGraph(
    [...Map.groupBy(assets, ({ location }) => location)].map(([location, own]) => ({
      location,
      snapshot: { assets: own.map(({ asset }) => asset) },
    })),
  );
