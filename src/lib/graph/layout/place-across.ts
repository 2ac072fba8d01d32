import type { LayeredGraph } from './layered-graph';

const rounds = 12;

/**
 * The centre of each vertex along its layer, the leftmost border at 0. Layer after layer is drawn towards its
 * neighbours, down and up in turn and last to both, as near as the order and the gaps allow (least squares).
 */
export function placeAcross(
  { layer, above, below }: LayeredGraph,
  layers: readonly (readonly number[])[],
  widths: readonly number[],
  gap: number,
): readonly number[] {
  const centre = new Float64Array(layer.length);
  const isBend = layer.map((_, vertex) => above[vertex]!.length === 1 && below[vertex]!.length === 1);
  const offsets = layers.map((vertices) => {
    let at = 0;
    return vertices.map((vertex, index) => {
      if (index > 0) at += (widths[vertices[index - 1]!]! + widths[vertex]!) / 2 + gap;
      return at;
    });
  });
  offsets.forEach((offset, index) => {
    const middle = offset.at(-1)! / 2;
    layers[index]!.forEach((vertex, at) => (centre[vertex] = offset[at]! - middle));
  });

  /** Long edges pull harder, which straightens them (the weights that Gansner and others use). */
  const pull = (a: number, b: number): number =>
    isBend[a] && isBend[b] ? 8 : isBend[a] || isBend[b] ? 2 : 1;
  const settle = (index: number, sides: readonly (readonly (readonly number[])[])[]) => {
    const vertices = layers[index]!;
    const wanted = new Float64Array(vertices.length);
    const weights = new Float64Array(vertices.length);
    vertices.forEach((vertex, at) => {
      let [sum, weight] = [0, 0];
      for (const side of sides) {
        for (const neighbour of side[vertex]!) {
          const force = pull(vertex, neighbour);
          sum += force * centre[neighbour]!;
          weight += force;
        }
      }
      wanted[at] = (weight > 0 ? sum / weight : centre[vertex]!) - offsets[index]![at]!;
      weights[at] = weight || 0.01;
    });
    const placed = isotonic(wanted, weights);
    vertices.forEach((vertex, at) => (centre[vertex] = placed[at]! + offsets[index]![at]!));
  };
  for (let round = 0; round < rounds; round++) {
    const last = round >= rounds / 2;
    const down = round % 2 === 0;
    for (let step = 0; step < layers.length; step++) {
      settle(down ? step : layers.length - 1 - step, last ? [above, below] : [down ? above : below]);
    }
  }
  const left = centre.reduce((least, x, vertex) => Math.min(least, x - widths[vertex]! / 2), Infinity);
  return Array.from(centre, (x) => x - left);
}

/** The ascending values nearest to `wanted` by weighted least squares (pool adjacent violators). */
function isotonic(wanted: Float64Array, weights: Float64Array): Float64Array {
  const pools: { value: number; weight: number; size: number }[] = [];
  wanted.forEach((value, at) => {
    let pool = { value, weight: weights[at]!, size: 1 };
    for (let before = pools.at(-1); before && before.value > pool.value; before = pools.at(-1)) {
      const weight = before.weight + pool.weight;
      const mean = (before.value * before.weight + pool.value * pool.weight) / weight;
      pool = { value: mean, weight, size: before.size + pool.size };
      pools.pop();
    }
    pools.push(pool);
  });
  const placed = new Float64Array(wanted.length);
  let at = 0;
  for (const { value, size } of pools) {
    placed.fill(value, at, at + size);
    at += size;
  }
  return placed;
}
