import { curve } from '../../graph/layout/curve';
import type { GraphLayout, LayoutEdge, LayoutNode, Point } from '../../graph/layout/layout-graph';
import type { AssetStatus } from '../../instance/instance';

/** Pixels of a node at zoom 1. */
export const nodeSize = { width: 216, height: 74 };

export interface Box {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

export interface SceneNode extends Box {
  readonly key: string;
  readonly status: AssetStatus;
}

export interface SceneEdge extends Box {
  readonly from: string;
  readonly to: string;
  readonly path: string;
}

/** A laid-out lineage, ready to draw: everything with its box, so that only what is in view is drawn. */
export interface Scene {
  readonly nodes: readonly SceneNode[];
  readonly edges: readonly SceneEdge[];
  readonly groups: readonly (Box & { readonly name: string; readonly count: number })[];
  readonly width: number;
  readonly height: number;
}

/** The lineage as a graph for the layout: an edge for every dependency that is among `assets`. */
export function graphOf(assets: readonly AssetStatus[]): { nodes: LayoutNode[]; edges: LayoutEdge[] } {
  const known = new Set(assets.map(({ asset }) => asset.key));
  const nodes = assets.map(({ asset }) => ({ id: asset.key, group: asset.group, ...nodeSize }));
  const edges = assets.flatMap(({ asset }) =>
    [...new Set(asset.deps.map(({ key }) => key))]
      .filter((key) => known.has(key) && key !== asset.key)
      .map((key) => ({ from: key, to: asset.key })),
  );
  return { nodes, edges };
}

/** Assets that the layout does not know (yet) are left out. */
export function sceneOf(assets: readonly AssetStatus[], layout: GraphLayout): Scene {
  const places = new Map(layout.nodes.map((node) => [node.id, node]));
  const nodes = assets.flatMap((status) => {
    const place = places.get(status.asset.key);
    return place ? [{ key: status.asset.key, status, x: place.x, y: place.y, ...nodeSize }] : [];
  });
  return {
    nodes,
    edges: layout.edges.map(({ from, to, points }) => ({ from, to, path: curve(points), ...around(points) })),
    groups: groupsOf(nodes),
    width: layout.width,
    height: layout.height,
  };
}

function groupsOf(nodes: readonly SceneNode[]): Scene['groups'] {
  const groups = new Map<string, SceneNode[]>();
  for (const node of nodes) {
    const name = node.status.asset.group;
    const members = groups.get(name);
    if (members) members.push(node);
    else groups.set(name, [node]);
  }
  return [...groups].map(([name, members]) => {
    const corners = members.flatMap(({ x, y, width, height }) => [
      { x, y },
      { x: x + width, y: y + height },
    ]);
    return { name, count: members.length, ...around(corners) };
  });
}

function around(points: readonly Point[]): Box {
  let [left, top, right, bottom] = [Infinity, Infinity, -Infinity, -Infinity];
  for (const { x, y } of points) {
    left = Math.min(left, x);
    top = Math.min(top, y);
    right = Math.max(right, x);
    bottom = Math.max(bottom, y);
  }
  return { x: left, y: top, width: right - left, height: bottom - top };
}

export const overlap = (a: Box, b: Box): boolean =>
  a.x <= b.x + b.width && b.x <= a.x + a.width && a.y <= b.y + b.height && b.y <= a.y + a.height;
