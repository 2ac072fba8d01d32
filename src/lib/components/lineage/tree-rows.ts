import type { AssetStatus } from '../../instance/instance';
import { groupIdOf } from './groups';

export type TreeRow =
  | { readonly type: 'location'; readonly id: string; readonly level: number; readonly name: string; readonly count: number }
  | {
      readonly type: 'group';
      readonly id: string;
      readonly level: number;
      readonly name: string;
      readonly isOpen: boolean;
      readonly members: readonly AssetStatus[];
    }
  | { readonly type: 'asset'; readonly id: string; readonly level: number; readonly status: AssetStatus }; // prettier-ignore

/**
 * Locations, their groups and the assets of open ones, one under the other; a single location is not named. With a
 * filter only assets with its words in their key, whose groups are all open.
 */
export function treeRows(
  assets: readonly AssetStatus[],
  open: ReadonlySet<string>,
  titles: ReadonlyMap<string, string>,
  filter = '',
): readonly TreeRow[] {
  const words = filter.toLowerCase().split(/\s+/).filter(Boolean);
  const found = words.length === 0 ? assets : assets.filter(({ asset }) => words.every((word) => asset.key.toLowerCase().includes(word))); // prettier-ignore
  const locations = [...Map.groupBy(found, ({ location }) => location)].map(([id, members]) => ({
    id,
    name: titles.get(id) ?? id,
    members,
  }));
  const level = locations.length > 1 ? 2 : 1;
  return locations.sort(byName).flatMap(({ id, name, members }): TreeRow[] => {
    const groups = [...Map.groupBy(members, groupIdOf)]
      .map(([id, members]) => ({ id, members, name: members[0]!.asset.group }))
      .sort(byName);
    return [
      ...(level > 1 ? [{ type: 'location', id, level: 1, name, count: members.length } as const] : []),
      ...groups.flatMap((group): TreeRow[] => {
        const isOpen = words.length > 0 || open.has(group.id);
        const shown = isOpen ? group.members.toSorted(byKey) : [];
        return [
          { type: 'group', level, isOpen, ...group },
          ...shown.map(
            (status) => ({ type: 'asset', id: status.asset.key, level: level + 1, status }) as const,
          ),
        ];
      }),
    ];
  });
}

/** `flow_2` before `flow_10`. */
const { compare } = new Intl.Collator(undefined, { numeric: true });
const byName = (a: { readonly name: string }, b: { readonly name: string }) => compare(a.name, b.name);
const byKey = (a: AssetStatus, b: AssetStatus) => compare(a.asset.key, b.asset.key);
