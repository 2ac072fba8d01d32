import { runStatuses } from '../../../events/run-status';
import type { Completion, Completions } from '../../../graph/selection/complete-selection';
import { launchers, printToken, quoted, tokenNames, type TokenName } from './run-filter';

export interface NamedValue {
  readonly value: string;
  /** What people call it, where that is not the value itself. */
  readonly label?: string;
}

/** What the tokens of a run filter can name. */
export interface RunFilterVocabulary extends Readonly<
  Record<'job' | 'asset' | 'location' | 'schedule' | 'sensor' | 'day', readonly NamedValue[]>
> {
  readonly tags: readonly (readonly [key: string, value: string])[];
}

/** Tokens whose values are found without their name. */
const named = ['job', 'asset', 'location'] as const;

/**
 * What can stand at `caret` (in characters) of the text of a run filter, best first and at most `limit`: what begins
 * with what is written there before what only contains it.
 */
export function completeRunFilter(
  text: string,
  caret: number,
  vocabulary: RunFilterVocabulary,
  limit = 50,
): Completions {
  const [fragment] = /(?:"(?:[^"\\]|\\.)*(?:"|$)|[^\s"])*$/su.exec(text.slice(0, caret))!;
  const to = caret + /^[^\s"]*/u.exec(text.slice(caret))![0].length;
  const [, name, written] = /^([a-z]+):(.*)$/isu.exec(fragment) ?? [];
  const token = tokenNames.find((each) => each === name?.toLowerCase());
  const word = (written ?? fragment).replaceAll('"', '').toLowerCase();
  const found = (token ? valuesOf(token, word, vocabulary) : openings(word, vocabulary))
    .map((option) => ({ option, rank: rankOf(option, word) }))
    .filter(({ rank }) => rank < noMatch)
    .sort((a, b) => a.rank - b.rank);
  return { from: caret - fragment.length, to, options: found.slice(0, limit).map(({ option }) => option) };
}

const valueOption =
  (token: TokenName) =>
  ({ value, label }: NamedValue): Completion => ({
    text: `${printToken(token, value)} `,
    type: 'value',
    name: value,
    ...(label !== undefined && { label }),
  });

/** What a token begins with; once something is written, what it may be part of, too. */
function openings(word: string, vocabulary: RunFilterVocabulary): readonly Completion[] {
  const attributes = tokenNames.map((name): Completion => ({ text: `${name}:`, type: 'attribute', name }));
  if (word === '') return attributes;
  return [...attributes, ...named.flatMap((token) => vocabulary[token].map(valueOption(token)))];
}

function valuesOf(token: TokenName, word: string, vocabulary: RunFilterVocabulary): readonly Completion[] {
  const values = (each: readonly string[]) => each.map((value) => valueOption(token)({ value }));
  switch (token) {
    case 'status':
      return values(runStatuses.map((status) => status.toLowerCase()));
    case 'job':
    case 'asset':
    case 'location':
      return vocabulary[token].map(valueOption(token));
    case 'from':
    case 'to':
      return vocabulary.day.map(valueOption(token));
    case 'by': {
      const [launcher] = word.split('=');
      if (launcher === word) return values(launchers);
      if (launcher !== 'schedule' && launcher !== 'sensor') return [];
      return vocabulary[launcher].map(({ value }) => pairOption('by', launcher, value));
    }
    case 'tag': {
      if (word.includes('=')) return vocabulary.tags.map(([key, value]) => pairOption('tag', key, value));
      const keys = [...new Set(vocabulary.tags.map(([key]) => key))];
      return keys.map((key) => ({ text: `tag:${quoted(key)}=`, type: 'value', name: key }));
    }
    case 'id':
      return [];
  }
}

const pairOption = (token: TokenName, key: string, value: string): Completion => ({
  text: `${printToken(token, key, value)} `,
  type: 'value',
  name: `${key}=${value}`,
});

const noMatch = 3;

function rankOf({ name, label = '' }: Completion, word: string): number {
  const [known, called] = [name.toLowerCase(), label.toLowerCase()];
  if (known.startsWith(word)) return 0;
  if (called.startsWith(word)) return 1;
  return known.includes(word) || called.includes(word) ? 2 : noMatch;
}
