import { wrap } from 'comlink';
import { expect, onTestFinished, test, vi } from 'vitest';
import { cdp } from 'vitest/browser';
import { hashOfBytes } from '$lib/base/hash';
import type { RunEvent } from '$lib/events/event';
import type { Remote } from './remote-storage.worker';

function startWorker() {
  const url = new URL('./remote-storage.worker.ts', import.meta.url);
  const worker = new Worker(url, { type: 'module' });
  onTestFinished(() => worker.terminate());
  return { worker, remote: wrap<Remote>(worker) };
}

const freshFolder = () => `test-${crypto.randomUUID()}`;
const event = {
  type: 'LOG_MESSAGE',
  runId: 'r',
  timestamp: 1,
  level: 'INFO',
  message: 'm',
  data: {},
} as const;
const run = {
  ...{ id: 'r', jobName: 'j', location: 'l', bundle: 'b', tags: {}, createdAt: 1 },
  plan: { steps: [], executor: { type: 'in_process' } },
} as const;

test(
  'a worker that is ended while it writes loses nothing that it acknowledged',
  { timeout: 60_000 },
  async () => {
    const folder = freshFolder();
    const acknowledged: RunEvent[] = [];
    for (let round = 0; round < 5; round++) {
      const { worker, remote } = startWorker();
      const storage = await remote.storage(folder);
      await storage.createRun(run, []);
      expect(await storage.runEvents('r', { limit: 100_000 })).toEqual(expect.arrayContaining(acknowledged));
      const endAfter = 1 + Math.floor(Math.random() * 50);
      await new Promise<void>((end) => {
        let answers = 0;
        for (let call = 0; call < 100; call++)
          void storage.append([event, event]).then((stored) => {
            acknowledged.push(...stored);
            if ((answers += 1) === endAfter) end();
          });
      });
      worker.terminate();
    }
    const storage = await startWorker().remote.storage(folder);
    const ids = (await storage.runEvents('r', { limit: 100_000 })).map(({ id }) => id);
    expect(acknowledged.filter(({ id }) => !ids.includes(id))).toEqual([]);
    expect(ids.length % 2, 'both events of an append or none').toBe(0);
    await storage.close();
  },
);

test.each([false, true])('a log that is damaged (%s) is told, once', async (isDamaged) => {
  const folder = freshFolder();
  const { worker, remote } = startWorker();
  const storage = await remote.storage(folder);
  await storage.createRun(run, [event]);
  await storage.append([event]);
  worker.terminate();
  const next = startWorker().remote;
  if (isDamaged) await vi.waitFor(() => next.damageLog(folder));
  expect(await next.hasLostCommits(folder)).toBe(isDamaged);
  expect(await next.hasLostCommits(folder)).toBe(false);
});

test('a second opener is refused, and takes over when the first one is gone', async () => {
  const folder = freshFolder();
  const first = startWorker();
  const storage = await first.remote.storage(folder);
  await storage.createRun(run, [event]);
  const second = startWorker();
  await expect(second.remote.storage(folder)).rejects.toMatchObject({ name: 'StorageFailed' });
  expect(await storage.runEvents('r'), 'the refused one harmed nothing').toHaveLength(1);
  first.worker.terminate();
  const heir = await second.remote.storage(folder);
  expect(await heir.runEvents('r')).toHaveLength(1);
  await heir.close();
});

/** Gives the origin so little room, until the test is over. */
async function limitStorage(quotaSize: number) {
  const limit = (size?: number) =>
    cdp().send('Storage.overrideQuotaForOrigin', { origin: location.origin, quotaSize: size });
  onTestFinished(async () => void (await limit()));
  await limit(quotaSize);
  return limit;
}

test(
  'a used-up quota is said as StorageFull, and is over when there is room',
  { timeout: 60_000 },
  async () => {
    const { remote } = startWorker();
    const storage = await remote.storage(freshFolder());
    await storage.createRun(run, []);
    const { usage = 0 } = await navigator.storage.estimate();
    const limit = await limitStorage(usage + 12_000_000);

    const bytes = (n: number) => crypto.getRandomValues(new Uint8Array(60_000)).fill(n, 0, 1);
    let stored = 0;
    const failure = await (async () => {
      for (; stored < 1000; stored++)
        await storage.append([event], [{ hash: `h${stored}`, codec: 'bytes', bytes: bytes(stored % 256) }]);
    })().catch((error: unknown) => error);
    expect(failure).toMatchObject({ name: 'StorageFull' });
    expect(stored).toBeGreaterThan(10);
    expect(await storage.runEvents('r', { limit: 10_000 })).toHaveLength(stored);
    expect((await storage.getValue(`h${stored - 1}`))?.[0]).toBe((stored - 1) % 256);

    const value = new Uint8Array(20_000_000).fill(3);
    const artifacts = await remote.artifacts(freshFolder());
    const hash = await hashOfBytes(value);
    await expect(artifacts.put(hash, value)).rejects.toMatchObject({ name: 'StorageFull' });
    expect(await artifacts.get(hash)).toBeUndefined();

    await limit(usage + 500_000_000);
    for (let n = 0; n < 100; n++)
      await storage.append([event], [{ hash: `later${n}`, codec: 'bytes', bytes: bytes(n) }]);
    expect(await storage.runEvents('r', { limit: 10_000 })).toHaveLength(stored + 100);
    await artifacts.put(hash, value);
    expect((await artifacts.get(hash))?.length).toBe(value.length);
    await storage.close();
  },
);

test('runs are deleted at once where the quota is used up, on the reserve', async () => {
  const storage = await startWorker().remote.storageOnReserve(freshFolder());
  const ids = ['r0', 'r1', 'r2', 'r3', 'r4', 'r5', 'r6', 'r7', 'r8', 'r9'];
  const lines = (runId: string) => Array.from({ length: 100 }, () => ({ ...event, runId }));
  for (const id of ids) await storage.createRun({ ...run, id }, lines(id));
  const { usage = 0 } = await navigator.storage.estimate();
  await limitStorage(usage);
  const fillUp = async () => {
    for (;;) await storage.append(lines('r0'));
  };
  await expect(fillUp()).rejects.toMatchObject({ name: 'StorageFull' });
  await Promise.all(ids.map((id) => storage.deleteRun(id)));
  expect(await storage.listRuns()).toEqual([]);
  await storage.close();
});
