import { appended } from '../base/appended';

/** A broken rule: what is wrong, and what to do. */
export interface Violation {
  readonly message: string;
  readonly remedy: string;
}

const none: readonly never[] = [];

const reserved = new Set(
  `and or not roots sinks
  arguments await break case catch class const continue debugger default delete do else enum eval export extends
  false finally for function if implements import in instanceof interface let new null package private protected
  public return static super switch this throw true try typeof undefined var void while with yield`.split(
    /\s+/,
  ),
);

const name = /^[A-Za-z0-9_]+$/;
const controlCharacter = /\p{Cc}/u;
const tagPart = '[A-Za-z0-9_.-]';
const tagKey = new RegExp(`^(${tagPart}{1,63}/)?${tagPart}{1,63}$`);
const tagValue = new RegExp(`^${tagPart}{0,63}$`);
const owner = /^(team:\S+|[^\s@]+@[^\s@]+\.[^\s@]+)$/;

/**
 * The rule of names of assets, steps, outputs, inputs, jobs and groups: Dagster's `^[A-Za-z0-9_]+$`, and no word
 * that JavaScript or the selection language reserves. Names that begin with `__` are the engine's own.
 */
export function checkName(what: string, text: string): readonly Violation[] {
  if (typeof text !== 'string' || !name.test(text)) {
    const remedy =
      'Use letters A–Z, digits and "_" only; the name option gives a name other than the export’s.';
    return [{ message: `${what} "${String(text)}" is not a legal name`, remedy }];
  }
  if (reserved.has(text) || text.startsWith('__')) {
    return [{ message: `${what} "${text}" is a reserved name`, remedy: 'Choose another name.' }];
  }
  return none;
}

/** A part of an asset key may be any text on one line, as in Dagster; its step's name has `_` for what names may not have. */
export function checkKeyPart(part: string): readonly Violation[] {
  if (!controlCharacter.test(part)) return none;
  const message = `part ${JSON.stringify(part)} of the asset key has control characters`;
  return [{ message, remedy: 'Write it on one line, without tabs.' }];
}

type Tags = Readonly<Record<string, string>>;

/** Dagster's rule of tags: key `[prefix/]name`, each part and the value at most 63 of `A–Z a–z 0–9 - _ .`. */
export const checkTags = (tags: Tags): readonly Violation[] =>
  badTags(
    tags,
    (value) => tagValue.test(value),
    'at most 63 letters, digits, "-", "_" and "."; "" makes a label',
  );

/** The tags of runs and steps: their values are any text, such as a time or a path, as in Dagster. */
export const checkRunTags = (tags: Tags): readonly Violation[] => badTags(tags, () => true, 'any kind');

function badTags(tags: Tags, isLegal: (value: string) => boolean, legal: string): readonly Violation[] {
  let violations: readonly Violation[] = none;
  for (const key in tags) {
    const value = tags[key];
    if (!tagKey.test(key)) {
      violations = appended(violations, {
        message: `tag key "${key}" is not legal`,
        remedy: 'A key is NAME or PREFIX/NAME, each of 1 to 63 letters, digits, "-", "_" and ".".',
      });
    } else if (typeof value !== 'string' || !isLegal(value)) {
      violations = appended(violations, {
        message: `the value of tag "${key}", ${JSON.stringify(value)}, is not legal`,
        remedy: `A value is text of ${legal}.`,
      });
    }
  }
  return violations;
}

export function checkOwners(owners: readonly string[]): readonly Violation[] {
  let violations: readonly Violation[] = none;
  for (const text of owners) {
    if (owner.test(text)) continue;
    violations = appended(violations, {
      message: `owner "${text}" is not legal`,
      remedy: 'An owner is an e-mail address or "team:NAME".',
    });
  }
  return violations;
}

/** Dagster's rule: at most three kinds. Each is stored as part of a tag there, so each has a tag part's letters. */
export function checkKinds(kinds: readonly string[]): readonly Violation[] {
  if (kinds.length === 0) return none;
  const violations = kinds
    .filter((text) => text === '' || !tagValue.test(text))
    .map((text) => ({
      message: `kind "${text}" is not legal`,
      remedy: 'A kind is a word of at most 63 letters, digits, "-", "_" and ".".',
    }));
  return kinds.length <= 3
    ? violations
    : [...violations, { message: `it has ${kinds.length} kinds`, remedy: 'Give at most three kinds.' }];
}
