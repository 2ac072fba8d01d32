import type { LayoutEdge, LayoutNode, Point } from './layout-graph';

/** Nodes that edges connect, in whatever direction; sorted by group and id. */
export interface Part {
  readonly nodes: readonly LayoutNode[];
  readonly edges: readonly LayoutEdge[];
}

/** Larger parts first. */
export function connectedParts(nodes: readonly LayoutNode[], edges: readonly LayoutEdge[]): readonly Part[] {
  const root = new Map(nodes.map(({ id }) => [id, id]));
  const find = (id: string): string => {
    let top = id;
    while (root.get(top) !== top) top = root.get(top)!;
    for (let each = id; each !== top;) {
      const next = root.get(each)!;
      root.set(each, top);
      each = next;
    }
    return top;
  };
  for (const { from, to } of edges) root.set(find(from), find(to));

  const sorted = [...nodes].sort((a, b) => compare(a.group ?? '', b.group ?? '') || compare(a.id, b.id));
  const parts = new Map<string, { nodes: LayoutNode[]; edges: LayoutEdge[] }>();
  for (const node of sorted) {
    const part = parts.get(find(node.id));
    if (part) part.nodes.push(node);
    else parts.set(find(node.id), { nodes: [node], edges: [] });
  }
  for (const edge of edges) parts.get(find(edge.from))!.edges.push(edge);
  return [...parts.values()].sort((a, b) => b.nodes.length - a.nodes.length);
}

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

/** Sets rectangles in rows from left to right, so that the whole is about `ratio` times as wide as high. */
export function packParts(
  parts: readonly { readonly width: number; readonly height: number }[],
  gap: number,
  ratio: number,
): { readonly offsets: readonly Point[]; readonly width: number; readonly height: number } {
  const area = parts.reduce((sum, part) => sum + (part.width + gap) * (part.height + gap), 0);
  const limit = Math.max(Math.sqrt(area * ratio), ...parts.slice(0, 1).map(({ width }) => width));
  let [x, y, rowHeight, width] = [0, 0, 0, 0];
  const offsets = parts.map((part) => {
    if (x > 0 && x + part.width > limit) [x, y, rowHeight] = [0, y + rowHeight + gap, 0];
    const offset = { x, y };
    width = Math.max(width, x + part.width);
    rowHeight = Math.max(rowHeight, part.height);
    x += part.width + gap;
    return offset;
  });
  return { offsets, width, height: y + rowHeight };
}
