import type { Pair } from './break-cycles';

/**
 * A graph whose edges lead from one layer to the next: long edges have a bend, a vertex too, on each layer between.
 * The long edges of one node share their bends as far as they can (a trunk), so that hubs do not fill the picture.
 */
export interface LayeredGraph {
  /** The layer of each vertex: first the nodes, then the bends. */
  readonly layer: readonly number[];
  /** The vertices that each is joined to, one layer above and one below. */
  readonly above: readonly (readonly number[])[];
  readonly below: readonly (readonly number[])[];
  /** By `routeKey`: the vertices that an edge passes, both ends included. */
  readonly routes: ReadonlyMap<string, readonly number[]>;
  /** The vertices of each layer, in an order that a walk from the top gives. */
  readonly layers: readonly (readonly number[])[];
}

export const routeKey = (from: number, to: number): string => `${from} ${to}`;

export function layeredGraph(nodeLayers: readonly number[], edges: readonly Pair[]): LayeredGraph {
  const layer = [...nodeLayers];
  const above = layer.map((): number[] => []);
  const below = layer.map((): number[] => []);
  const routes = new Map<string, readonly number[]>();
  const trunks = new Map<number, number[]>();
  const join = (upper: number, lower: number) => {
    below[upper]!.push(lower);
    above[lower]!.push(upper);
  };
  for (const [from, to] of edges) {
    const trunk = trunks.get(from) ?? [from];
    trunks.set(from, trunk);
    const length = layer[to]! - layer[from]!;
    while (trunk.length < length) {
      const bend = layer.length;
      layer.push(layer[from]! + trunk.length);
      above.push([]);
      below.push([]);
      join(trunk.at(-1)!, bend);
      trunk.push(bend);
    }
    join(trunk[length - 1]!, to);
    routes.set(routeKey(from, to), [...trunk.slice(0, length), to]);
  }
  return { layer, above, below, routes, layers: firstOrder(layer, above, below) };
}

/** Depth first from the top, so that what hangs together begins together. */
function firstOrder(
  layer: readonly number[],
  above: readonly (readonly number[])[],
  below: readonly (readonly number[])[],
): readonly (readonly number[])[] {
  const layers = Array.from(
    { length: layer.reduce((most, each) => Math.max(most, each), 0) + 1 },
    (): number[] => [],
  );
  const seen = new Uint8Array(layer.length);
  for (let start = 0; start < layer.length; start++) {
    if (above[start]!.length > 0) continue;
    const stack = [start];
    for (let vertex = stack.pop(); vertex !== undefined; vertex = stack.pop()) {
      if (seen[vertex]) continue;
      seen[vertex] = 1;
      layers[layer[vertex]!]!.push(vertex);
      stack.push(...below[vertex]!.toReversed());
    }
  }
  return layers;
}
