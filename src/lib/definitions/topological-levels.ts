/** What came of sorting: see `topologicalLevels`. */
export interface TopologicalLevels {
  /** First what has no upstream, then what has upstream in the first level only, and so on; sorted within a level. */
  readonly levels: readonly (readonly string[])[];
  /** Each cycle as a path along its edges, upstream first, without the repeated first name. */
  readonly cycles: readonly (readonly string[])[];
}

/**
 * Sorts names so that each comes after its upstreams (Kahn's algorithm). Upstreams that are not names themselves are
 * ignored. Where nothing can go on, one cycle is reported and its smallest name is let through, so that every name
 * is in exactly one level, cycles or not.
 */
export function topologicalLevels(upstreams: Upstreams): TopologicalLevels {
  const { levels, cycles } = unsortedLevels(upstreams);
  return { levels: levels.map((level) => level.map(({ name }) => name).sort()), cycles };
}

/** The cycles alone: most of the sorting is that within levels. */
export const dependencyCycles = (upstreams: Upstreams): TopologicalLevels['cycles'] =>
  unsortedLevels(upstreams).cycles;

type Upstreams = ReadonlyMap<string, Iterable<string>>;

interface Node {
  readonly name: string;
  /** How many upstreams it waits for. */
  waitsFor: number;
  isPlaced: boolean;
  downstreams?: Node[];
}

function unsortedLevels(upstreams: Upstreams) {
  const nodes = new Map<string, Node>();
  for (const name of upstreams.keys())
    nodes.set(name, { name, waitsFor: 0, isPlaced: false, downstreams: undefined });
  let level: Node[] = [];
  for (const node of nodes.values()) {
    for (const upstream of upstreams.get(node.name)!) {
      const before = nodes.get(upstream);
      // One that is named twice counts once: what is added last stands at the end.
      if (!before || before.downstreams?.at(-1) === node) continue;
      if (before.downstreams) before.downstreams.push(node);
      else before.downstreams = [node];
      node.waitsFor++;
    }
    if (node.waitsFor === 0) level.push(node);
  }

  const levels: Node[][] = [];
  const cycles: string[][] = [];
  for (let left = nodes.size; left > 0; left -= levels.at(-1)!.length) {
    if (level.length === 0) {
      const cycle = someCycle(nodes, upstreams);
      cycles.push(cycle);
      level = [nodes.get(cycle[0]!)!];
    }
    levels.push(level);
    for (const node of level) node.isPlaced = true;
    const next: Node[] = [];
    for (const { downstreams } of level)
      for (const node of downstreams ?? []) if (!node.isPlaced && --node.waitsFor === 0) next.push(node);
    level = next;
  }
  return { levels, cycles };
}

/** Every waiting name has an upstream that waits too, so walking upstream must come back to where it was. */
function someCycle(nodes: ReadonlyMap<string, Node>, upstreams: Upstreams): string[] {
  const isWaiting = (name: string) => nodes.get(name)?.isPlaced === false;
  const path: string[] = [];
  const at = new Map<string, number>();
  let name = [...nodes.keys()].filter(isWaiting).sort()[0]!;
  while (!at.has(name)) {
    at.set(name, path.length);
    path.push(name);
    name = [...upstreams.get(name)!].filter(isWaiting).sort()[0]!;
  }
  const cycle = path.slice(at.get(name)!).reverse();
  const first = cycle.indexOf([...cycle].sort()[0]!);
  return [...cycle.slice(first), ...cycle.slice(0, first)];
}
