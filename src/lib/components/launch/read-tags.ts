import { checkUserTags } from '../../instance/run-tags';

type Tags = Readonly<Record<string, string>>;

/** A tag as it is written. */
export interface TagRow {
  readonly name: string;
  readonly value: string;
}

export type TagProblem =
  | { readonly type: 'incomplete' }
  | { readonly type: 'twice'; readonly name: string }
  | { readonly type: 'refused'; readonly name: string };

/** The tags that rows are, those with nothing in them left out; the first problem where one is no tag for users. */
export function readTags(
  rows: readonly TagRow[],
): { readonly tags: Tags } | { readonly problem: TagProblem } {
  const tags = new Map<string, string>();
  for (const row of rows) {
    const name = row.name.trim();
    const value = row.value.trim();
    if (name === '' && value === '') continue;
    if (name === '' || value === '') return { problem: { type: 'incomplete' } };
    if (tags.has(name)) return { problem: { type: 'twice', name } };
    if (isRefused(name)) return { problem: { type: 'refused', name } };
    tags.set(name, value);
  }
  return { tags: Object.fromEntries(tags) };
}

export const tagRows = (tags: Tags): readonly TagRow[] =>
  Object.entries(tags).map(([name, value]) => ({ name, value }));

function isRefused(name: string): boolean {
  try {
    checkUserTags({ [name]: '' });
    return false;
  } catch {
    return true;
  }
}
