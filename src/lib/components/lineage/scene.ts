import { curve, isSideways } from '../../graph/layout/curve';
import type { LayoutEdge, Point } from '../../graph/layout/layout-graph';
import type { GroupedNode, GroupsLayout } from '../../graph/layout/layout-groups';
import type { AssetStatus } from '../../instance/instance';
import { groupIdOf, groupsOf } from './groups';

/** Pixels of a node, or of a closed group, at zoom 1. */
export const nodeSize = { width: 216, height: 74 };

export interface Box {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

export interface SceneNode extends Box {
  /** An asset key. */
  readonly key: string;
  readonly status: AssetStatus;
}

export interface SceneGroup extends Box {
  /** The id of the group. */
  readonly key: string;
  readonly name: string;
  readonly location: string;
  readonly members: readonly AssetStatus[];
}

export interface SceneEdge {
  readonly from: string;
  readonly to: string;
  readonly path: string;
}

/** A part of a line, of one edge or of several that go together there. */
export interface SceneLine extends Box {
  readonly path: string;
}

/** A laid-out lineage, ready to draw: everything with its box, so that only what is in view is drawn. */
export interface Scene {
  readonly nodes: readonly SceneNode[];
  /** Groups that stand for their assets. */
  readonly closed: readonly SceneGroup[];
  /** Groups around their assets. */
  readonly open: readonly SceneGroup[];
  readonly edges: readonly SceneEdge[];
  /** All that the edges consist of, each once. */
  readonly lines: readonly SceneLine[];
  readonly width: number;
  readonly height: number;
}

/** The lineage as a graph for the layout: an edge for every dependency that is among `assets`. */
export function graphOf(assets: readonly AssetStatus[]): { nodes: GroupedNode[]; edges: LayoutEdge[] } {
  const known = new Set(assets.map(({ asset }) => asset.key));
  const nodes = assets.map((status) => ({ id: status.asset.key, group: groupIdOf(status), ...nodeSize }));
  const edges = assets.flatMap(({ asset }) =>
    [...new Set(asset.deps.map(({ key }) => key))]
      .filter((key) => known.has(key) && key !== asset.key)
      .map((key) => ({ from: key, to: asset.key })),
  );
  return { nodes, edges };
}

/** Assets and groups that the layout does not know (yet) are left out. */
export function sceneOf(assets: readonly AssetStatus[], layout: GroupsLayout): Scene {
  const corners = new Map(layout.nodes.map((node) => [node.id, node]));
  const boxes = new Map(layout.groups.map((group) => [group.id, group]));
  const open: SceneGroup[] = [];
  const closed: SceneGroup[] = [];
  for (const [key, members] of groupsOf(assets)) {
    const [{ asset, location }] = members as [AssetStatus];
    const group = { key, name: asset.group, location, members };
    const [box, corner] = [boxes.get(key), corners.get(key)];
    if (box) open.push({ ...group, ...placed(box) });
    else if (corner) closed.push({ ...group, ...placed({ ...corner, ...nodeSize }) });
  }
  return {
    nodes: assets.flatMap((status) => {
      const corner = corners.get(status.asset.key);
      return corner ? [{ key: status.asset.key, status, ...placed({ ...corner, ...nodeSize }) }] : [];
    }),
    open,
    closed,
    ...drawn(layout),
    width: layout.width,
    height: layout.height,
  };
}

const placed = ({ x, y, width, height }: Box): Box => ({ x, y, width, height });

/** Lines are drawn anew only with another layout, not with every change of a state. */
const known = new WeakMap<GroupsLayout, Pick<Scene, 'edges' | 'lines'>>();

function drawn(layout: GroupsLayout): Pick<Scene, 'edges' | 'lines'> {
  const before = known.get(layout);
  if (before) return before;
  const lines = new Map<string, SceneLine>();
  const edges = layout.edges.map(({ from, to, points }) => {
    const sideways = isSideways(points);
    const rounded = points.map(({ x, y }) => ({ x: tenth(x), y: tenth(y) }));
    rounded.slice(1).forEach((point, at) => {
      const ends = [rounded[at]!, point];
      const path = curve(ends, sideways);
      if (!lines.has(path)) lines.set(path, { path, ...around(ends) });
    });
    return { from, to, path: curve(rounded, sideways) };
  });
  const made = { edges, lines: [...lines.values()] };
  known.set(layout, made);
  return made;
}

/** Of a pixel: paths are shorter. */
const tenth = (pixels: number): number => Math.round(pixels * 10) / 10;

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
