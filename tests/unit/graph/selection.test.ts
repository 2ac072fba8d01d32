import { AssetGraph } from '$lib/graph/asset-graph';
import { checkJobs } from '$lib/graph/check-jobs';
import { parseSelection } from '$lib/graph/selection/parse-selection';
import { printSelection } from '$lib/graph/selection/print-selection';
import { resolveSelection } from '$lib/graph/selection/resolve-selection';
import { unknownKeys } from '$lib/graph/selection/unknown-keys';
import { attributes, hasTagValue, type Selection } from '$lib/graph/selection/selection';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import cases from '../../fixtures/dagster-cases.json' with { type: 'json' };
import { assetSnapshot, graphOf, snapshotOf } from './snapshots';

interface Case {
  readonly id: string;
  readonly area: string;
  readonly given: {
    readonly selection: string;
    readonly graph?: { readonly edges: string[][] };
    readonly assets?: Record<string, { readonly tags: Record<string, string> }>;
  };
  readonly expect: { readonly keys?: string[]; readonly error?: string };
}

const known = (cases as unknown as Case[]).filter(({ area }) => area === 'asset_selection');

const kitchen = new AssetGraph([
  {
    location: 'kitchen',
    snapshot: snapshotOf([
      assetSnapshot('eggs', { group: 'raw', owners: ['team:farm'], kinds: ['json'], tags: { tier: 'gold' } }),
      assetSnapshot('flour', { group: 'raw', tags: { tier: '' } }),
      assetSnapshot('cake/dough', { deps: [{ key: 'eggs' }, { key: 'flour' }], owners: ['bo@x.org'] }),
      assetSnapshot('cake/baked', {
        deps: [{ key: 'cake/dough' }],
        metadata: {
          'dagster/table_name': { type: 'text', value: 'cakes' },
          'dagster/column_schema': {
            type: 'table_schema',
            value: { columns: [{ name: 'id', tags: { pii: '' } }, { name: 'weight' }] },
          },
        },
      }),
    ]),
  },
  { location: 'shop', snapshot: snapshotOf([assetSnapshot('sales', { deps: [{ key: 'cake/baked' }] })]) },
]);

describe('asset selection', () => {
  it.each(known.map((each) => [each.given.selection, each] as const))(
    'Dagster case %s',
    (selection, each) => {
      const { graph, assets = {} } = each.given;
      if (each.expect.error) return expect(() => parseSelection(selection)).toThrow('at character');
      const resolved = resolveSelection(
        selection,
        graph
          ? graphOf(graph.edges)
          : new AssetGraph([
              {
                location: 'nb',
                snapshot: snapshotOf(
                  Object.entries(assets).map(([key, { tags }]) => assetSnapshot(key, { tags })),
                ),
              },
            ]),
      );
      expect([...resolved].sort()).toEqual(each.expect.keys);
    },
  );

  it.each([
    ['*', ['eggs', 'flour', 'cake/dough', 'cake/baked', 'sales']],
    ['eggs', ['eggs']],
    ['"cake/dough"', ['cake/dough']],
    ['cake/dough+', ['cake/dough', 'cake/baked', 'sales']],
    ['+cake/dough', ['eggs', 'flour', 'cake/dough']],
    ['1+cake/baked+1', ['cake/dough', 'cake/baked', 'sales']],
    ['0+cake/baked', ['cake/baked']],
    ['eggs+ and +cake/baked', ['eggs', 'cake/dough', 'cake/baked']],
    ['key:cake/*', ['cake/dough', 'cake/baked']],
    ['key:"*a*s"', ['sales']],
    ['key:*', ['eggs', 'flour', 'cake/dough', 'cake/baked', 'sales']],
    ['key:"e.gs"', []],
    ['group:raw', ['eggs', 'flour']],
    ['tag:tier', ['eggs', 'flour']],
    ['tag:tier=gold', ['eggs']],
    ['tag:tier=""', ['flour']],
    ['tag:toString', []],
    ['owner:"team:farm" or owner:"bo@x.org"', ['eggs', 'cake/dough']],
    ['kind:json', ['eggs']],
    ['code_location:shop', ['sales']],
    ['table_name:cakes', ['cake/baked']],
    ['column:weight', ['cake/baked']],
    ['column_tag:pii', ['cake/baked']],
    ['roots(*)', ['eggs', 'flour']],
    ['sinks(*)', ['sales']],
    ['sinks(group:raw)', ['eggs', 'flour']],
    ['sinks(code_location:kitchen)+1', ['cake/baked', 'sales']],
    ['not group:raw and not sales', ['cake/dough', 'cake/baked']],
    ['not (group:raw or sales)', ['cake/dough', 'cake/baked']],
    ['eggs or flour and sales', ['eggs']],
    ['nowhere', []],
    ['  eggs\n', ['eggs']],
  ])('%s', (selection, keys) => {
    expect(resolveSelection(selection, kitchen)).toEqual(keys);
  });

  it.each([
    ['', 1, 'an empty selection'],
    ['+', 2, 'Expected an asset'],
    ['*+', 2, 'before "+"'],
    ['not', 4, 'Expected an asset'],
    ['key:a key:b', 7, 'before "key"'],
    ['owner', 6, 'Expected ":"'],
    ['owner:a@b.c', 8, 'quotation marks'],
    ['a && b', 3, 'written as and'],
    ['!a', 1, 'written as not'],
    ['++a', 2, 'such as 2+a'],
    ['grup:a', 1, 'Did you mean "group"?'],
    ['group:a*', 7, 'key: only'],
    ['a*', 1, 'downstream is a+'],
    ['roots(a', 8, 'Expected ")"'],
    ['a)', 2, 'before ")"'],
    ['"a', 1, 'no end'],
    ['1a', 2, 'Expected "+"'],
    ['And', 1, 'on each side'],
  ])('%j is refused at character %i', (selection, column, message) => {
    expect(() => parseSelection(selection)).toThrow(message);
    expect(() => parseSelection(selection)).toThrow(
      expect.objectContaining({ name: 'SelectionSyntax', at: { line: 1, column } }),
    );
  });

  it('any selection is printed as text that reads as the same', () => {
    const text = fc.string({ unit: fc.constantFrom('a', 'B', ' ', '*', '@', '한', '+', '(') });
    const depth = fc.constantFrom(0, 1, 12, Infinity);
    const { selection } = fc.letrec<{ selection: Selection; leaf: Selection }>((tie) => ({
      leaf: fc.oneof(
        fc.constant<Selection>({ type: 'all' }),
        fc.tuple(fc.constantFrom(...attributes), text, text).map(([attribute, value, tagValue]) => ({
          type: 'attribute' as const,
          attribute,
          value,
          ...(hasTagValue(attribute) && { tagValue }),
        })),
      ),
      selection: fc.oneof(
        { maxDepth: 5 },
        tie('leaf'),
        fc.record({ type: fc.constant('not' as const), of: tie('selection') }),
        fc.record({ type: fc.constantFrom('and', 'or'), left: tie('selection'), right: tie('selection') }),
        fc.record({
          type: fc.constant('function' as const),
          name: fc.constantFrom('roots', 'sinks'),
          of: tie('selection'),
        }),
        fc.record({ type: fc.constant('traversal' as const), of: tie('selection'), up: depth }),
        fc.record({ type: fc.constant('traversal' as const), of: tie('selection'), up: depth, down: depth }),
      ) as fc.Arbitrary<Selection>,
    }));
    fc.assert(
      fc.property(selection, (tree) => {
        expect(parseSelection(printSelection(tree))).toEqual(tree);
      }),
    );
  });
});

describe('jobs', () => {
  it('are left out, with an error, where they select nothing or cannot be read', () => {
    const job = (name: string, selection: string) => ({ name, selection, tags: {}, cell: 'jobs' });
    const checked = checkJobs({
      ...snapshotOf([assetSnapshot('a'), assetSnapshot('elsewhere', { isExecutable: false })]),
      jobs: [job('all', '*'), job('none', 'group:nowhere'), job('stub', 'elsewhere'), job('broken', 'a and')],
    });
    expect(checked.jobs.map(({ name }) => name)).toEqual(['all']);
    expect(checked.errors.map(({ message }) => message)).toEqual([
      expect.stringContaining('job none: its selection group:nowhere matches no asset'),
      expect.stringContaining('job stub'),
      expect.stringContaining('at character 6'),
    ]);
  });
});

it.each([
  ['*', []],
  ['key:"eggs" or milk', ['milk']],
  ['roots(2+milk+) and not (group:milk or key:"m*")', ['milk']],
])('of %s, keys that are not there are %j', (text, expected) => {
  expect(unknownKeys(parseSelection(text), kitchen)).toEqual(expected);
});
