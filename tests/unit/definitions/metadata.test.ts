import { MetadataValue } from '$lib/definitions';
import { longestEntry, metadataEntries } from '$lib/definitions/metadata-entries';
import { describe, expect, it } from 'vitest';

const entry = (value: unknown) => metadataEntries({ value }).value;

describe('metadata', () => {
  it.each<[unknown, string, unknown]>([
    ['text', 'text', 'text'],
    [3, 'int', 3],
    [-0.5, 'float', -0.5],
    [1e300, 'float', 1e300],
    [12n, 'int', 12],
    [2n ** 64n, 'int', '18446744073709551616'],
    [NaN, 'float', 'NaN'],
    [-Infinity, 'float', '-Infinity'],
    [true, 'bool', true],
    [null, 'null', null],
    [new Date(5), 'timestamp', 5],
    [[1, 'a', null], 'json', [1, 'a', null]],
    [
      { a: { b: NaN, c: undefined, d: new Date(0) } },
      'json',
      { a: { b: 'NaN', d: '1970-01-01T00:00:00.000Z' } },
    ],
  ])('wraps %o as %s', (raw, type, value) => {
    expect(entry(raw)).toEqual({ type, value });
  });

  it.each<[MetadataValue, string, unknown]>([
    [MetadataValue.text('a'), 'text', 'a'],
    [MetadataValue.url(new URL('https://example.org')), 'url', 'https://example.org/'],
    [MetadataValue.path('/a/b'), 'path', '/a/b'],
    [MetadataValue.notebook('a.ipynb'), 'notebook', 'a.ipynb'],
    [MetadataValue.json([1]), 'json', [1]],
    [MetadataValue.md('# a'), 'md', '# a'],
    [MetadataValue.pythonArtifact({ module: 'm', name: 'f' }), 'python_artifact', { module: 'm', name: 'f' }],
    [MetadataValue.float(2), 'float', 2],
    [MetadataValue.int(2), 'int', 2],
    [MetadataValue.bool(false), 'bool', false],
    [MetadataValue.timestamp(7), 'timestamp', 7],
    [MetadataValue.dagsterRun('r'), 'dagster_run', 'r'],
    [MetadataValue.asset('a/b'), 'asset', 'a/b'],
    [MetadataValue.job('j', 'loc'), 'job', { jobName: 'j', locationName: 'loc' }],
    [MetadataValue.job('j'), 'job', { jobName: 'j' }],
    [
      MetadataValue.tableSchema({ a: 'INTEGER' }),
      'table_schema',
      { columns: [{ name: 'a', type: 'INTEGER' }] },
    ],
    [MetadataValue.tableSchema([{ name: 'a' }]), 'table_schema', { columns: [{ name: 'a' }] }],
    [
      MetadataValue.tableSchema({
        columns: [{ name: 'a', constraints: { unique: true } }],
        constraints: ['x'],
      }),
      'table_schema',
      { columns: [{ name: 'a', constraints: { unique: true } }], constraints: ['x'] },
    ],
    [
      MetadataValue.tableColumnLineage({ a: [{ assetKey: 'x', columnName: 'b' }] }),
      'table_column_lineage',
      { depsByColumn: { a: [{ assetKey: 'x', columnName: 'b' }] } },
    ],
    [
      MetadataValue.codeReferences([{ type: 'url', url: 'https://example.org' }]),
      'code_references',
      { codeReferences: [{ type: 'url', url: 'https://example.org' }] },
    ],
    [MetadataValue.null(), 'null', null],
    [MetadataValue.pool('p'), 'pool', 'p'],
  ])('writes %o', (raw, type, value) => {
    expect(entry(raw)).toEqual({ type, value });
  });

  it('a table has the columns of all its records; cells are scalars', () => {
    const records = [
      { id: 1, price: 2, sold: null, tags: ['a'] },
      { id: 2, price: 2.5, sold: true, note: 'x', mixed: 1 },
      { mixed: 'y', price: Infinity },
    ];
    expect(entry(MetadataValue.table(records))!.value).toEqual({
      records: [
        { id: 1, price: 2, sold: null, tags: '["a"]' },
        { id: 2, price: 2.5, sold: true, note: 'x', mixed: 1 },
        { mixed: 'y', price: 'Infinity' },
      ],
      schema: {
        columns: [
          { name: 'id', type: 'int' },
          { name: 'price', type: 'float' },
          { name: 'sold', type: 'bool' },
          { name: 'tags', type: 'json' },
          { name: 'note', type: 'string' },
          { name: 'mixed', type: 'any' },
        ],
      },
    });
    expect(entry(MetadataValue.table([], { a: 'int' }))!.value).toMatchObject({
      schema: { columns: [{ name: 'a' }] },
    });
  });

  it('survives JSON, whatever it is, and leaves out what is undefined', () => {
    const entries = metadataEntries({ a: NaN, b: { c: [Infinity] }, d: undefined, ['__proto__']: 1 });
    expect(JSON.parse(JSON.stringify(entries))).toEqual(entries);
    expect(Object.keys(entries)).toEqual(['a', 'b', '__proto__']);
  });

  it.each<[unknown, string]>([
    [() => 1, 'metadata "label" cannot be kept: a function is not data'],
    [{ deep: [new Map()] }, 'a Map at deep[0] is not JSON'],
    [{ bytes: new Uint8Array(3) }, 'a Uint8Array at bytes is not JSON'],
    [new Date(NaN), 'metadata "label"'],
    ['x'.repeat(longestEntry), 'metadata "label" cannot be kept: it is too large'],
    [MetadataValue.int(1.5), '1.5 is not a whole number'],
    [MetadataValue.float('a' as never), 'a is not a number'],
    [MetadataValue.md(5 as never), 'md holds text, not number'],
    [MetadataValue.table('a' as never), 'a table needs a list of records'],
  ])('refuses %o', (label, message) => {
    expect(() => metadataEntries({ label })).toThrow(message);
    expect(() => metadataEntries({ label })).toThrow(expect.objectContaining({ name: 'InvalidMetadata' }));
  });

  it('refuses what contains itself', () => {
    const self: Record<string, unknown> = { inner: [] };
    (self.inner as unknown[]).push(self);
    expect(() => metadataEntries({ self })).toThrow(
      'metadata "self" cannot be kept: it contains itself at inner[0]',
    );
  });
});
