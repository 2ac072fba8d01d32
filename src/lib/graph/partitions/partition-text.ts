/**
 * Subsets as people write and read them: keys and ranges separated by commas, `2024-01-01,[2024-01-05...2024-01-09]`.
 * Of several dimensions, a range is all that lies between its ends in every dimension (Dagster's rule).
 */
import { DagbookError } from '../../base/errors';
import { keyDelimiter, type KeySpace } from '../../definitions/partitions/key-space';
import { unknownPartition } from '../../definitions/partitions/unknown-partition';
import { boxesOf, cellsOfBoxes } from './boxes';
import { pairsOf, rangesOf, type IndexRanges } from './index-ranges';
import { PartitionSubset } from './partition-subset';

/** Keys in a row as `[first...last]`; what is not plain stands in quotes. `''` if there are none. */
export function printPartitions({ space, ranges }: PartitionSubset): string {
  return piecesOf(space, ranges)
    .map(([first, last]) => (first === last ? quote(first) : `[${quote(first)}...${quote(last)}]`))
    .join(',');
}

function piecesOf(space: KeySpace, ranges: IndexRanges): readonly (readonly [string, string])[] {
  const { dimensions } = space;
  if (!dimensions)
    return Array.from(pairsOf(ranges), ([from, to]) => [space.keyAt(from), space.keyAt(to - 1)]);
  const sizes = dimensions.map(({ space }) => space.size);
  return boxesOf(sizes, ranges).flatMap((box) =>
    box
      .map((ranges, i) => piecesOf(dimensions[i]!.space, ranges))
      .reduce((pieces, own) =>
        pieces.flatMap(([first, last]) =>
          own.map(([from, to]) => [first + keyDelimiter + from, last + keyDelimiter + to] as const),
        ),
      ),
  );
}

const special = /[,[\]"]|\.\.\.|^\s|\s$|^$/;
/** A key as it stands in such a text. */
export const quote = (key: string): string =>
  special.test(key) ? `"${key.replace(/["\\]/g, '\\$&')}"` : key;

const key = String.raw`"(?:[^"\\]|\\.)*"|[^,"[\]]+?`;
const item = new RegExp(String.raw`\s*(\[)?\s*(${key})\s*(?:\.\.\.\s*(${key})\s*)?(\])?\s*(?:,|$)`, 'y');

/**
 * Keys and ranges, in brackets or not: `a`, `a,b`, `a...c`, `[a...c],e`. A text that is itself a key is that key.
 * Or keys as a list, each as it is. Throws `UnknownPartition` for a key that does not exist, `InvalidPartitions` for text that is no such list.
 */
export function parsePartitions(space: KeySpace, text: string | readonly string[]): PartitionSubset {
  if (typeof text !== 'string') return keysOf(space, text);
  const whole = space.indexOf(text);
  if (whole >= 0) return new PartitionSubset(space, [whole, whole + 1]);
  const found: (readonly [number, number])[] = [];
  for (item.lastIndex = 0; item.lastIndex < text.length;) {
    const start = item.lastIndex;
    const [, open, first, last, close] = item.exec(text) ?? [];
    if (first === undefined || (open === undefined) !== (close === undefined)) {
      throw invalid(`partitions "${text}" cannot be read from character ${start + 1} on`);
    }
    const [from, to] = [unquote(first), unquote(last ?? first)];
    found.push(...pairsOf(rangeOf(space, from, to)));
  }
  if (found.length === 0) throw invalid('no partition is named');
  return new PartitionSubset(space, rangesOf(found));
}

function keysOf(space: KeySpace, keys: readonly string[]): PartitionSubset {
  if (keys.length === 0) throw invalid('no partition is named');
  return new PartitionSubset(space, rangesOf(keys.flatMap((key) => [...pairsOf(rangeOf(space, key, key))])));
}

/** The keys from `from` to `to`, both of them included. */
export function partitionRange(space: KeySpace, from: string, to: string): PartitionSubset {
  return new PartitionSubset(space, rangeOf(space, from, to));
}

function rangeOf(space: KeySpace, from: string, to: string): IndexRanges {
  for (const end of [from, to]) if (space.indexOf(end) < 0) throw unknownPartition(end, space);
  const { dimensions } = space;
  if (dimensions) {
    const [starts, ends] = [from.split(keyDelimiter), to.split(keyDelimiter)];
    const box = dimensions.map(({ space }, i) => rangeOf(space, starts[i]!, ends[i]!));
    return cellsOfBoxes(
      dimensions.map(({ space }) => space.size),
      [box],
    );
  }
  const [start, end] = [space.indexOf(from), space.indexOf(to)];
  if (start <= end) return [start, end + 1];
  throw new DagbookError(`the range "${from}...${to}" ends before it starts`, {
    name: 'InvalidPartitions',
    remedy: `Write "${to}...${from}".`,
  });
}

const unquote = (text: string): string =>
  text.startsWith('"') ? text.slice(1, -1).replace(/\\(.)/g, '$1') : text;

const invalid = (message: string) =>
  new DagbookError(message, {
    name: 'InvalidPartitions',
    remedy: 'Write keys and ranges separated by commas: a,b or a...c or [a...c],e; put other keys in quotes.',
  });
