import { appended } from '../base/appended';

/** What came of sorting: see `topologicalLevels`. */
export interface TopologicalLevels {
  /** First what has no upstream, then what has upstream in the first level only, and so on; sorted within a level. */
  readonly levels: readonly (readonly string[])[];
  /** Each cycle as a path along its edges, upstream first, without the repeated first name. */
  readonly cycles: readonly (readonly string[])[];
}

/** A name among those that are sorted, with its neighbours: see `connect`. */
export interface Vertex<Self> {
  readonly name: string;
  upstreams: readonly Self[];
  downstreams: readonly Self[];
  /** How many upstreams it waits for while it is sorted; at first all. */
  waitsFor: number;
}

/**
 * Sorts names so that each comes after its upstreams (Kahn's algorithm). Upstreams that are not names themselves are
 * ignored. Where nothing can go on, one cycle is reported and its smallest name is let through, so that every name
 * is in exactly one level, cycles or not.
 */
export const topologicalLevels = (upstreams: Upstreams): TopologicalLevels =>
  levelsOf([...verticesOf(upstreams).values()]);

/** The cycles alone: most of the sorting is that within levels. */
export const dependencyCycles = (upstreams: Upstreams): TopologicalLevels['cycles'] =>
  unsortedLevels([...verticesOf(upstreams).values()]).cycles;

type Upstreams = ReadonlyMap<string, Iterable<string>>;

const none: readonly never[] = [];

interface Plain extends Vertex<Plain> {
  readonly name: string;
}

function verticesOf(upstreams: Upstreams): ReadonlyMap<string, Plain> {
  const vertices = new Map<string, Plain>();
  for (const name of upstreams.keys())
    vertices.set(name, { name, upstreams: none, downstreams: none, waitsFor: 0 });
  for (const vertex of vertices.values()) {
    for (const name of upstreams.get(vertex.name)!) {
      const upstream = vertices.get(name);
      if (upstream) connect(upstream, vertex);
    }
  }
  return vertices;
}

/** An edge. All upstreams of one vertex are connected before those of the next: one that is named twice counts once. */
export function connect<Self extends Vertex<Self>>(upstream: Self, downstream: Self): void {
  // What was connected last stands at the end.
  if (upstream.downstreams.at(-1) === downstream) return;
  upstream.downstreams = appended(upstream.downstreams, downstream);
  downstream.upstreams = appended(downstream.upstreams, upstream);
  downstream.waitsFor++;
}

/** `topologicalLevels` of what is connected already. */
export function levelsOf<Self extends Vertex<Self>>(vertices: readonly Self[]): TopologicalLevels {
  const { levels, cycles } = unsortedLevels(vertices);
  return { levels: levels.map((level) => level.map(({ name }) => name).sort()), cycles };
}

function unsortedLevels<Self extends Vertex<Self>>(vertices: readonly Self[]) {
  const levels: (readonly Self[])[] = [];
  const cycles: (readonly string[])[] = [];
  let level = vertices.filter(({ waitsFor }) => waitsFor === 0);
  for (let left = vertices.length; left > 0; left -= levels.at(-1)!.length) {
    if (level.length === 0) {
      const cycle = someCycle(vertices);
      cycles.push(cycle.map(({ name }) => name));
      level = [cycle[0]!];
      cycle[0]!.waitsFor = 0;
    }
    levels.push(level);
    const next: Self[] = [];
    // One that was let through out of a cycle counts on below 0.
    for (const { downstreams } of level)
      for (const vertex of downstreams) if (--vertex.waitsFor === 0) next.push(vertex);
    level = next;
  }
  return { levels, cycles };
}

/** Every waiting vertex has an upstream that waits too, so walking upstream must come back to where it was. */
function someCycle<Self extends Vertex<Self>>(vertices: readonly Self[]): readonly Self[] {
  const path = new Set<Self>();
  let vertex = leastWaiting(vertices);
  for (; !path.has(vertex); vertex = leastWaiting(vertex.upstreams)) path.add(vertex);
  const walked = [...path];
  const cycle = walked.slice(walked.indexOf(vertex)).reverse();
  const first = cycle.indexOf(least(cycle));
  return [...cycle.slice(first), ...cycle.slice(0, first)];
}

const leastWaiting = <Self extends Vertex<Self>>(vertices: readonly Self[]): Self =>
  least(vertices.filter(({ waitsFor }) => waitsFor > 0));

const least = <Self extends Vertex<Self>>(vertices: readonly Self[]): Self =>
  vertices.reduce((a, b) => (b.name < a.name ? b : a));
