import { tableFromArrays } from 'apache-arrow';
import * as arrow from 'apache-arrow';
import { expect, test } from 'vitest';
import { encodeValue } from '$lib/artifacts/codecs/encode-value';
import { hashOfBytes } from '$lib/base/hash';
import { workerValues } from '$lib/instance/browser/worker-values';

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
