import type { AssetKeyString, AssetSnapshot } from '../definitions/snapshot';

/** What is wrong with a selection of some of the assets that only one step makes (Dagster's DagsterInvalidSubsetError). */
export function cutComputation(
  node: string,
  all: readonly AssetKeyString[],
  selected: readonly AssetKeyString[],
): { readonly message: string; readonly remedy: string } {
  const keys = all.join(', ');
  return {
    message: `${node} computes ${keys} in one step and cannot compute only ${selected.join(', ')}`,
    remedy: `Select all of them: ${keys}`,
  };
}

/** The keys of what each computation makes that cannot be cut, by its name. */
export function uncuttable(assets: readonly AssetSnapshot[]): ReadonlyMap<string, readonly AssetKeyString[]> {
  const made = assets.filter(({ isExecutable, canSubset }) => isExecutable && !canSubset);
  const keys = new Map<string, AssetKeyString[]>();
  for (const { node, key } of made) {
    const others = keys.get(node);
    if (others) others.push(key);
    else keys.set(node, [key]);
  }
  return keys;
}
