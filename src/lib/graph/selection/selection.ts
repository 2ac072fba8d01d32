/** A selection as a tree: what `parseSelection` makes of its text. */
export type Selection =
  | { readonly type: 'all' }
  | {
      readonly type: 'attribute';
      readonly attribute: Attribute;
      /** The key, tag name, owner …; `*` in a key stands for any characters. */
      readonly value: string;
      /** Only of `tag` and `column_tag`, and only where one was asked for. */
      readonly tagValue?: string;
    }
  | {
      readonly type: 'traversal';
      readonly of: Selection;
      /** Levels upstream and downstream to add; `Infinity` for all, absent for none. */
      readonly up?: number;
      readonly down?: number;
    }
  | { readonly type: 'not'; readonly of: Selection }
  | { readonly type: 'and' | 'or'; readonly left: Selection; readonly right: Selection }
  | { readonly type: 'function'; readonly name: SelectionFunction; readonly of: Selection };

export type SelectionFunction = 'roots' | 'sinks';

export type Attribute =
  'key' | 'tag' | 'owner' | 'group' | 'kind' | 'code_location' | 'column' | 'table_name' | 'column_tag'; // prettier-ignore

export const attributes: readonly Attribute[] = [
  'key', 'tag', 'owner', 'group', 'kind', 'code_location', 'column', 'table_name', 'column_tag',
]; // prettier-ignore

/** Attributes that may be followed by `=VALUE`. */
export const hasTagValue = (attribute: Attribute): boolean =>
  attribute === 'tag' || attribute === 'column_tag';
