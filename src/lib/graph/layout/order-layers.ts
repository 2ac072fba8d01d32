import { countCrossings } from './count-crossings';
import type { LayeredGraph } from './layered-graph';
import { NeighbourRanks } from './neighbour-ranks';

const mostRounds = 24;
/** Rounds without an improvement after which it stops. */
const patience = 8;
const mostExchanges = 4;
/** Rounds × vertices: keeps graphs with very many long edges within seconds. */
const mostWork = 1_000_000;

/**
 * Orders each layer so that few edges cross: sweeps down and up that sort each layer by the mean position of its
 * neighbours (barycentre), each followed by exchanges of adjacent vertices; the best order seen is kept.
 */
export function orderLayers({
  layers: first,
  layer,
  above,
  below,
}: LayeredGraph): readonly (readonly number[])[] {
  const layers = first.map((each) => [...each]);
  const position = new Int32Array(layer.length);
  const renumber = (vertices: readonly number[]) => vertices.forEach((vertex, at) => (position[vertex] = at));
  layers.forEach(renumber);

  const ranks = [new NeighbourRanks(above), new NeighbourRanks(below)] as const;

  let best = first;
  let fewest = countCrossings(layers, position, below);
  const rounds = Math.min(mostRounds, Math.ceil(mostWork / layer.length));
  for (let round = 0, idle = 0; round < rounds && idle < patience && fewest > 0; round++, idle++) {
    const down = round % 2 === 0;
    for (const vertices of down ? layers : layers.toReversed()) {
      sortByNeighbours(vertices, down ? above : below, position);
      renumber(vertices);
    }
    exchangeAdjacent(layers, position, ...ranks);
    const crossings = countCrossings(layers, position, below);
    if (crossings >= fewest) continue;
    fewest = crossings;
    best = layers.map((each) => [...each]);
    idle = 0;
  }
  return best;
}

/** Vertices without neighbours keep their places; the others take the remaining ones. */
function sortByNeighbours(
  vertices: number[],
  neighbours: readonly (readonly number[])[],
  position: Int32Array,
): void {
  const moving = vertices
    .filter((vertex) => neighbours[vertex]!.length > 0)
    .map((vertex) => {
      const all = neighbours[vertex]!;
      return { vertex, mean: all.reduce((sum, each) => sum + position[each]!, 0) / all.length };
    });
  moving.sort((a, b) => a.mean - b.mean);
  let next = 0;
  vertices.forEach((vertex, at) => {
    if (neighbours[vertex]!.length > 0) vertices[at] = moving[next++]!.vertex;
  });
}

/** Swaps neighbours in a layer while that takes crossings away; looks again only where something moved nearby. */
function exchangeAdjacent(
  layers: readonly number[][],
  position: Int32Array,
  above: NeighbourRanks,
  below: NeighbourRanks,
): void {
  let moved = layers.map(() => true);
  for (let pass = 0; pass < mostExchanges && moved.includes(true); pass++) {
    const before = moved;
    moved = layers.map((vertices, index) => {
      if (!before[index - 1] && !before[index] && !before[index + 1]) return false;
      for (const vertex of vertices) {
        above.refresh(vertex, position);
        below.refresh(vertex, position);
      }
      return exchangeIn(vertices, position, above, below);
    });
  }
}

function exchangeIn(
  vertices: number[],
  position: Int32Array,
  above: NeighbourRanks,
  below: NeighbourRanks,
): boolean {
  let moved = false;
  for (let at = 0; at + 1 < vertices.length; at++) {
    const [left, right] = [vertices[at]!, vertices[at + 1]!];
    const now = above.crossings(left, right) + below.crossings(left, right);
    if (now === 0 || above.crossings(right, left) + below.crossings(right, left) >= now) continue;
    vertices[at] = right;
    vertices[at + 1] = left;
    position[right] = at;
    position[left] = at + 1;
    moved = true;
  }
  return moved;
}
