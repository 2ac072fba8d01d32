import type { Pair } from './break-cycles';

/**
 * A layer for each node, from 0, so that every edge leads to a later layer: the earliest possible (longest path from
 * a source), then nodes with more edges going out than coming in move down, which makes edges shorter.
 */
export function layersOf(size: number, edges: readonly Pair[]): readonly number[] {
  const sources = Array.from({ length: size }, (): number[] => []);
  const targets = Array.from({ length: size }, (): number[] => []);
  for (const [from, to] of edges) {
    targets[from]!.push(to);
    sources[to]!.push(from);
  }
  const layer = new Array<number>(size).fill(0);
  const waiting = sources.map((list) => list.length);
  const order = waiting.flatMap((count, vertex) => (count === 0 ? [vertex] : []));
  for (const vertex of order) {
    for (const target of targets[vertex]!) {
      layer[target] = Math.max(layer[target]!, layer[vertex]! + 1);
      if (--waiting[target]! === 0) order.push(target);
    }
  }
  for (const vertex of order.toReversed()) {
    if (targets[vertex]!.length <= sources[vertex]!.length) continue;
    layer[vertex] = Math.min(...targets[vertex]!.map((target) => layer[target]!)) - 1;
  }
  return layer;
}
