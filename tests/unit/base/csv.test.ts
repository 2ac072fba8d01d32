import { csvFormat } from 'd3-dsv';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { csvColumns } from '$lib/artifacts/formats/describe-file';
import { delimiterOf, parseCsv, TypeGuess, type CellType } from '$lib/base/csv';

describe('records', () => {
  test('typed columns, quotes, empty cells, a byte order mark, CRLF and an empty last line', () => {
    const text = '\ufeffid,name,at,ok,n\r\n1,"a ""b"",\nc",2024-01-02,TRUE,\r\n2,,,,3.5\r\n\r\n';
    const types = { id: 'number', at: 'date', ok: 'boolean', n: 'number' } as const;
    expect(parseCsv(text, { types })).toEqual([
      { id: 1, name: 'a "b",\nc', at: new Date('2024-01-02'), ok: true, n: null },
      { id: 2, name: '', at: null, ok: null, n: 3.5 },
    ]);
  });

  test('columns without a name, and twice the same, get names of their own', () => {
    expect(parseCsv('a,,a\n1,2,3')).toEqual([{ a: '1', column_2: '2', a_2: '3' }]);
  });

  test('what is not of its type is told with its place', () => {
    expect(() => parseCsv('n\n1\nx', { types: { n: 'number' } })).toThrow(
      'Record 2, column "n": "x" is no number',
    );
    expect(() => parseCsv('n\n1', { types: { m: 'number' } })).toThrow('It has no column "m"; there are n');
  });

  test.each([
    ['a;b\n1,5;2', ';'],
    ['a\tb', '\t'],
    ['"a;b;c",d', ','],
    ['one column', ','],
  ])('%j is divided by %j', (text, sign) => {
    expect(delimiterOf(text)).toBe(sign);
  });
});

describe('types that are found out', () => {
  test.each<[string[], CellType]>([
    [['1', '-2.5', '', '1e3'], 'number'],
    [['007', '12'], 'text'],
    [['0', '0.5'], 'number'],
    [['Infinity', '1'], 'text'],
    [['0x10'], 'text'],
    [['true', 'FALSE'], 'boolean'],
    [['2024-02-29', '2024-01-01T10:00Z', '2024-01-01 10:00:00.5+09:00'], 'date'],
    [['2024-02-40'], 'text'],
    [['', ' '], 'text'],
  ])('%j', (texts, type) => {
    const guess = new TypeGuess();
    for (const text of texts) guess.add(text);
    expect(guess.type).toBe(type);
  });

  test('a file is read by the types that were found in it, and says what was written', () => {
    const cell = fc.oneof(
      fc.integer(),
      fc.boolean(),
      fc.string(),
      // As text -0 is 0.
      fc.double({ noNaN: true, noDefaultInfinity: true }).map((number) => number + 0),
    );
    const record = fc.record({ a: cell, b: cell, c: fc.constantFrom(1, 2, 3) });
    fc.assert(
      fc.property(fc.array(record, { minLength: 1, maxLength: 20 }), (records) => {
        const text = csvFormat(records as never);
        const types = Object.fromEntries(csvColumns(text).map(({ name, type }) => [name, type]));
        const read = parseCsv(text, { types, delimiter: ',' });
        expect(types.c).toBe('number');
        expect(read.map(({ c }) => c)).toEqual(records.map(({ c }) => c));
        for (const [index, row] of read.entries())
          for (const name of ['a', 'b'] as const)
            if (types[name] === 'number' && row[name] !== null)
              expect(row[name]).toBe(Number(records[index]![name]));
      }),
    );
  });
});
