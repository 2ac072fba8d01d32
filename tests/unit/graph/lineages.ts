import type { LayoutEdge, LayoutNode } from '$lib/graph/layout/layout-graph';

/** Numbers in [0, 1) that are the same each time (Lehmer's generator with Park and Miller's constants). */
function numbers(seed: number): () => number {
  let state = seed;
  return () => (state = (state * 48271) % 2147483647) / 2147483647;
}

/**
 * A lineage as people have them: groups of about 25 assets, about 1.6 edges each, 85% of them within the group or from
 * the one before, the others from anywhere, hubs first; 9 to 17 layers deep.
 */
export function lineage(size: number, seed: number): { nodes: LayoutNode[]; edges: LayoutEdge[] } {
  const next = numbers(seed);
  const pick = (from: number, to: number) => from + Math.floor(next() * (to - from));
  const groups = Math.ceil(size / 25);
  const bases = Array.from({ length: groups }, () => pick(0, 3 + 2 * Math.log10(size)));
  const nodes = Array.from({ length: size }, (_, index) => {
    const group = Math.floor(index / 25);
    const rank = bases[group]! + pick(0, 6);
    return {
      id: `asset_${index}`,
      width: 120 + pick(0, 120),
      height: 48 + pick(0, 3) * 16,
      group: `group_${group}`,
      rank,
    };
  });
  const hubs = Array.from({ length: Math.ceil(size / 50) }, () => pick(0, size));
  const edges = new Map<string, LayoutEdge>();
  while (edges.size < size * 1.6) {
    const to = pick(0, size);
    const chance = next();
    const near = Math.max(0, Math.min(size - 1, to - 12 + pick(-25, 25)));
    const from = chance < 0.85 ? near : chance < 0.93 ? hubs[pick(0, hubs.length)]! : pick(0, size);
    if (nodes[from]!.rank < nodes[to]!.rank)
      edges.set(`${from} ${to}`, { from: `asset_${from}`, to: `asset_${to}` });
  }
  return { nodes, edges: [...edges.values()] };
}
