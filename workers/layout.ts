import { layoutGraph, type LayoutEdge, type LayoutOptions } from '$lib/graph/layout/layout-graph';
import { layoutGroups, type GroupedNode, type GroupsOptions } from '$lib/graph/layout/layout-groups';

/** A graph to lay out; the answer is its layout, with the same `id`. */
export interface LayoutRequest {
  readonly id: number;
  readonly nodes: readonly GroupedNode[];
  readonly edges: readonly LayoutEdge[];
  readonly options: LayoutOptions | GroupsOptions;
}

addEventListener('message', ({ data: { id, nodes, edges, options } }: MessageEvent<LayoutRequest>) => {
  const layout =
    'open' in options
      ? layoutGroups(nodes, edges, options)
      : { ...layoutGraph(nodes, edges, options), groups: [] };
  postMessage({ id, layout });
});
