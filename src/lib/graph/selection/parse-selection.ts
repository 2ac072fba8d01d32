/**
 * Dagster's asset selection language. `not` binds closer than `and`, `and` than `or`; `+` takes an attribute, a
 * function or a group in parentheses. A bare word or quoted text is a key, as in Dagster's search bar and CLI.
 */
import { didYouMean } from '../../definitions/suggestion';
import { attributes, hasTagValue, type Attribute, type Selection } from './selection';
import { selectionError, tokensOf, type Token } from './tokens';

/** The tree of a selection. Throws `SelectionSyntax` that says where the text stops making sense. */
export function parseSelection(text: string): Selection {
  const tokens = tokensOf(text);
  let next = 0;

  const peek = (): Token => tokens[next]!;
  const fail = (expected: string, { at } = peek()): never => {
    throw selectionError(text, at, expected);
  };
  const take = (type: Token['type']): Token | undefined =>
    peek().type === type ? tokens[next++] : undefined;
  const expect = (type: Token['type'], expected: string): Token => take(type) ?? fail(expected);
  const keyword = (word: string): boolean => {
    const { type, text } = peek();
    const found = type === 'word' && (text === word || text === word.toUpperCase());
    if (found) next++;
    return found;
  };

  const or = (): Selection => {
    let left = and();
    while (keyword('or')) left = { type: 'or', left, right: and() };
    return left;
  };
  const and = (): Selection => {
    let left = not();
    while (keyword('and')) left = { type: 'and', left, right: not() };
    return left;
  };
  const not = (): Selection => (keyword('not') ? { type: 'not', of: not() } : traversal());

  const traversal = (): Selection => {
    if (take('*')) return { type: 'all' };
    const up = before();
    const of = operand();
    const down = after();
    if (up === undefined && down === undefined) return of;
    return { type: 'traversal', of, ...(up !== undefined && { up }), ...(down !== undefined && { down }) };
  };
  const before = (): number | undefined => {
    const digits = take('digits');
    if (digits) expect('+', 'Expected "+" after the number');
    const isAsked = digits ?? take('+');
    if (isAsked && peek().type === '+') fail('Several levels are a number, such as 2+a');
    return isAsked ? depth(digits) : undefined;
  };
  const after = (): number | undefined => (take('+') ? depth(take('digits')) : undefined);

  const operand = (): Selection => {
    if (take('(')) return closed(or());
    const quoted = take('quoted');
    if (quoted) return { type: 'attribute', attribute: 'key', value: quoted.text };
    const word = expect('word', 'Expected an asset, a filter such as group:sales, or "("');
    if (word.text.includes('*'))
      fail('Wildcards are for key:, such as key:"a*"; what is downstream is a+', word);
    if (/^(and|or|not)$/i.test(word.text)) fail(`"${word.text}" needs a selection on each side`, word);
    if (word.text === 'roots' || word.text === 'sinks') {
      expect('(', `Expected "(" after ${word.text}`);
      return { type: 'function', name: word.text, of: closed(or()) };
    }
    if (take(':')) return attribute(word);
    if ((attributes as readonly string[]).includes(word.text)) fail('Expected ":"');
    return { type: 'attribute', attribute: 'key', value: word.text };
  };
  const closed = (inner: Selection): Selection => {
    expect(')', 'Expected ")"');
    return inner;
  };

  const attribute = (name: Token): Selection => {
    if (!(attributes as readonly string[]).includes(name.text)) {
      fail(`"${name.text}" is not a filter.${didYouMean(name.text, attributes)}`, name);
    }
    const attribute = name.text as Attribute;
    const value = attributeValue(attribute === 'key');
    const tagValue = hasTagValue(attribute) && take('=') ? attributeValue(false) : undefined;
    return { type: 'attribute', attribute, value, ...(tagValue !== undefined && { tagValue }) };
  };
  const attributeValue = (mayHaveWildcards: boolean): string => {
    const token =
      (mayHaveWildcards ? take('*') : undefined) ?? take('quoted') ?? expect('word', 'Expected a value');
    if (token.type === 'word' && !mayHaveWildcards && token.text.includes('*')) {
      fail('Wildcards are for key: only', token);
    }
    return token.text;
  };

  const selection = or();
  if (peek().type !== 'end') fail(`Expected "and", "or" or the end before "${peek().text}"`);
  return selection;
}

const depth = (digits: Token | undefined): number => (digits ? Number(digits.text) : Infinity);
