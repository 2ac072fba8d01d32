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
export function topologicalLevels(upstreams: ReadonlyMap<string, Iterable<string>>): TopologicalLevels {
  const waiting = new Map<string, Set<string>>();
  const downstreams = new Map<string, string[]>();
  for (const [name, all] of upstreams) {
    const known = new Set<string>();
    for (const upstream of all) if (upstreams.has(upstream)) known.add(upstream);
    waiting.set(name, known);
    for (const upstream of known) {
      const list = downstreams.get(upstream);
      if (list) list.push(name);
      else downstreams.set(upstream, [name]);
    }
  }

  const levels: string[][] = [];
  const cycles: string[][] = [];
  let level = [...waiting.keys()].filter((name) => waiting.get(name)!.size === 0);
  while (waiting.size > 0) {
    if (level.length === 0) {
      const cycle = someCycle(waiting);
      cycles.push(cycle);
      level = [cycle[0]!];
    }
    levels.push(level.sort());
    for (const name of level) waiting.delete(name);
    const next: string[] = [];
    for (const name of level) {
      for (const downstream of downstreams.get(name) ?? []) {
        const missing = waiting.get(downstream);
        if (missing?.delete(name) && missing.size === 0) next.push(downstream);
      }
    }
    level = next;
  }
  return { levels, cycles };
}

/** Every waiting name has an upstream that waits too, so walking upstream must come back to where it was. */
function someCycle(waiting: ReadonlyMap<string, ReadonlySet<string>>): string[] {
  const path: string[] = [];
  const at = new Map<string, number>();
  let name = [...waiting.keys()].sort()[0]!;
  while (!at.has(name)) {
    at.set(name, path.length);
    path.push(name);
    name = [...waiting.get(name)!].sort()[0]!;
  }
  const cycle = path.slice(at.get(name)!).reverse();
  const first = cycle.indexOf([...cycle].sort()[0]!);
  return [...cycle.slice(first), ...cycle.slice(0, first)];
}
