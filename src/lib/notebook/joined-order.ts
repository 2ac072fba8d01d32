/**
 * The ids of two sides that come from `base`, in one order: mine, or theirs where only they moved something. What only
 * the other side has stands behind its neighbour there.
 */
export function joinedOrder(
  base: readonly string[],
  mine: readonly string[],
  theirs: readonly string[],
): readonly string[] {
  const common = new Set(mine).intersection(new Set(theirs));
  const [leading, other] =
    keepsOrder(base, mine) && !keepsOrder(base, theirs) ? [theirs, mine] : [mine, theirs];
  const order = [...leading];
  for (const [index, id] of other.entries()) {
    if (common.has(id)) continue;
    order.splice(index === 0 ? 0 : order.indexOf(other[index - 1]!) + 1, 0, id);
  }
  return order;
}

function keepsOrder(base: readonly string[], side: readonly string[]): boolean {
  const [before, now] = [new Set(base), new Set(side)];
  const left = base.filter((id) => now.has(id));
  return side.filter((id) => before.has(id)).every((id, at) => id === left[at]);
}
