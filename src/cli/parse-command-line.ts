import { parseArgs } from 'node:util';
import { didYouMean, nearest } from '$lib/definitions/suggestion';
import { UsageError } from './usage-error';
import type { OptionValues, Verb } from './verb';

export type Invocation =
  | { readonly type: 'version' }
  /** Help on one verb, or on those whose name begins with `words`. */
  | { readonly type: 'help'; readonly verb?: Verb; readonly words: string }
  | { readonly type: 'verb'; readonly verb: Verb; readonly values: OptionValues; readonly argument?: string };

/** Reads what stands after `dagbook`. Throws `UsageError` with the remedy where it makes no sense. */
export function parseCommandLine(words: readonly string[], verbs: readonly Verb[]): Invocation {
  const [first, second] = words;
  if (first === '--version' || first === '-v') return { type: 'version' };
  const verb = verbs.find(({ name }) => name === `${first} ${second}` || name === first);
  if (!verb) return helpOn(words, verbs);
  const rest = words.slice(verb.name.split(' ').length);
  if (rest.includes('--help') || rest.includes('-h')) return { type: 'help', verb, words: verb.name };

  const { values, positionals } = parsed(verb, rest);
  for (const [name, option] of Object.entries(verb.options))
    if (option.required && !values[name]) throw wrong(verb, `--${name} ${option.value} is missing`);
  const [argument, tooMany] = positionals;
  if (tooMany !== undefined || (argument !== undefined && !verb.argument))
    throw wrong(verb, `'${tooMany ?? argument}' is one word too many`);
  if (argument === undefined && verb.argument && !verb.argument.startsWith('['))
    throw wrong(verb, `${verb.argument} is missing`);
  return { type: 'verb', verb, values, ...(argument !== undefined && { argument }) };
}

function helpOn(words: readonly string[], verbs: readonly Verb[]): Invocation {
  const named = words.filter((word) => !word.startsWith('-'));
  const known =
    named.length === 0 || (named.length === 1 && verbs.some(({ name }) => name.startsWith(`${named[0]} `)));
  const flags = words.filter((word) => word.startsWith('-'));
  if (known && flags.every((flag) => flag === '--help' || flag === '-h'))
    return { type: 'help', words: named.join(' ') };
  throw new UsageError(`There is no command '${words.slice(0, 2).join(' ')}'.${meantVerb(words, verbs)}`, {
    remedy: 'dagbook --help lists the commands.',
  });
}

function parsed(verb: Verb, words: string[]): { values: OptionValues; positionals: string[] } {
  const options = Object.fromEntries(
    Object.entries(verb.options).map(([name, { type, short, multiple = false }]) => [
      name,
      { type, multiple, ...(short && { short }) },
    ]),
  );
  try {
    const { values, positionals } = parseArgs({ args: words, options, allowPositionals: true, strict: true });
    return { values: values as OptionValues, positionals };
  } catch (error) {
    // Node explains at length how positionals that begin with a dash are written.
    const message = (error as Error).message.split('. ')[0]!;
    const unknown = /^Unknown option '--(.+)'/.exec(message)?.[1];
    throw wrong(verb, message + (unknown ? meantOption(unknown, options) : ''));
  }
}

/** Of the words of verbs the nearest to the first one that is wrong. */
function meantVerb([first = '', second = '']: readonly string[], verbs: readonly Verb[]): string {
  const known = verbs.map(({ name }) => name.split(' ') as [string, string?]);
  const seconds = known.flatMap(([word, next]) => (word === first && next ? [next] : []));
  if (seconds.length === 0)
    return didYouMean(
      first,
      known.map(([word]) => word),
    );
  const meant = nearest(second, seconds);
  return meant === undefined ? '' : ` Did you mean "${first} ${meant}"?`;
}

const meantOption = (given: string, options: object): string => {
  const meant = nearest(given, Object.keys(options));
  return meant === undefined ? '' : `. Did you mean --${meant}?`;
};

const wrong = (verb: Verb, message: string): UsageError =>
  new UsageError(message, { remedy: `dagbook ${verb.name} --help shows how it is written.` });
