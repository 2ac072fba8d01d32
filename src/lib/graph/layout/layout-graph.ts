/**
 * A layered drawing of a graph: parts that are not connected are laid out each for itself, then packed. Pure and
 * deterministic: the same graph gives the same drawing, in whatever order its nodes and edges come.
 */
import { layoutPart } from './layout-part';
import { connectedParts, packParts } from './parts';

export interface LayoutNode {
  readonly id: string;
  readonly width: number;
  readonly height: number;
  /** Nodes of one group begin side by side, and mostly stay so. */
  readonly group?: string;
}

export interface LayoutEdge {
  readonly from: string;
  readonly to: string;
}

export interface LayoutOptions {
  /** Where edges lead. Default `down`. */
  readonly direction?: 'down' | 'right';
  /** Between nodes of one layer, in the unit of the nodes' sizes. Default 24. */
  readonly nodeGap?: number;
  /** Between layers. Default 56. */
  readonly layerGap?: number;
  /**
   * How many times longer across the edges than along them parts are packed that are not connected. Default: so that
   * the drawing is 1.6 times as wide as high.
   */
  readonly across?: number;
}

export interface Point {
  readonly x: number;
  readonly y: number;
}

export interface GraphLayout {
  /** `x` and `y` are of the top left corner; in the order of the nodes given. */
  readonly nodes: readonly { readonly id: string; readonly x: number; readonly y: number }[];
  /** From border to border with the bends between; in the order of the edges given. */
  readonly edges: readonly {
    readonly from: string;
    readonly to: string;
    readonly points: readonly Point[];
  }[];
  readonly width: number;
  readonly height: number;
}

/**
 * Edges whose ends are not both among the nodes are left out. In a cycle one edge leads backwards; an edge from a
 * node to itself is a loop at its side.
 */
export function layoutGraph(
  nodes: readonly LayoutNode[],
  edges: readonly LayoutEdge[],
  { direction = 'down', nodeGap = 24, layerGap = 56, across }: LayoutOptions = {},
): GraphLayout {
  const turned = direction === 'right';
  const ratio = across ?? (turned ? 1 / 1.6 : 1.6);
  const turn = ({ x, y }: Point): Point => (turned ? { x: y, y: x } : { x, y });
  const known = new Set(nodes.map(({ id }) => id));
  const drawn = edges.filter(({ from, to }) => known.has(from) && known.has(to));
  const upright = turned ? nodes.map((node) => ({ ...node, width: node.height, height: node.width })) : nodes;

  const parts = connectedParts(upright, drawn).map((part) => layoutPart(part, nodeGap, layerGap));
  const { offsets, width, height } = packParts(parts, nodeGap, ratio);
  const corners = new Map<string, Point>();
  const routes = new Map<LayoutEdge, readonly Point[]>();
  parts.forEach((part, index) => {
    const move = ({ x, y }: Point) => turn({ x: x + offsets[index]!.x, y: y + offsets[index]!.y });
    for (const [id, corner] of part.corners) corners.set(id, move(corner));
    for (const [edge, points] of part.routes) routes.set(edge, points.map(move));
  });
  return {
    nodes: nodes.map(({ id }) => ({ id, ...corners.get(id)! })),
    edges: drawn.map((edge) => ({ from: edge.from, to: edge.to, points: routes.get(edge)! })),
    width: turned ? height : width,
    height: turned ? width : height,
  };
}
