import type { AssetKeyString } from '../../definitions/snapshot';
import type { Cell } from '../../notebook/notebook';

/** Why an asset is stale before its code is loaded: its own code was edited, or that of something upstream. */
export type EditedBy = 'code' | 'upstream';

/** Code cells whose text is not the one that was loaded. White space at the end says nothing. */
export function editedCells(
  cells: readonly Cell[],
  loaded: ReadonlyMap<string, Cell> | undefined,
): readonly string[] {
  if (!loaded) return [];
  return cells.flatMap((cell) => {
    const before = loaded.get(cell.id);
    if (cell.kind !== 'code' || cell === before || cell.text === before?.text) return [];
    return cell.text.trim() === (before?.text.trim() ?? '') ? [] : [cell.id];
  });
}

/** The assets that edits of cells make stale: those of the cells and of all that uses their names, and what is downstream. */
export function editedAssets(
  edited: readonly string[],
  users: ReadonlyMap<string, readonly string[]>,
  keysOf: (cell: string) => readonly AssetKeyString[],
  downstream: ReadonlyMap<AssetKeyString, readonly AssetKeyString[]>,
): ReadonlyMap<AssetKeyString, EditedBy> {
  const stale = new Map<AssetKeyString, EditedBy>();
  const cells = reached(edited, (cell) =>
    // What uses an asset depends on its data, not on its code: the way goes on by the assets.
    keysOf(cell).length > 0 ? [] : (users.get(cell) ?? []),
  );
  const changed = [...cells].flatMap(keysOf);
  for (const key of reached(changed, (key) => downstream.get(key) ?? [])) stale.set(key, 'upstream');
  for (const key of changed) stale.set(key, 'code');
  return stale;
}

/** All that can be reached, the starts among them. */
export function reached(
  starts: readonly string[],
  next: (from: string) => readonly string[],
): ReadonlySet<string> {
  const found = new Set(starts);
  // A set that grows is walked to its end.
  for (const each of found) for (const other of next(each)) found.add(other);
  return found;
}
