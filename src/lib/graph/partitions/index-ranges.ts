/**
 * A set of indexes as the places where it begins and ends: `[2, 5, 9, 10]` is 2, 3, 4 and 9. Ascending, no two equal,
 * so that equal sets are equal arrays, and every operation takes time by the number of ranges, not of indexes.
 */
export type IndexRanges = readonly number[];

/** One walk over the edges of both sets; `keep` says of each stretch whether it is in the result. */
export function combine(
  a: IndexRanges,
  b: IndexRanges,
  keep: (inA: boolean, inB: boolean) => boolean,
): IndexRanges {
  const result: number[] = [];
  let [i, j] = [0, 0];
  while (i < a.length || j < b.length) {
    const edge = Math.min(a[i] ?? Infinity, b[j] ?? Infinity);
    if (a[i] === edge) i++;
    if (b[j] === edge) j++;
    if (keep(i % 2 === 1, j % 2 === 1) !== (result.length % 2 === 1)) result.push(edge);
  }
  return result;
}

export const unite = (a: IndexRanges, b: IndexRanges) => combine(a, b, (inA, inB) => inA || inB);
export const intersect = (a: IndexRanges, b: IndexRanges) => combine(a, b, (inA, inB) => inA && inB);
export const subtract = (a: IndexRanges, b: IndexRanges) => combine(a, b, (inA, inB) => inA && !inB);

/** Indexes from 0 to `size`, exclusive. */
export const allOf = (size: number): IndexRanges => (size > 0 ? [0, size] : []);

export function countOf(ranges: IndexRanges): number {
  let count = 0;
  for (let i = 0; i < ranges.length; i += 2) count += ranges[i + 1]! - ranges[i]!;
  return count;
}

export function includes(ranges: IndexRanges, index: number): boolean {
  let [low, high] = [0, ranges.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (ranges[middle]! <= index) low = middle + 1;
    else high = middle;
  }
  return low % 2 === 1;
}

export function* pairsOf(ranges: IndexRanges): Generator<readonly [from: number, to: number]> {
  for (let i = 0; i < ranges.length; i += 2) yield [ranges[i]!, ranges[i + 1]!];
}

export function* indexesOf(ranges: IndexRanges): Generator<number> {
  for (const [from, to] of pairsOf(ranges)) for (let index = from; index < to; index++) yield index;
}

/** The union of ranges `from` (inclusive) to `to` (exclusive) in any order; they may overlap or be empty. */
export function rangesOf(pairs: Iterable<readonly [from: number, to: number]>): IndexRanges {
  const sorted = [...pairs].filter(([from, to]) => from < to).sort(([a], [b]) => a - b);
  const result: number[] = [];
  for (const [from, to] of sorted) {
    const end = result.at(-1);
    if (end === undefined || from > end) result.push(from, to);
    else if (to > end) result[result.length - 1] = to;
  }
  return result;
}

export function rangesOfIndexes(indexes: readonly number[]): IndexRanges {
  const isSorted = indexes.every((index, i) => i === 0 || index > indexes[i - 1]!);
  const sorted = isSorted ? indexes : Float64Array.from(indexes).sort();
  const result: number[] = [];
  for (const index of sorted) {
    const end = result.at(-1);
    if (end === undefined || index > end) result.push(index, index + 1);
    else if (index === end) result[result.length - 1] = index + 1;
  }
  return result;
}

/** Where `ranges` are among the indexes of `within`, which has all of them: counted there from 0. */
export function ranksWithin(ranges: IndexRanges, within: IndexRanges): IndexRanges {
  const rank = (index: number) => countOf(intersect(within, allOf(index)));
  return rangesOf(Array.from(pairsOf(ranges), ([from, to]) => [rank(from), rank(to)] as const));
}
