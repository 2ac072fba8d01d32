/** What can stand at the caret in the text of a selection: what the parser would read there, and nothing else. */
import { parseSelection } from './parse-selection';
import { attributes, type Attribute } from './selection';
import type { SelectionVocabulary } from './selection-vocabulary';
import { tokensOf, type Token } from './tokens';

export interface Completion {
  /** What to write. */
  readonly text: string;
  readonly type: 'attribute' | 'value' | 'operator' | 'function';
  /** What it is found by: of a value the value itself. */
  readonly name: string;
  /** What people call a value, where that is not the value itself. */
  readonly label?: string;
}

export interface Completions {
  /** The characters that a completion takes the place of. */
  readonly from: number;
  readonly to: number;
  readonly options: readonly Completion[];
}

/** Attributes whose values are found by a part of them alone, without the attribute's name. */
const named: readonly Attribute[] = ['key', 'group', 'tag', 'owner', 'kind', 'code_location'];

/**
 * The completions of `text` at `caret` (in characters), best first and at most `limit` (default 50): what begins with
 * the word at the caret before what only contains it. None where the text before it is not readable.
 */
export function completeSelection(
  text: string,
  caret: number,
  vocabulary: SelectionVocabulary,
  limit = 50,
): Completions {
  const [fragment] = /(?:"[^"\\]*|[A-Za-z0-9_/*]+)?$/.exec(openQuote(text.slice(0, caret)))!;
  const from = caret - fragment.length;
  const before = text.slice(0, from);
  const word = fragment.replace(/^"/, '').toLowerCase();
  const rest = /^[A-Za-z0-9_/*]*"?/.exec(text.slice(caret))![0];
  const to = caret + (fragment.startsWith('"') || !rest.endsWith('"') ? rest.length : 0);
  const found = optionsAfter(before, word, vocabulary)
    .map((option) => ({ option, rank: rankOf(option, word) }))
    .filter(({ rank }) => rank < noMatch)
    .sort((a, b) => a.rank - b.rank);
  return { from, to, options: found.slice(0, limit).map(({ option }) => option) };
}

/** The text from its last quotation mark, where that opens a quotation; else all of it. */
function openQuote(text: string): string {
  const parts = text.split('"');
  return parts.length % 2 === 0 ? `"${parts.at(-1)!}` : parts.at(-1)!;
}

function optionsAfter(before: string, word: string, vocabulary: SelectionVocabulary): readonly Completion[] {
  const tokens = readable(before)?.slice(0, -1);
  if (!tokens) return [];
  const last = tokens.at(-1)?.type;
  const depth = tokens.reduce((sum, { type }) => sum + (type === '(' ? 1 : type === ')' ? -1 : 0), 0);
  const closing = ')'.repeat(Math.max(0, depth));
  const reads = (next: string) => isSelection(`${before} ${next}${closing}`);

  if (reads('x')) {
    if (last === ':') return valuesOf(tokens.at(-2)!.text as Attribute, vocabulary);
    if (last === '=') return tagValuesOf(tokens, vocabulary);
    return operands(word, vocabulary, last === '+');
  }
  if (!reads('and x')) return [];
  return ['and ', 'or ', ...(reads('+') ? ['+'] : []), ...(closing ? [')'] : [])].map(operator);
}

/** What a selection begins with. After `+` neither `*` nor `not` can follow. */
function operands(
  word: string,
  vocabulary: SelectionVocabulary,
  isTraversed: boolean,
): readonly Completion[] {
  const used = attributes.filter((attribute) => vocabulary[attribute].length > 0);
  const values = (attribute: Attribute) =>
    valuesOf(attribute, vocabulary).map((value) => ({ ...value, text: `${attribute}:${value.text}` }));
  return [
    ...used.map((attribute): Completion => ({ text: `${attribute}:`, type: 'attribute', name: attribute })),
    ...['roots(', 'sinks('].map((text): Completion => ({ text, type: 'function', name: text })),
    ...(isTraversed ? [] : ['not ', '*'].map(operator)),
    ...(word ? named.flatMap(values) : []),
  ];
}

const operator = (text: string): Completion => ({ text, type: 'operator', name: text });

const valuesOf = (attribute: Attribute, vocabulary: SelectionVocabulary): readonly Completion[] =>
  vocabulary[attribute].map(({ value, tagValue, label }) => ({
    text: quoted(value) + (tagValue ? `=${quoted(tagValue)}` : ''),
    type: 'value',
    name: value,
    ...(label !== undefined && { label }),
  }));

/** After `tag:NAME=`. */
function tagValuesOf(tokens: readonly Token[], vocabulary: SelectionVocabulary): readonly Completion[] {
  const [attribute, , name] = tokens.slice(-4);
  return vocabulary[attribute!.text as Attribute]
    .flatMap(({ value, tagValue }) => (value === name!.text && tagValue ? [tagValue] : []))
    .map((tagValue) => ({ text: quoted(tagValue), type: 'value', name: tagValue }));
}

const quoted = (value: string): string => (/^[A-Za-z_][A-Za-z0-9_/]*$/.test(value) ? value : `"${value}"`);

const noMatch = 2;

/** 0: its name begins with the word; 1: the word is somewhere in it. */
function rankOf({ name, label = '' }: Completion, word: string): number {
  const own = name.toLowerCase();
  if (own.startsWith(word)) return 0;
  return own.includes(word) || label.toLowerCase().includes(word) ? 1 : noMatch;
}

function readable(text: string): readonly Token[] | undefined {
  try {
    return tokensOf(text);
  } catch {
    return undefined;
  }
}

function isSelection(text: string): boolean {
  try {
    parseSelection(text);
    return true;
  } catch {
    return false;
  }
}
