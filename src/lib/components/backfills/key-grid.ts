import { keyDelimiter } from '../../definitions/partitions/key-space';

/** Keys of two or more dimensions as a grid: the last one runs to the right, those before it go down together. */
export interface KeyGrid {
  readonly rows: readonly string[];
  readonly columns: readonly string[];
  /** Where a key is among those given; `undefined`: it is not one of them. */
  indexAt(row: number, column: number): number | undefined;
}

/** `undefined` where the keys have one dimension, or make no more than one row or column. */
export function keyGrid(keys: readonly string[]): KeyGrid | undefined {
  const rows = new Set<string>();
  const columns = new Set<string>();
  for (const key of keys) {
    const end = key.lastIndexOf(keyDelimiter);
    if (end < 0) return undefined;
    rows.add(key.slice(0, end));
    columns.add(key.slice(end + 1));
  }
  if (rows.size < 2 || columns.size < 2) return undefined;
  const indexes = new Map(keys.map((key, index) => [key, index]));
  const [down, across] = [[...rows], [...columns]];
  return {
    rows: down,
    columns: across,
    indexAt: (row, column) => indexes.get(down[row]! + keyDelimiter + across[column]!),
  };
}
