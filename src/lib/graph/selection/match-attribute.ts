import type { AssetNode } from '../asset-graph';
import type { Selection } from './selection';

type AttributeSelection = Extract<Selection, { type: 'attribute' }>;

/** Whether an asset is one that an attribute asks for. Columns and table names are read from Dagster's metadata. */
export function matcherOf({ attribute, value, tagValue }: AttributeSelection): (asset: AssetNode) => boolean {
  switch (attribute) {
    case 'key': {
      const pattern = wildcards(value);
      return pattern ? ({ key }) => pattern.test(key) : ({ key }) => key === value;
    }
    case 'tag':
      return ({ tags }) => hasTag(tags, value, tagValue);
    case 'owner':
      return ({ owners }) => owners.includes(value);
    case 'group':
      return ({ group }) => group === value;
    case 'kind':
      return ({ kinds }) => kinds.includes(value);
    case 'code_location':
      return ({ location }) => location === value;
    case 'table_name':
      return ({ metadata }) => metadata['dagster/table_name']?.value === value;
    case 'column':
      return (asset) => columnsOf(asset).some(({ name }) => name === value);
    case 'column_tag':
      return (asset) => columnsOf(asset).some(({ tags }) => hasTag(tags ?? {}, value, tagValue));
  }
}

/** A tag without a value asks for the tag, whatever its value. */
const hasTag = (tags: Readonly<Record<string, string>>, name: string, value: string | undefined): boolean =>
  Object.hasOwn(tags, name) && (value === undefined || tags[name] === value);

function wildcards(value: string): RegExp | undefined {
  if (!value.includes('*')) return undefined;
  const literal = value.replace(/[\\^$.|?+()[\]{}]/g, '\\$&');
  return new RegExp(`^${literal.replace(/\*+/g, '.*')}$`, 's');
}

export interface Column {
  readonly name: string;
  readonly tags?: Readonly<Record<string, string>>;
}

/** The columns that an asset says it has, by Dagster's metadata. */
export function columnsOf({ metadata }: AssetNode): readonly Column[] {
  const schema = metadata['dagster/column_schema'];
  return schema?.type === 'table_schema'
    ? (schema.value as unknown as { columns: readonly Column[] }).columns
    : [];
}
