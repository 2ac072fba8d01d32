import type { Point } from './layout-graph';

/**
 * A smooth line through the points, as the path of an SVG: it bends halfway between two of them; `sideways` says along
 * which axis, by default along the longer of its two ways.
 */
export function curve(points: readonly Point[], sideways = isSideways(points)): string {
  const [first, ...rest] = points;
  if (!first) return '';
  let [path, before] = [`M${first.x},${first.y}`, first];
  for (const point of rest) {
    const [middleX, middleY] = [(before.x + point.x) / 2, (before.y + point.y) / 2];
    path += sideways
      ? `C${middleX},${before.y} ${middleX},${point.y} ${point.x},${point.y}`
      : `C${before.x},${middleY} ${point.x},${middleY} ${point.x},${point.y}`;
    before = point;
  }
  return path;
}

/** Whether a line goes further to the side than up or down. */
export function isSideways(points: readonly Point[]): boolean {
  const [first, last] = [points[0], points.at(-1)];
  return first !== undefined && Math.abs(last!.x - first.x) > Math.abs(last!.y - first.y);
}
