import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { FileDescription } from '$lib/artifacts/formats/describe-file';
import { typeText } from '$lib/artifacts/formats/type-text';
import { assetName, readingCode } from '$lib/components/notebook/reading-code';
import { analyzeCell } from '$lib/notebook/cell-analysis';

const free = { taken: new Set<string>(), imports: false };

describe('a cell that reads a file', () => {
  test.each<[string, FileDescription, string]>([
    [
      'orders.csv',
      {
        type: 'csv',
        columns: [
          { name: 'id', type: 'number' },
          { name: 'at day', type: 'date' },
        ],
      },
      'export const orders = asset((_, context) =>\n  context.file("orders.csv").csv({ id: "number", "at day": "date" }),\n);',
    ],
    [
      'a/b.json',
      { type: 'json', valueType: '{ id: number }[]' },
      'export const b = asset((_, context) =>\n  context.file("a/b.json").json<{ id: number }[]>(),\n);',
    ],
    [
      'x.parquet',
      { type: 'parquet', columns: [{ name: 'n', type: 'bigint | null' }] },
      'export const x = asset((_, context) =>\n  context.file("x.parquet").parquet<{ n: bigint | null }>(),\n);',
    ],
    [
      'cat.png',
      { type: 'image' },
      'export const cat = asset((_, context) =>\n  context.file("cat.png").bytes(),\n);',
    ],
  ])('%s', (path, file, code) => {
    expect(readingCode(path, file, free)).toBe(code);
  });

  test('one asset for each table of a database', () => {
    const tables = ['orders', 'class'].map((name) => ({ name, columns: [{ name: 'id', type: 'number' }] }));
    const code = readingCode(
      'shop.sqlite',
      { type: 'sqlite', tables },
      { taken: new Set(['orders']), imports: true },
    );
    expect(code).toContain('import { asset } from "dagbook";');
    expect(code).toContain('export const orders2 =');
    expect(code).toContain('.sqlite<{ id: number }>("select * from \\"orders\\"")');
    expect(code).toContain('export const class2 =');
  });

  test('nothing where nothing is known', () => {
    expect(readingCode('x.bin', { type: 'other' }, free)).toBeUndefined();
  });

  test('it parses, whatever the file and its columns are called', () => {
    const type = fc.constantFrom('text', 'number', 'date', 'boolean');
    const odd = fc.constantFrom(
      '주문',
      'é ü',
      '"',
      "a'b\\",
      '\u2028',
      '\0',
      '`${x}`',
      'class',
      '2024',
      '*/',
      '\ud800',
    );
    const name = fc.oneof(fc.string(), odd);
    const column = fc.record({ name, type });
    fc.assert(
      fc.property(name, fc.array(column, { maxLength: 8 }), (name, columns) => {
        for (const file of [
          { type: 'csv', columns },
          { type: 'sqlite', tables: [{ name, columns: [{ name: 'a', type: 'number' }] }] },
        ] as FileDescription[])
          expect(analyzeCell(readingCode(`${name}.x`, file, free)!)).not.toHaveProperty('problem');
      }),
    );
  });

  test.each([
    ['monthly sales-2024.csv', 'monthlySales2024'],
    ['2024.csv', 'file2024'],
    ['주문.csv', '주문'],
    ['.csv', 'file'],
  ])('%s is called %s', (path, name) => {
    expect(assetName(path)).toBe(name);
  });
});

describe('the type of JSON', () => {
  test.each([
    [[{ id: 1, tags: ['a'] }, { id: 2 }], '{ id: number; tags?: string[] }[]'],
    [[1, 'a', null], '(number | string | null)[]'],
    [[], 'unknown[]'],
    [{}, 'Record<string, never>'],
    [{ 'a-b': { c: true } }, '{ "a-b": { c: boolean } }'],
    [Object.fromEntries(Array.from({ length: 99 }, (_, n) => [`k${n}`, n])), 'Record<string, number>'],
  ])('%j', (value, type) => {
    expect(typeText(value)).toBe(type);
  });
});
