/** A layered drawing of groups, some opened to show their nodes: each open group is laid out for itself, then all. */
import {
  layoutGraph,
  type GraphLayout,
  type LayoutEdge,
  type LayoutNode,
  type LayoutOptions,
  type Point,
} from './layout-graph';

/** A node that belongs to a group. No group may be called as a node is. */
export interface GroupedNode extends LayoutNode {
  readonly group: string;
}

export interface GroupsOptions extends LayoutOptions {
  /** The groups whose nodes are shown. */
  readonly open: readonly string[];
  /** The size of the others. */
  readonly closed: Size;
  /** Around the nodes of an open group. Default 16. */
  readonly padding?: number;
  /** Above them, for its name. Default 28. */
  readonly header?: number;
}

interface Size {
  readonly width: number;
  readonly height: number;
}

/**
 * Closed groups are among the nodes, by their names. Edges are those between what is shown, each once: a closed
 * group stands for its nodes.
 */
export interface GroupsLayout extends GraphLayout {
  /** The open ones, with their top left corners. */
  readonly groups: readonly (Point & Size & { readonly id: string })[];
}

/** Cycles between groups are drawn with one edge leading backwards, as in `layoutGraph`. */
export function layoutGroups(
  nodes: readonly GroupedNode[],
  edges: readonly LayoutEdge[],
  { open, closed, padding = 16, header = 28, ...options }: GroupsOptions,
): GroupsLayout {
  const groupOf = new Map(nodes.map(({ id, group }) => [id, group]));
  const members = Map.groupBy(nodes, ({ group }) => group);
  const known = edges.filter(({ from, to }) => groupOf.has(from) && groupOf.has(to));
  const inside = Map.groupBy(known, ({ from, to }) =>
    groupOf.get(from) === groupOf.get(to) ? groupOf.get(from) : undefined,
  );
  const insides = new Map(
    open
      .filter((group) => members.has(group))
      .map((group) => [
        group,
        layoutGraph(members.get(group)!, inside.get(group) ?? [], { ...options, across }),
      ]),
  );
  const sizes = [...members.keys()].map((id): LayoutNode => {
    const own = insides.get(id);
    if (!own) return { id, ...closed };
    return { id, width: own.width + 2 * padding, height: own.height + 2 * padding + header };
  });
  const between = inside.get(undefined) ?? [];
  const ends = between.map(({ from, to }) => ({ from: groupOf.get(from)!, to: groupOf.get(to)! }));
  const outside = layoutGraph(sizes, unique(ends), { ...options, nodeGap: 2 * (options.nodeGap ?? 24) });

  const sizeOf = new Map([...nodes, ...sizes].map((node) => [node.id, node]));
  const corners = new Map(outside.nodes.map(({ id, x, y }) => [id, { x, y }]));
  for (const [group, { nodes }] of insides) {
    const { x, y } = corners.get(group)!;
    for (const node of nodes)
      corners.set(node.id, { x: x + padding + node.x, y: y + padding + header + node.y });
  }
  const boxOf = (id: string) => ({ ...corners.get(id)!, ...sizeFrom(sizeOf.get(id)!) });
  const shown = (id: string) => (insides.has(groupOf.get(id)!) ? id : groupOf.get(id)!);
  const routes = new Map(outside.edges.map(({ from, to, points }) => [pairKey(from, to), points]));
  const lines = unique(between.map(({ from, to }) => ({ from: shown(from), to: shown(to) }))).map((line) => {
    const { from, to } = line;
    const [a, b] = [groupOf.get(from) ?? from, groupOf.get(to) ?? to];
    const route = routes.get(pairKey(a, b))!;
    const before = a === from ? [] : [borderOf(boxOf(from), route[0]!, options.direction)];
    const after = b === to ? [] : [borderOf(boxOf(to), route.at(-1)!, options.direction)];
    return { ...line, points: [...before, ...route, ...after] };
  });
  const own = [...insides].flatMap(([group, { edges }]) => {
    const { x, y } = corners.get(group)!;
    const move = (point: Point) => ({ x: x + padding + point.x, y: y + padding + header + point.y });
    return edges.map(({ from, to, points }) => ({ from, to, points: points.map(move) }));
  });
  return {
    nodes: [...new Set(nodes.map(({ id }) => shown(id)))].map((id) => ({ id, ...corners.get(id)! })),
    groups: [...insides.keys()].map((id) => ({ id, ...boxOf(id) })),
    edges: [...own, ...lines],
    width: outside.width,
    height: outside.height,
  };
}

/** Nodes of a group that hang on none of it stand side by side: the lines that leave it pass few of them. */
const across = 6;

const pairKey = (from: string, to: string): string => `${from}\n${to}`;

const unique = (edges: readonly LayoutEdge[]): readonly LayoutEdge[] => [
  ...new Map(edges.map((edge) => [pairKey(edge.from, edge.to), edge])).values(),
];

const sizeFrom = ({ width, height }: Size): Size => ({ width, height });

/** Where a line to `point` leaves a box: in the middle of the side that looks there, along the flow. */
function borderOf({ x, y, width, height }: Point & Size, point: Point, direction = 'down'): Point {
  const [middleX, middleY] = [x + width / 2, y + height / 2];
  return direction === 'down'
    ? { x: middleX, y: point.y >= middleY ? y + height : y }
    : { x: point.x >= middleX ? x + width : x, y: middleY };
}
