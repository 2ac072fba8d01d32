import type { Point } from './layout-graph';

/**
 * A smooth line through the points, as the path of an SVG: it bends halfway between two of them, along the longer of its
 * two ways.
 */
export function curve(points: readonly Point[]): string {
  const [first, ...rest] = points;
  if (!first) return '';
  const sideways = Math.abs(points.at(-1)!.x - first.x) > Math.abs(points.at(-1)!.y - first.y);
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
