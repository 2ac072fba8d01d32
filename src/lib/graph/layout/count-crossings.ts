/** How many edges between two neighbouring layers cross: inversions, counted with a binary indexed tree. */
export function countCrossings(
  layers: readonly (readonly number[])[],
  position: ArrayLike<number>,
  below: readonly (readonly number[])[],
): number {
  let crossings = 0;
  for (let index = 0; index + 1 < layers.length; index++) {
    const width = layers[index + 1]!.length;
    const tree = new Int32Array(width + 1);
    let total = 0;
    for (const vertex of layers[index]!) {
      const targets = below[vertex]!;
      for (const target of targets) {
        let notRightOf = 0;
        for (let at = position[target]! + 1; at > 0; at -= at & -at) notRightOf += tree[at]!;
        crossings += total - notRightOf;
      }
      for (const target of targets) {
        for (let at = position[target]! + 1; at <= width; at += at & -at) tree[at]!++;
      }
      total += targets.length;
    }
  }
  return crossings;
}
