import { tableFromIPC, tableFromArrays } from 'apache-arrow';
import fc from 'fast-check';
import { parquetReadObjects } from 'hyparquet';
import { describe, expect, test } from 'vitest';
import { writeTable } from '$lib/artifacts/formats/write-table';
import { pageOf, queryTable } from '$lib/artifacts/view/query-table';
import { binRange, summarizeColumn } from '$lib/artifacts/view/summarize-column';
import { cellText, dateText, tableOf, type ValueTable } from '$lib/artifacts/view/value-table';
import type { TableFilter, TableQuery } from '$lib/artifacts/view/value-view';

const table = (value: unknown): ValueTable => {
  const made = tableOf(value);
  if (!made) throw new Error('no table');
  return made;
};
const scalar = fc.oneof(
  fc.integer(),
  fc.double(),
  fc.string(),
  fc.boolean(),
  fc.constant(null),
  fc.date({ noInvalidDate: false }),
  fc.bigInt(),
);
const rowsOf = (cell: fc.Arbitrary<unknown>) =>
  fc.array(fc.record({ v: cell, w: fc.string() }), { minLength: 1, maxLength: 60 });
const filterOf = (filter: TableFilter): TableQuery => ({ filters: [filter] });

describe('rows', () => {
  const people = table([
    { name: 'Bo', age: 31, at: new Date(2) },
    { name: 'Ann', age: null, at: new Date(1) },
    { name: 'Cy', age: 7, at: new Date(3) },
    { name: 'ann', age: 31, at: null },
  ]);

  test.each<[string, TableQuery, number[]]>([
    ['all, as they are', {}, [0, 1, 2, 3]],
    ['by number, equal ones as they were, missing last', { sort: { column: 'age' } }, [2, 0, 3, 1]],
    ['falling, missing last too', { sort: { column: 'age', descending: true } }, [0, 3, 2, 1]],
    ['by text', { sort: { column: 'name' } }, [1, 0, 2, 3]],
    ['by date', { sort: { column: 'at' } }, [1, 0, 2, 3]],
    ['that have a text in any case', filterOf({ type: 'text', text: 'AN' }), [1, 3]],
    ['by a number as text', filterOf({ type: 'text', text: '31' }), [0, 3]],
    ['in a range', filterOf({ type: 'range', column: 'age', from: 7, to: 31 }), [0, 2, 3]],
    ['below a bound', filterOf({ type: 'range', column: 'age', from: 7, to: 31, below: true }), [2]],
    ['that are missing', filterOf({ type: 'missing', column: 'at' }), [3]],
    ['with just this', filterOf({ type: 'is', column: 'name', value: 'ann' }), [3]],
    ['by a column that is not there', { sort: { column: 'gone' } }, [0, 1, 2, 3]],
  ])('%s', (_, query, expected) => {
    expect([...queryTable(people, query)]).toEqual(expected);
  });

  test('a filter by text finds what a cell shows, whatever that is', () => {
    const part = fc.tuple(scalar, fc.nat(30), fc.integer({ min: 1, max: 8 }));
    fc.assert(
      fc.property(part, ([cell, from, length]) => {
        const shown = cellText(cell).slice(0, 40);
        const text = shown.slice(from % Math.max(1, shown.length)).slice(0, length);
        expect([...queryTable(table([{ v: cell }]), filterOf({ type: 'text', text }))]).toEqual([0]);
      }),
    );
  });

  test('a date is shown as ISO 8601 without what is zero', () => {
    const unit = fc.constantFrom(1, 1000, 86_400_000);
    const time = fc.tuple(unit, fc.integer({ min: -1e8, max: 1e8 })).map(([ms, count]) => ms * count);
    fc.assert(
      fc.property(time, (ms) => {
        const whole = new Date(ms).toISOString();
        expect(dateText(new Date(ms))).toBe(whole.replace('.000Z', 'Z').replace('T00:00:00Z', ''));
      }),
    );
  });

  test('a page has the asked rows and columns, and long text is cut', () => {
    const long = table([
      { a: 1, b: 'x'.repeat(5000) },
      { a: 2, b: 'y' },
    ]);
    const page = pageOf(long, queryTable(long, {}), { from: 0, to: 1, columns: [1] });
    expect(page.matching).toBe(2);
    expect(page.rows).toEqual([{ row: 0, cells: [`${'x'.repeat(200)}…`] }]);
  });

  test('sorting keeps each row once, and the order is one, whatever the cells are', () => {
    fc.assert(
      fc.property(rowsOf(scalar), fc.boolean(), (rows, descending) => {
        const sorted = [...queryTable(table(rows), { sort: { column: 'v', descending } })];
        expect(sorted.toSorted((a, b) => a - b)).toEqual(rows.map((_, index) => index));
        const again = [
          ...queryTable(table(sorted.map((row) => rows[row])), { sort: { column: 'v', descending } }),
        ];
        expect(again).toEqual(rows.map((_, index) => index));
      }),
    );
  });
});

describe('a column at a glance', () => {
  test('a press on a bar finds as many rows as the bar says', () => {
    fc.assert(
      fc.property(rowsOf(fc.oneof(fc.double(), fc.integer(), fc.constant(null))), (rows) => {
        const made = table(rows);
        const { bins, range } = summarizeColumn(made, 'v');
        if (!bins || !range) return;
        for (const [index, count] of bins.entries()) {
          const filter = { type: 'range', column: 'v', ...binRange(range, index, bins.length) } as const;
          expect(queryTable(made, filterOf(filter))).toHaveLength(count);
        }
      }),
    );
  });

  test('bins and missing are all rows; the most frequent texts are as often there as is said', () => {
    fc.assert(
      fc.property(
        rowsOf(fc.option(fc.integer())),
        rowsOf(fc.constantFrom('a', 'b', 'c')),
        (numbers, texts) => {
          const { bins = [], missing } = summarizeColumn(table(numbers), 'v');
          expect(bins.reduce((sum, count) => sum + count, missing)).toBe(numbers.length);
          const { top = [], distinct } = summarizeColumn(table(texts), 'v');
          expect(distinct).toBe(new Set(texts.map(({ v }) => v)).size);
          for (const { value, count } of top)
            expect(queryTable(table(texts), filterOf({ type: 'is', column: 'v', value }))).toHaveLength(
              count,
            );
        },
      ),
    );
  });

  test('of texts that are all different none is told before the others', () => {
    const names = (count: number) => Array.from({ length: count }, (_, at) => ({ v: `n${at}` }));
    expect(summarizeColumn(table(names(6)), 'v')).toEqual({ type: 'text', missing: 0, distinct: 6 });
    expect(summarizeColumn(table(names(3)), 'v').top).toHaveLength(3);
  });

  test('dates of an Arrow table are dates', () => {
    const dates = table(tableFromArrays({ at: [new Date(0), new Date(86_400_000)] }));
    expect(summarizeColumn(dates, 'at')).toMatchObject({ type: 'date', range: { min: 0, max: 86_400_000 } });
  });
});

describe('files', () => {
  const orders = table([
    { id: 1, price: 2.5, paid: true, at: new Date(0), note: 'a "b",\nc' },
    { id: 2, price: null, paid: false, at: new Date(1), note: null },
  ]);

  test('CSV', async () => {
    const text = new TextDecoder().decode(await writeTable(orders, 'csv'));
    expect(text).toBe(
      'id,price,paid,at,note\n1,2.5,true,1970-01-01T00:00:00.000Z,"a ""b"",\nc"\n2,,false,1970-01-01T00:00:00.001Z,\n',
    );
  });

  test('JSON', async () => {
    expect(JSON.parse(new TextDecoder().decode(await writeTable(orders, 'json')))[1]).toEqual({
      id: 2,
      price: null,
      paid: false,
      at: '1970-01-01T00:00:00.001Z',
      note: null,
    });
  });

  test('Parquet and Arrow give back the same cells with their types', async () => {
    const file = (await writeTable(orders, 'parquet')).buffer as ArrayBuffer;
    const records = await parquetReadObjects({ file });
    expect(records[0]).toEqual({ id: 1, price: 2.5, paid: true, at: new Date(0), note: 'a "b",\nc' });
    expect(records[1]).toMatchObject({ id: 2, price: null, note: null });
    const arrow = table(tableFromIPC(await writeTable(orders, 'arrow')));
    expect(arrow.columns.map((_, column) => arrow.cell(0, column))).toEqual(
      orders.columns.map((_, column) => orders.cell(0, column)),
    );
  });
});
