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
  /** How many upstreams each name waits for. */
  const waiting = new Map<string, number>();
  const downstreams = new Map<string, string[]>();
  let level: string[] = [];
  for (const [name, all] of upstreams) {
    let count = 0;
    for (const upstream of all) {
      if (!upstreams.has(upstream)) continue;
      const list = downstreams.get(upstream);
      // One that is named twice counts once: what is added last stands at the end.
      if (list?.at(-1) === name) continue;
      if (list) list.push(name);
      else downstreams.set(upstream, [name]);
      count++;
    }
    waiting.set(name, count);
    if (count === 0) level.push(name);
  }

  const levels: string[][] = [];
  const cycles: string[][] = [];
  while (waiting.size > 0) {
    if (level.length === 0) {
      const cycle = someCycle(waiting, upstreams);
      cycles.push(cycle);
      level = [cycle[0]!];
    }
    levels.push(level.sort());
    for (const name of level) waiting.delete(name);
    const next: string[] = [];
    for (const name of level) {
      for (const downstream of downstreams.get(name) ?? []) {
        const missing = waiting.get(downstream);
        if (missing === undefined) continue;
        waiting.set(downstream, missing - 1);
        if (missing === 1) next.push(downstream);
      }
    }
    level = next;
  }
  return { levels, cycles };
}

/** Every waiting name has an upstream that waits too, so walking upstream must come back to where it was. */
function someCycle(
  waiting: ReadonlyMap<string, number>,
  upstreams: ReadonlyMap<string, Iterable<string>>,
): string[] {
  const path: string[] = [];
  const at = new Map<string, number>();
  let name = [...waiting.keys()].sort()[0]!;
  while (!at.has(name)) {
    at.set(name, path.length);
    path.push(name);
    name = [...upstreams.get(name)!].filter((upstream) => waiting.has(upstream)).sort()[0]!;
  }
  const cycle = path.slice(at.get(name)!).reverse();
  const first = cycle.indexOf([...cycle].sort()[0]!);
  return [...cycle.slice(first), ...cycle.slice(0, first)];
}
