import type { AssetStatus } from '../../instance/instance';

/** The group of an asset among those of all locations: `name@location`. No asset key has an `@` in it. */
export const groupIdOf = ({ asset, location }: AssetStatus): string => `${asset.group}@${location}`;

export const groupsOf = (assets: readonly AssetStatus[]): ReadonlyMap<string, readonly AssetStatus[]> =>
  Map.groupBy(assets, groupIdOf);

/** With more assets than this, groups begin closed. */
const fewAssets = 150;

/** How groups of so many assets begin. */
export const groupsBegin = (assets: readonly AssetStatus[]): 'open' | 'closed' =>
  assets.length <= fewAssets ? 'open' : 'closed';

/** The open groups: as they `begin`, but those that were `toggled`. A graph of one group has nothing to close. */
export function openGroups(
  assets: readonly AssetStatus[],
  begin: 'open' | 'closed',
  toggled: ReadonlySet<string>,
): ReadonlySet<string> {
  const ids = [...groupsOf(assets).keys()];
  return new Set(ids.filter((id) => ids.length === 1 || toggled.has(id) !== (begin === 'open')));
}
