import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { compareTables, possibleKeys } from '$lib/artifacts/view/compare-tables';
import { compareValues } from '$lib/artifacts/view/compare-values';
import { shapeOf } from '$lib/artifacts/view/value-shape';
import { tableOf } from '$lib/artifacts/view/value-table';

const table = (rows: readonly object[]) =>
  tableOf(rows) ?? { columns: ['id', 'v'], rowCount: 0, cell: () => undefined };
const compare = (older: unknown, newer: unknown, key?: string | null) =>
  compareValues(shapeOf(older), shapeOf(newer), { key, from: 0, to: 100 }, { changes: new Map() });

describe('what became of the rows', () => {
  const before = [
    { id: 1, city: 'Seoul', n: 1 },
    { id: 2, city: 'Busan', n: 2 },
    { id: 3, city: 'Jeju', n: 3 },
  ];
  const after = [
    { id: 3, city: 'Jeju', n: 3 },
    { id: 1, city: 'Seoul', n: 9 },
    { id: 4, city: 'Daegu', n: 4 },
  ];

  test('by key: changed, added, removed, and moving a row is no change', () => {
    expect(compare(before, after)).toMatchObject({
      key: 'id',
      keys: ['id', 'city', 'n'],
      counts: { added: 1, removed: 1, changed: 1, unchanged: 1 },
      rows: [
        { kind: 'changed', cells: [{ cell: 1 }, { cell: 'Seoul' }, { cell: 9, before: { cell: 1 } }] },
        { kind: 'added', cells: [{ cell: 4 }, { cell: 'Daegu' }, { cell: 4 }] },
        { kind: 'removed', cells: [{ cell: 2 }, { cell: 'Busan' }, { cell: 2 }] },
      ],
    });
  });

  test('without a key nothing is changed: rows come and go', () => {
    expect(compare(before, after, null)).toMatchObject({
      counts: { added: 2, removed: 2, changed: 0, unchanged: 1 },
    });
  });

  test.each([
    ['lines of a text', 'a\nb', 'a\nc\nb', { added: 1, removed: 0, unchanged: 2 }],
    ['members of an object', { a: 1, b: { c: 2 } }, { a: 1, b: { c: 3 } }, { changed: 1, unchanged: 1 }],
    ['entries of a map', new Map([['a', 1]]), new Map([['b', 1]]), { added: 1, removed: 1 }],
    ['a number', 1, 2, { added: 1, removed: 1 }],
  ])('%s', (_, older, newer, counts) => {
    expect(compare(older, newer)).toMatchObject({ type: 'rows', counts });
  });

  test('bytes are different, without more', () => {
    expect(compare(new Uint8Array([1]), new Uint8Array([2]))).toEqual({ type: 'other' });
  });

  const records = fc.uniqueArray(
    fc.record({ id: fc.nat(50), v: fc.oneof(fc.string(), fc.integer(), fc.constant(null)) }),
    {
      selector: ({ id }) => id,
      maxLength: 30,
    },
  );

  test('what is said of the rows adds up, and leads from the one table to the other', () => {
    fc.assert(
      fc.property(records, records, (older, newer) => {
        const { rows, unchanged } = compareTables(table(older), table(newer), 'id');
        const of = (kind: string) => rows.filter((row) => row.kind === kind);
        expect(of('added').length + of('changed').length + unchanged).toBe(newer.length);
        expect(of('removed').length + of('changed').length + unchanged).toBe(older.length);
        const led = new Map(older.map((row) => [row.id, row.v]));
        for (const row of rows) {
          if (row.kind === 'removed') led.delete(older[row.before]!.id);
          else led.set(newer[row.after]!.id, newer[row.after]!.v);
        }
        expect(led).toEqual(new Map(newer.map((row) => [row.id, row.v])));
      }),
    );
  });

  test('a table is the same as itself in any order of its rows, by key and by content', () => {
    fc.assert(
      fc.property(records, (rows) => {
        for (const key of ['id', undefined]) {
          const changes = compareTables(table(rows), table(rows.toReversed()), key);
          expect(changes).toMatchObject({ rows: [], unchanged: rows.length });
        }
      }),
    );
  });

  test('a key is there in every row, once', () => {
    const dated = [
      { at: new Date(1), kind: 'a', order_id: 7, x: null },
      { at: new Date(2), kind: 'a', order_id: 8, x: 1 },
    ];
    expect(possibleKeys(table(dated), table(dated))).toEqual(['order_id', 'at']);
  });
});
