import { DagbookError } from '../../base/errors';

export interface Token {
  /** `word` has its text in `text`; `quoted` too, without the quotes; other types are the text itself. */
  readonly type: 'word' | 'quoted' | 'digits' | '+' | '*' | '(' | ')' | ':' | '=' | 'end';
  readonly text: string;
  /** Where it begins, in characters from 0. */
  readonly at: number;
}

/** Words may hold `*`, which only a key's value may use; quoted text has no `"`, `\` or line break in it. */
const pattern =
  /\s+|(?<quoted>"[^"\\\r\n]*")|(?<word>[A-Za-z_*][A-Za-z0-9_/*]*)|(?<digits>[0-9]+)|(?<mark>[+():=])/y;

export function tokensOf(text: string): readonly Token[] {
  const tokens: Token[] = [];
  pattern.lastIndex = 0;
  for (let at = 0; at < text.length; at = pattern.lastIndex) {
    const groups = pattern.exec(text)?.groups;
    if (!groups) throw selectionError(text, at, unreadable(text[at]!));
    const { quoted, word, digits, mark } = groups;
    if (quoted !== undefined) tokens.push({ type: 'quoted', text: quoted.slice(1, -1), at });
    else if (word === '*') tokens.push({ type: '*', text: word, at });
    else if (word !== undefined) tokens.push({ type: 'word', text: word, at });
    else if (digits !== undefined) tokens.push({ type: 'digits', text: digits, at });
    else if (mark !== undefined) tokens.push({ type: mark as Token['type'], text: mark, at });
  }
  return [...tokens, { type: 'end', text: 'the end', at: text.length }];
}

/** `SelectionSyntax`, which says at which character (from 1) and shows the place. */
export function selectionError(text: string, at: number, expected: string): DagbookError {
  return new DagbookError(`${expected}, at character ${at + 1} of ${text || 'an empty selection'}`, {
    name: 'SelectionSyntax',
    remedy: 'Such as: * · key:"a" · group:sales and not kind:table · 2+key:"a"+ · roots(tag:tier=gold)',
    at: { line: 1, column: at + 1 },
  });
}

/** What other languages write. */
const words: Readonly<Record<string, string>> = { '&': 'and', '|': 'or', ',': 'or', '!': 'not', "'": '"' };

function unreadable(character: string): string {
  if (character === '"') return 'This quotation mark has no end';
  const word = words[character];
  return word === undefined
    ? `"${character}" must stand in quotation marks`
    : `"${character}" must stand in quotation marks, or be written as ${word}`;
}
