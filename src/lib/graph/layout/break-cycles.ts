export type Pair = readonly [from: number, to: number];

/**
 * The edges without loops and repetitions, with those turned round that lead back to a node which a depth-first walk
 * is still in: what remains has no cycle.
 */
export function breakCycles(size: number, edges: readonly Pair[]): readonly Pair[] {
  const targets = Array.from({ length: size }, () => new Set<number>());
  const hasSource = new Uint8Array(size);
  for (const [from, to] of edges) {
    if (from === to) continue;
    targets[from]!.add(to);
    hasSource[to] = 1;
  }
  const sorted = targets.map((set) => [...set].sort((a, b) => a - b));
  const [unseen, open, done] = [0, 1, 2];
  const state = new Uint8Array(size).fill(unseen);
  const forward = targets.map(() => new Set<number>());

  const walk = (start: number) => {
    const path: { vertex: number; next: number }[] = [{ vertex: start, next: 0 }];
    state[start] = open;
    for (let top = path.at(-1); top; top = path.at(-1)) {
      const target = sorted[top.vertex]![top.next++];
      if (target === undefined) {
        state[top.vertex] = done;
        path.pop();
      } else if (state[target] === open) forward[target]!.add(top.vertex);
      else {
        forward[top.vertex]!.add(target);
        if (state[target] === unseen) {
          state[target] = open;
          path.push({ vertex: target, next: 0 });
        }
      }
    }
  };
  for (const wanted of [0, 1]) {
    for (let vertex = 0; vertex < size; vertex++) {
      if (state[vertex] === unseen && hasSource[vertex] === wanted) walk(vertex);
    }
  }
  return forward.flatMap((set, from) => [...set].map((to): Pair => [from, to]));
}
