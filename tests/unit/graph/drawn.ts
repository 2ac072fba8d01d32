import type { GraphLayout, LayoutNode, Point } from '$lib/graph/layout/layout-graph';

export interface Box {
  readonly id: string;
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
}

export function boxesOf(layout: GraphLayout, nodes: readonly LayoutNode[]): Map<string, Box> {
  const sizes = new Map(nodes.map((node) => [node.id, node]));
  return new Map(
    layout.nodes.map(({ id, x, y }) => {
      const { width, height } = sizes.get(id)!;
      return [id, { id, left: x, right: x + width, top: y, bottom: y + height }];
    }),
  );
}

export const middle = ({ left, right, top, bottom }: Box): Point => ({
  x: (left + right) / 2,
  y: (top + bottom) / 2,
});

/** Whether a line goes through the inside of a box (Liang and Barsky's clipping); touching is not going through. */
export function passesThrough(from: Point, to: Point, { left, right, top, bottom }: Box): boolean {
  const inset = 1e-6;
  let [enter, leave] = [0, 1];
  for (const [start, delta, low, high] of [
    [from.x, to.x - from.x, left + inset, right - inset],
    [from.y, to.y - from.y, top + inset, bottom - inset],
  ] as const) {
    if (delta === 0 && (start <= low || start >= high)) return false;
    if (delta === 0) continue;
    const [a, b] = [(low - start) / delta, (high - start) / delta];
    enter = Math.max(enter, Math.min(a, b));
    leave = Math.min(leave, Math.max(a, b));
  }
  return enter < leave;
}

/** How often lines cross in a picture; a piece that several lines share counts as one. */
export function crossingsIn(lines: readonly (readonly Point[])[]): number {
  const pieces = new Map<string, readonly [Point, Point]>();
  for (const line of lines) {
    line.slice(1).forEach((to, index) => pieces.set(JSON.stringify([line[index], to]), [line[index]!, to]));
  }
  const all = [...pieces.values()];
  const side = (a: Point, b: Point, c: Point) =>
    Math.sign((b.x - a.x) * (c.y - a.y) - (b.y - a.y) * (c.x - a.x));
  let count = 0;
  for (const [index, [a, b]] of all.entries()) {
    for (let other = index + 1; other < all.length; other++) {
      const [c, d] = all[other]!;
      if (side(a, b, c) * side(a, b, d) < 0 && side(c, d, a) * side(c, d, b) < 0) count++;
    }
  }
  return count;
}
