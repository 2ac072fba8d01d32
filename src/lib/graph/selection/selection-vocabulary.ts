import type { AssetNode } from '../asset-graph';
import { columnsOf } from './match-attribute';
import { attributes, type Attribute } from './selection';

export interface VocabularyValue {
  readonly value: string;
  /** Of a tag that has a value. */
  readonly tagValue?: string;
  /** What people call it, where that is not the value itself. */
  readonly label?: string;
}

/** The values that some assets have, by attribute; ascending, each once. */
export type SelectionVocabulary = Readonly<Record<Attribute, readonly VocabularyValue[]>>;

/** `titles`: what people call the code locations. */
export function selectionVocabulary(
  assets: Iterable<AssetNode>,
  titles: ReadonlyMap<string, string> = new Map(),
): SelectionVocabulary {
  const found = Object.fromEntries(
    attributes.map((attribute) => [attribute, new Map<string, VocabularyValue>()]),
  ) as Record<Attribute, Map<string, VocabularyValue>>;
  const add = (attribute: Attribute, value: unknown, more: Omit<VocabularyValue, 'value'> = {}) => {
    if (typeof value !== 'string' || /["\\\r\n]/.test(value)) return;
    found[attribute].set(`${value}\0${more.tagValue ?? ''}`, { value, ...more });
  };
  const addTags = (attribute: 'tag' | 'column_tag', tags: Readonly<Record<string, string>> = {}) => {
    for (const [name, tagValue] of Object.entries(tags)) add(attribute, name, tagValue ? { tagValue } : {});
  };
  for (const asset of assets) {
    add('key', asset.key);
    add('group', asset.group);
    add('code_location', asset.location, labelled(titles.get(asset.location)));
    add('table_name', asset.metadata['dagster/table_name']?.value);
    for (const owner of asset.owners) add('owner', owner);
    for (const kind of asset.kinds) add('kind', kind);
    addTags('tag', asset.tags);
    for (const { name, tags } of columnsOf(asset)) {
      add('column', name);
      addTags('column_tag', tags);
    }
  }
  const sorted = Object.entries(found).map(([attribute, values]) => [
    attribute,
    [...values].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, value]) => value),
  ]);
  return Object.fromEntries(sorted) as SelectionVocabulary;
}

const labelled = (label: string | undefined) => (label === undefined ? {} : { label });
