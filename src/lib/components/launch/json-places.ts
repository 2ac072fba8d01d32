import type { ConfigPath } from '../../definitions/config/config-path';

/** A key, or the begin of a value, in the text of a JSON. */
export interface JsonPlace {
  readonly type: 'key' | 'value';
  /** Of a key: that of its value. */
  readonly path: ConfigPath;
  readonly from: number;
  /** Of a record or list: the end of its first bracket. */
  readonly to: number;
}

/** What may stand at a caret. */
export interface JsonSpot {
  readonly type: 'key' | 'value';
  /** Of a value: its own; of a key: that of the record. */
  readonly path: ConfigPath;
  /** What stands there already, from the caret's word on. */
  readonly from: number;
  readonly to: number;
}

/** A record or list that is open. */
interface Level {
  readonly path: ConfigPath;
  readonly isList: boolean;
  /** The entry: a list's index; a record's key, once it is there. */
  part?: string | number;
  /** A value comes next. */
  isValue: boolean;
}

interface Token extends JsonSpot {
  readonly text: string;
}

/** Keys and values in the order of the text, as far as they can be told: it may be incomplete or wrong. */
export const jsonPlaces = (text: string): readonly JsonPlace[] =>
  [...tokens(text)].flatMap(({ text: token, type, path, from, to }) =>
    /^[}\],:]/.test(token)
      ? []
      : [{ type, path: type === 'key' ? [...path, nameOf(token)] : path, from, to }],
  );

/** What may stand at `position` of a text, which may be incomplete. */
export function jsonSpot(text: string, position: number): JsonSpot {
  for (const { type, path, from, to, text: token } of tokens(`${text.slice(0, position)} `)) {
    // A string without its end, or a word: it is being written.
    if (to >= position && from < position && isOpen(token))
      return { type, path, from, to: endOf(text, from) };
  }
  const { type, path } = [...tokens(`${text.slice(0, position)}\n?`)].at(-1)!;
  return { type, path, from: position, to: position };
}

const pattern = /"(?:[^"\\\n]|\\.?)*"?|[{}[\],:]|[^\s{}[\],:"]+/g;

const isOpen = (token: string): boolean => !/^(?:[{}[\],:]|"(?:[^"\\]|\\.)*")$/.test(token);

const endOf = (text: string, from: number): number =>
  from + (text.slice(from).match(pattern)?.[0].length ?? 0);

const nameOf = (token: string): string => {
  try {
    return String(JSON.parse(token));
  } catch {
    return token.replace(/^"|"$/g, '');
  }
};

function* tokens(text: string): Generator<Token> {
  const open: Level[] = [];
  for (const { 0: token, index } of text.matchAll(pattern)) {
    const level = open.at(-1);
    const isValue = level?.isValue ?? true;
    const path = level && isValue ? [...level.path, level.part!] : (level?.path ?? []);
    yield { type: isValue ? 'value' : 'key', path, from: index, to: index + token.length, text: token };
    if (token === '{') open.push({ path, isList: false, isValue: false });
    else if (token === '[') open.push({ path, isList: true, isValue: true, part: 0 });
    else if (token === '}' || token === ']') {
      open.pop();
      endValue(open.at(-1));
    } else if (!level) continue;
    else if (token === ',') {
      if (level.isList) level.part = Number(level.part) + 1;
      else endValue(level);
    } else if (token === ':') level.isValue ||= level.part !== undefined;
    else if (level.isValue) endValue(level);
    else level.part = nameOf(token);
  }
}

/** The next of a record is a key, also where the comma is missing. */
function endValue(level: Level | undefined): void {
  if (!level || level.isList) return;
  level.isValue = false;
  delete level.part;
}
