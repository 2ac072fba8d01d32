import {
  layoutGraph,
  type LayoutEdge,
  type LayoutNode,
  type LayoutOptions,
} from '$lib/graph/layout/layout-graph';

/** A graph to lay out; the answer is its layout, with the same `id`. */
export interface LayoutRequest {
  readonly id: number;
  readonly nodes: readonly LayoutNode[];
  readonly edges: readonly LayoutEdge[];
  readonly options: LayoutOptions;
}

addEventListener('message', ({ data: { id, nodes, edges, options } }: MessageEvent<LayoutRequest>) => {
  postMessage({ id, layout: layoutGraph(nodes, edges, options) });
});
