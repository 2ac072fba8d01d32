import { AssetGraph } from '$lib/graph/asset-graph';
import { completeSelection } from '$lib/graph/selection/complete-selection';
import { parseSelection } from '$lib/graph/selection/parse-selection';
import { selectionVocabulary } from '$lib/graph/selection/selection-vocabulary';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { assetSnapshot, snapshotOf } from './snapshots';

const graph = new AssetGraph([
  {
    location: 'kitchen-1',
    snapshot: snapshotOf([
      assetSnapshot('eggs', { group: 'raw', owners: ['team:farm'], kinds: ['json'], tags: { tier: 'gold' } }),
      assetSnapshot('cake/eggnog', { group: 'sweet', owners: ['bo@x.org'], tags: { tier: '', pii: '' } }),
      assetSnapshot('2nd_cake', { group: 'sweet', kinds: ['table'], tags: { tier: 'silver' } }),
    ]),
  },
]);
const vocabulary = selectionVocabulary(
  graph.order.map((key) => graph.get(key)!),
  new Map([['kitchen-1', 'Our kitchen']]),
);

/** What is offered at `|`. */
const offered = (text: string) => {
  const caret = text.indexOf('|');
  return completeSelection(text.replace('|', ''), caret, vocabulary).options.map((option) => option.text);
};
/** The text after the first completion was taken. */
const taken = (text: string) => {
  const caret = text.indexOf('|');
  const bare = text.replace('|', '');
  const { from, to, options } = completeSelection(bare, caret, vocabulary);
  return bare.slice(0, from) + options[0]!.text + bare.slice(to);
};

it.each<[string, readonly string[]]>([
  ['|', ['key:', 'tag:', 'owner:', 'group:', 'kind:', 'code_location:', 'roots(', 'sinks(', 'not ', '*']],
  ['2+|', ['key:', 'tag:', 'owner:', 'group:', 'kind:', 'code_location:', 'roots(', 'sinks(']],
  ['gr|', ['group:']],
  ['group:|', ['raw', 'sweet']],
  ['group:sw|', ['sweet']],
  ['group:"sw|', ['sweet']],
  ['key:egg|', ['eggs', 'cake/eggnog']],
  ['egg|', ['key:eggs', 'key:cake/eggnog']],
  ['key:2|', ['"2nd_cake"']],
  ['owner:|', ['"bo@x.org"', '"team:farm"']],
  ['tag:|', ['pii', 'tier', 'tier=gold', 'tier=silver']],
  ['tag:tier=|', ['gold', 'silver']],
  ['tag:tier=g|', ['gold']],
  ['code_location:kitch|', ['"kitchen-1"']],
  ['code_location:our|', ['"kitchen-1"']],
  ['group:raw |', ['and ', 'or ', '+']],
  ['group:raw a|', ['and ']],
  ['(group:raw |', ['and ', 'or ', '+', ')']],
  ['not |', ['key:', 'tag:', 'owner:', 'group:', 'kind:', 'code_location:', 'roots(', 'sinks(', 'not ', '*']],
  ['* |', ['and ', 'or ']],
  ['wrong:|', []],
  ['group:"raw" ; |', []],
  ['key:a key:b |', []],
])('%s', (text, expected) => {
  expect(offered(text)).toEqual(expected);
});

it.each([
  ['group:s|', 'group:sweet'],
  ['group:"s|w"', 'group:sweet'],
  ['key:eg|xyz and group:raw', 'key:eggs and group:raw'],
  ['group:raw an| kind:json', 'group:raw and  kind:json'],
])('taking the first one turns %s into %s', (text, expected) => {
  expect(taken(text)).toBe(expected);
});

it('offers only what the parser can read on from', () => {
  const pieces = fc.array(
    fc.constantFrom(
      'group:raw',
      'key:"eggs"',
      'and',
      'or',
      'not',
      '(',
      ')',
      '+',
      '2',
      '*',
      'roots(',
      'tag:',
      '=',
    ),
    { maxLength: 6 },
  );
  /** Some way to end each of them. */
  const ends = ['', 'x', ':x', 'x)', ')', ' x', ' x)', '))', ' x))', 'x))', ')))', 'x)))', '))))', 'x))))', ' x)))', ' x))))', ')))))', 'x)))))', ' x)))))', '))))))', 'x))))))', ' x))))))', 'x)))))))', ')))))))']; // prettier-ignore
  const reads = (text: string) => {
    try {
      parseSelection(text);
      return true;
    } catch {
      return false;
    }
  };
  fc.assert(
    fc.property(pieces, (parts) => {
      const text = `${parts.join(' ')} `;
      for (const option of completeSelection(text, text.length, vocabulary).options)
        expect([text + option.text, ends.some((end) => reads(text + option.text + end))]).toEqual([
          text + option.text,
          true,
        ]);
    }),
  );
});

it('is quick among 10,000 assets', () => {
  const many = selectionVocabulary(
    Array.from({ length: 10_000 }, (_, at) => ({ ...assetSnapshot(`asset_${at}`), location: 'nb' })),
  );
  const { options } = completeSelection('asset_99', 8, many);
  expect(options).toHaveLength(50);
  expect(options[0]!.text).toBe('key:asset_99');
});
