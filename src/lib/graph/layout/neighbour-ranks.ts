/**
 * Where each vertex's neighbours stand in their layer, ascending; in one buffer, because the exchange of vertices
 * asks for it millions of times.
 */
export class NeighbourRanks {
  readonly #neighbours: readonly (readonly number[])[];
  readonly #start: Int32Array;
  readonly #ranks: Int32Array;

  constructor(neighbours: readonly (readonly number[])[]) {
    this.#neighbours = neighbours;
    this.#start = new Int32Array(neighbours.length + 1);
    neighbours.forEach((list, vertex) => (this.#start[vertex + 1] = this.#start[vertex]! + list.length));
    this.#ranks = new Int32Array(this.#start.at(-1)!);
  }

  /** Reads the positions of a vertex's neighbours anew. */
  refresh(vertex: number, position: ArrayLike<number>): void {
    const list = this.#neighbours[vertex]!;
    const start = this.#start[vertex]!;
    for (let index = 0; index < list.length; index++) this.#ranks[start + index] = position[list[index]!]!;
    if (list.length > 1) this.#ranks.subarray(start, start + list.length).sort();
  }

  /** How many edges of `left` cross edges of `right` when it stands left of it. */
  crossings(left: number, right: number): number {
    const ranks = this.#ranks;
    const [from, to] = [this.#start[right]!, this.#start[right + 1]!];
    let count = 0;
    for (let at = this.#start[left]!, smaller = from; at < this.#start[left + 1]!; at++) {
      while (smaller < to && ranks[smaller]! < ranks[at]!) smaller++;
      count += smaller - from;
    }
    return count;
  }
}
