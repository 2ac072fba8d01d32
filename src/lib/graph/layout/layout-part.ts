/** One connected part, by Sugiyama's four steps: break cycles, choose layers, order each layer, place. */
import { breakCycles } from './break-cycles';
import type { LayoutEdge, LayoutNode, Point } from './layout-graph';
import { layeredGraph, routeKey } from './layered-graph';
import { layersOf } from './layers';
import { orderLayers } from './order-layers';
import type { Part } from './parts';
import { placeAcross } from './place-across';

/** From (0, 0), edges leading down. */
export interface PartLayout {
  readonly corners: ReadonlyMap<string, Point>;
  readonly routes: ReadonlyMap<LayoutEdge, readonly Point[]>;
  readonly width: number;
  readonly height: number;
}

/** How wide a long edge is where it passes a layer. */
const bendWidth = 8;

/** How far a loop stands out from its node. */
const loopSize = 20;

interface Band {
  readonly top: number;
  readonly bottom: number;
}

export function layoutPart({ nodes, edges }: Part, nodeGap: number, layerGap: number): PartLayout {
  const index = new Map(nodes.map(({ id }, position) => [id, position]));
  const loops = new Set(edges.filter(({ from, to }) => from === to).map(({ from }) => index.get(from)!));
  const forward = breakCycles(
    nodes.length,
    edges.map(({ from, to }) => [index.get(from)!, index.get(to)!]),
  );
  const graph = layeredGraph(layersOf(nodes.length, forward), forward);
  const layers = orderLayers(graph);
  const widths = graph.layer.map((_, vertex) => {
    const node = nodes[vertex];
    return node ? node.width + (loops.has(vertex) ? 2 * loopSize : 0) : bendWidth;
  });
  const centres = placeAcross(graph, layers, widths, nodeGap);
  const bands = bandsOf(layers, nodes, layerGap);

  const bandOf = (vertex: number): Band => bands[graph.layer[vertex]!]!;
  const boxOf = (vertex: number) => {
    const { height } = nodes[vertex]!;
    const { top, bottom } = bandOf(vertex);
    return { x: centres[vertex]!, top: (top + bottom - height) / 2, bottom: (top + bottom + height) / 2 };
  };
  /** Straight through each layer, slanted only between layers, so that it passes no node. */
  const along = (route: readonly number[]): readonly Point[] => {
    const [from, to] = [route[0]!, route.at(-1)!];
    const corners = route.flatMap((vertex) => {
      const top = vertex === from ? boxOf(from).bottom : bandOf(vertex).top;
      const bottom = vertex === to ? boxOf(to).top : bandOf(vertex).bottom;
      return [top, bottom].map((y) => ({ x: centres[vertex]!, y }));
    });
    return corners.filter(({ x, y }, at) => at === 0 || x !== corners[at - 1]!.x || y !== corners[at - 1]!.y);
  };
  const routeOf = ({ from, to }: LayoutEdge): readonly Point[] => {
    const [a, b] = [index.get(from)!, index.get(to)!];
    if (a === b) return loopAt(boxOf(a), nodes[a]!.width);
    const route = graph.routes.get(routeKey(a, b));
    return route ? along(route) : along(graph.routes.get(routeKey(b, a))!).toReversed();
  };
  return {
    corners: new Map(
      nodes.map(({ id, width }, vertex) => {
        const { x, top } = boxOf(vertex);
        return [id, { x: x - width / 2, y: top }];
      }),
    ),
    routes: new Map(edges.map((edge) => [edge, routeOf(edge)])),
    width: centres.reduce((most, x, vertex) => Math.max(most, x + widths[vertex]! / 2), 0),
    height: bands.at(-1)!.bottom,
  };
}

/** Each layer is as high as its highest node. */
function bandsOf(
  layers: readonly (readonly number[])[],
  nodes: readonly LayoutNode[],
  layerGap: number,
): readonly Band[] {
  let top = 0;
  return layers.map((layer) => {
    const band = { top, bottom: top + Math.max(...layer.map((vertex) => nodes[vertex]?.height ?? 0)) };
    top = band.bottom + layerGap;
    return band;
  });
}

function loopAt(box: { x: number; top: number; bottom: number }, width: number): readonly Point[] {
  const side = box.x + width / 2;
  const [high, low] = [box.top + (box.bottom - box.top) / 3, box.bottom - (box.bottom - box.top) / 3];
  return [
    { x: side, y: low },
    { x: side + loopSize, y: low },
    { x: side + loopSize, y: high },
    { x: side, y: high },
  ];
}
