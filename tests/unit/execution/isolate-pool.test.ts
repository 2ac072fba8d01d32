import { MemoryPaths } from '$lib/artifacts/memory/memory-paths';
import kernelText from 'virtual:isolate-text';
import { afterEach, expect, test } from 'vitest';
import { IsolatePool } from '$lib/execution/isolate-pool';
import type { Isolate } from '$lib/location/isolate';
import { nodeIsolateHost } from '$lib/location/node/isolate-host';

const pools: IsolatePool[] = [];
afterEach(() => {
  for (const pool of pools.splice(0)) pool.close();
});

const node = nodeIsolateHost(kernelText);

/** A pool of real isolates that tells which are alive. A bundle is the text of its only cell. */
function poolOf(size: number) {
  const alive = new Set<Isolate>();
  const pool = new IsolatePool({
    location: 'test',
    size,
    files: () => ({ readAttachment: async () => new Uint8Array(), store: () => new MemoryPaths() }),
    host: {
      cores: 2,
      async create(location, readAttachment) {
        const isolate = await node.create(location, readAttachment);
        alive.add(isolate);
        void isolate.died.then(() => alive.delete(isolate));
        return { ...isolate, terminate: () => (alive.delete(isolate), isolate.terminate()) };
      },
    },
    load: async (bundle) => {
      if (bundle === 'gone') throw new Error('no such bundle');
      const code = `export default async () => { ${bundle}; return {}; }`;
      const cell = { id: 'c', defs: [], exports: [], uses: {}, imports: [], code, prologue: 0 };
      const notebook = {
        hash: bundle,
        title: '',
        cells: [cell],
        errors: [],
        attachments: {},
        codeVersions: {},
      };
      return { notebook, modules: {} };
    },
  });
  pools.push(pool);
  return { pool, alive };
}

test('an isolate given back is the one given out next, still loaded', async () => {
  const { pool, alive } = poolOf(2);
  const first = await pool.acquire('1');
  expect(first.loaded.errors).toEqual([]);
  pool.release(first);
  expect(await pool.acquire('1')).toBe(first);
  expect(alive.size).toBe(1);
});

test('renewed, it ends what is idle at once, what is at work when it is given back, and makes new ones', async () => {
  const { pool, alive } = poolOf(2);
  const [idle, busy] = [await pool.acquire('1'), await pool.acquire('1')];
  pool.release(idle);
  pool.renew();
  expect(alive.size).toBe(1);
  const fresh = await pool.acquire('1');
  expect([idle, busy]).not.toContain(fresh);
  pool.release(busy);
  expect(alive.size).toBe(1);
  pool.release(fresh);
  expect(await pool.acquire('1')).toBe(fresh);
});

test('never more than its size are alive; who comes later waits for a turn, in order', async () => {
  const { pool, alive } = poolOf(2);
  const [first, second] = await Promise.all([pool.acquire('1'), pool.acquire('1')]);
  const turns: number[] = [];
  const third = pool.acquire('1').then((warm) => (turns.push(3), warm));
  const fourth = pool.acquire('2').then((warm) => (turns.push(4), warm));
  pool.release(first);
  expect(await third).toBe(first);
  pool.release(second);
  expect((await fourth).bundle).toBe('2');
  expect(turns).toEqual([3, 4]);
  expect(alive.size).toBe(2);
});

test('an idle isolate with an old bundle gives way', async () => {
  const { pool, alive } = poolOf(1);
  pool.release(await pool.acquire('1'));
  expect((await pool.acquire('2')).bundle).toBe('2');
  expect(alive.size).toBe(1);
});

test('one that was discarded or died is replaced for those who wait', async () => {
  const { pool, alive } = poolOf(1);
  const first = await pool.acquire('1');
  const second = pool.acquire('1');
  pool.discard(first);
  expect(await second).not.toBe(first);
  pool.release(await second);
  const doomed = await pool.acquire('setTimeout(() => process.exit(1), 20)');
  const after = pool.acquire('1');
  await doomed.isolate.died;
  pool.release(doomed);
  expect((await after).bundle).toBe('1');
  expect(alive.size).toBe(1);
});

test('a bundle that cannot be loaded is refused, and takes no place', async () => {
  const { pool, alive } = poolOf(1);
  await expect(pool.acquire('gone')).rejects.toThrow('no such bundle');
  expect((await pool.acquire('1')).bundle).toBe('1');
  expect(alive.size).toBe(1);
});

test('whoever does not want an isolate any more gets none, and leaves the place to others', async () => {
  const { pool, alive } = poolOf(1);
  const stuck = new AbortController();
  const waiting = new AbortController();
  const first = pool.acquire('while (true) {}', stuck.signal);
  const second = pool.acquire('1', waiting.signal);
  const third = pool.acquire('1');
  waiting.abort();
  await expect(second).rejects.toThrow();
  stuck.abort();
  await expect(first).rejects.toThrow();
  expect((await third).bundle).toBe('1');
  expect(alive.size).toBe(1);
});

test('a closed pool keeps nothing alive, not even what was given out', async () => {
  const { pool, alive } = poolOf(2);
  const out = await pool.acquire('1');
  pool.release(await pool.acquire('1'));
  const making = pool.acquire('while (true) {}');
  const waiting = pool.acquire('1');
  pool.close();
  pool.release(out);
  await expect(waiting).rejects.toThrow();
  await expect(making).rejects.toThrow();
  await expect(pool.acquire('1')).rejects.toThrow();
  expect(alive.size).toBe(0);
});
