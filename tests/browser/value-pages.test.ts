import { tableFromArrays } from 'apache-arrow';
import * as arrow from 'apache-arrow';
import { expect, test } from 'vitest';
import { encodeValue } from '$lib/artifacts/codecs/encode-value';
import { writeTable } from '$lib/artifacts/formats/write-table';
import { tableOf } from '$lib/artifacts/view/value-table';
import { hashOfBytes } from '$lib/base/hash';
import { workerValues } from '$lib/instance/browser/worker-values';
import { cakesDatabase } from '../fixtures/cakes-database';

const rowCount = 1_000_000;
const startWorker = () =>
  new Worker(new URL('../../workers/values.ts', import.meta.url), { type: 'module', name: 'values' });

/** An engine in its worker, over values that are encoded here. */
async function engineOver(value: unknown) {
  const encoded = encodeValue(value, { arrow });
  const pointer = {
    hash: await hashOfBytes(encoded.bytes),
    codec: encoded.codec,
    size: encoded.bytes.length,
  };
  let reads = 0;
  const engine = workerValues(startWorker)(async () => {
    reads++;
    return { codec: encoded.codec, bytes: encoded.bytes.slice() };
  });
  return { engine, pointer, reads: () => reads };
}

const page = { from: 499_950, to: 500_050, columns: [0, 1] };

test('a million rows are looked at by pages, sorted and filtered where they are, and decoded once', async () => {
  const ids = Int32Array.from({ length: rowCount }, (_, row) => row);
  const prices = Float64Array.from(ids, (id) => (id * 7919) % 1_000_003);
  const { engine, pointer, reads } = await engineOver(tableFromArrays({ id: ids, price: prices }));

  expect(await engine.view(pointer)).toMatchObject({
    type: 'table',
    rowCount,
    columns: [{ type: 'number' }, {}],
  });
  const plain = await engine.rows(pointer, {}, page);
  expect(plain!.rows).toHaveLength(100);
  expect(plain!.rows[0]).toEqual({ row: 499_950, cells: [499_950, (499_950 * 7919) % 1_000_003] });

  const sorted = await engine.rows(pointer, { sort: { column: 'price' } }, page);
  const order = prices.toSorted();
  expect(sorted!.rows.map(({ cells }) => cells[1])).toEqual([...order.subarray(page.from, page.to)]);

  const range = { type: 'range', column: 'price', from: 10, to: 19 } as const;
  const few = await engine.rows(pointer, { filters: [range] }, { from: 0, to: 100, columns: [1] });
  expect(few!.matching).toBe(prices.filter((price) => price >= 10 && price <= 19).length);

  const { bins = [], range: whole } = (await engine.summary(pointer, 'price'))!;
  expect(bins.reduce((sum, count) => sum + count, 0)).toBe(rowCount);
  expect(whole).toMatchObject({ min: order[0], max: order.at(-1) });
  expect(reads()).toBe(1);
});

test('whoever asks is not held up: the page goes on drawing while a million rows are sorted', async () => {
  const rows = Array.from({ length: rowCount }, (_, id) => ({ id, name: `n${(id * 7919) % rowCount}` }));
  const { engine, pointer } = await engineOver(rows);
  let frames = 0;
  let isAsking = true;
  requestAnimationFrame(function count() {
    frames++;
    if (isAsking) requestAnimationFrame(count);
  });
  const before = performance.now();
  const sorted = await engine.rows(pointer, { sort: { column: 'name' } }, { ...page, from: 0, to: 100 });
  isAsking = false;
  expect(sorted!.rows).toHaveLength(100);
  // Twenty frames a second of those sixty that a page draws would already be a hitch.
  expect(frames / ((performance.now() - before) / 1000)).toBeGreaterThan(5);
});

test('what is lost is told, and what is no table has no rows', async () => {
  const lost = workerValues(startWorker)(async () => undefined);
  expect(await lost.view({ hash: 'x', codec: 'json', size: 1 })).toBeUndefined();
  const { engine, pointer } = await engineOver('text');
  await expect(engine.rows(pointer, {}, page)).rejects.toThrow('The value is no table');
});

test('files are told by what is in them, with the types that a cell would read', async () => {
  const engine = workerValues(startWorker)(async () => undefined);
  const text = (content: string) => new TextEncoder().encode(content);
  const cakes = tableOf([{ name: 'castella', price: 4.5, at: new Date(0), many: true }])!;
  const columns = [
    { name: 'name', type: 'string | null' },
    { name: 'price', type: 'number | null' },
    { name: 'at', type: 'Date | null' },
    { name: 'many', type: 'boolean | null' },
  ];
  const files: readonly (readonly [string, Uint8Array, object])[] = [
    ['a.parquet', await writeTable(cakes, 'parquet'), { type: 'parquet', columns }],
    [
      'a.arrow',
      await writeTable(cakes, 'arrow'),
      { type: 'arrow', columns: [{ name: 'name', type: 'Utf8' }, {}, {}, {}] },
    ],
    [
      'a.db',
      await cakesDatabase(),
      {
        type: 'sqlite',
        tables: [
          {
            name: 'cakes',
            columns: [
              { name: 'name', type: 'string' },
              { name: 'price', type: 'number | null' },
            ],
          },
        ],
      },
    ],
    ['a.csv', text('n;at\n1;2024-01-02'), { type: 'csv', columns: [{ type: 'number' }, { type: 'date' }] }],
    ['a.json', text('[{"n":1}]'), { type: 'json', valueType: '{ n: number }[]' }],
    ['a.json', text('{'), { type: 'other' }],
    ['a.txt', text('PNG'), { type: 'text' }],
    ['a.dat', new Uint8Array([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]), { type: 'image' }],
    ['a.dat', text('PAR1 no more'), { type: 'other' }],
  ];
  for (const [path, bytes, description] of files)
    expect(await engine.describeFile(path, bytes), path).toMatchObject(description);
});
