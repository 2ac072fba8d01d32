import type { AssetKeyString } from '../../definitions/snapshot';
import type { AssetStatus } from '../../instance/instance';
import { conditionOf, type AssetCondition } from '../notebook/asset-condition';
import type { Tone } from '../status';

/** An asset with all that the catalog finds it by. */
export interface CatalogEntry {
  readonly status: AssetStatus;
  readonly condition: AssetCondition;
  /** Title of its notebook. */
  readonly title: string;
  /** All that it is found by, in lower case. */
  readonly text: string;
}

/** By what assets are put together. */
export const groupings = ['group', 'notebook', 'kind', 'owner', 'status'] as const;
export type Grouping = (typeof groupings)[number];

export type CatalogRow =
  | { readonly type: 'heading'; readonly name: string; readonly count: number; readonly isOpen: boolean }
  | { readonly type: 'asset'; readonly entry: CatalogEntry };

/** In the order of their keys. `titles`: location → title of its notebook. */
export function catalogEntries(
  assets: readonly AssetStatus[],
  titles: ReadonlyMap<string, string>,
): readonly CatalogEntry[] {
  return assets
    .toSorted((a, b) => (a.asset.key < b.asset.key ? -1 : 1))
    .map((status) => {
      const { key, group, kinds, owners, tags, metadata, description = '' } = status.asset;
      const facts = Object.entries(metadata).flatMap(([name, { value }]) => [name, JSON.stringify(value)]);
      const condition = conditionOf(status, () => undefined);
      const title = titles.get(status.location) ?? status.location;
      const words = [key, group, ...kinds, ...owners, ...Object.entries(tags).flat(), title, condition.word(), description, ...facts]; // prettier-ignore
      return { status, condition, title, text: words.join('\n').toLowerCase() };
    });
}

/** Those that have all words, are among `keys` and stand as `tone` says; what is absent asks for nothing. */
export function findEntries(
  entries: readonly CatalogEntry[],
  asked: { readonly words?: string; readonly keys?: ReadonlySet<AssetKeyString>; readonly tone?: Tone },
): readonly CatalogEntry[] {
  const words = (asked.words ?? '').toLowerCase().split(/\s+/).filter(Boolean);
  return entries.filter(
    ({ status, condition, text }) =>
      words.every((word) => text.includes(word)) &&
      (!asked.keys || asked.keys.has(status.asset.key)) &&
      (!asked.tone || condition.tone === asked.tone),
  );
}

/** The names that an asset stands under; `''` where it has none. */
function namesOf({ status: { asset }, condition, title }: CatalogEntry, by: Grouping): readonly string[] {
  switch (by) {
    case 'group':
      return [asset.group];
    case 'notebook':
      return [title];
    case 'status':
      return [condition.word()];
    case 'kind':
    case 'owner': {
      const names = by === 'kind' ? asset.kinds : asset.owners;
      return names.length > 0 ? names : [''];
    }
  }
}

/** The rows of the catalog: with `by` under headings, an asset under each of its kinds or owners; what has none last. */
export function catalogRows(
  entries: readonly CatalogEntry[],
  by: Grouping | undefined,
  closed: ReadonlySet<string> = new Set(),
): readonly CatalogRow[] {
  const rows = (some: readonly CatalogEntry[]) => some.map((entry) => ({ type: 'asset', entry }) as const);
  if (!by) return rows(entries);
  const named = entries.flatMap((entry) => namesOf(entry, by).map((name) => ({ name, entry })));
  return [...Map.groupBy(named, ({ name }) => name)]
    .sort(([a], [b]) => (a === '' ? 1 : b === '' ? -1 : a < b ? -1 : 1))
    .flatMap(([name, own]) => {
      const isOpen = !closed.has(name);
      const heading = { type: 'heading', name, count: own.length, isOpen } as const;
      return [heading, ...(isOpen ? rows(own.map(({ entry }) => entry)) : [])];
    });
}
