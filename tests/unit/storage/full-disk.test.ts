import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { openNodeConnection } from '$lib/storage/sqlite/node-connection';
import { nodeReserve, openNodeOnReserve } from '$lib/storage/sqlite/node-reserve';
import { SqliteStorage } from '$lib/storage/sqlite/sqlite-storage';
import type { Storage } from '$lib/storage/storage';
import { materialized, notebook, run, wiped } from '../../contract/storage/samples';
import { temporaryFolder } from '../../temporary-folder';

test('a full disk is said as such, loses nothing acknowledged, and is over when there is room', async () => {
  const connection = openNodeConnection(join(temporaryFolder(), 'a.db'));
  const storage = new SqliteStorage(connection);
  const value = (n: number) => ({ hash: `h${n}`, codec: 'bytes', bytes: new Uint8Array(50_000).fill(n) });
  connection.exec('pragma max_page_count = 100');

  const results = await Promise.allSettled(
    [1, 2, 3, 4, 5, 6, 7, 8, 9].map((n) => storage.putValue(value(n))),
  );
  const failed = results.filter((result) => result.status === 'rejected');
  expect(failed.length).toBeGreaterThan(0);
  expect(failed[0]!.reason).toMatchObject({ name: 'StorageFull', remedy: expect.stringContaining('space') });
  const kept = await Promise.all([1, 2, 3, 4, 5, 6, 7, 8, 9].map((n) => storage.getValue(`h${n}`)));
  expect(kept.map((bytes) => bytes !== undefined)).toEqual(
    results.map(({ status }) => status === 'fulfilled'),
  );

  connection.exec('pragma max_page_count = 1000');
  await storage.putValue(value(9));
  expect((await storage.getValue('h9'))?.[0]).toBe(9);
  await storage.close();
});

/** A storage for whose commits there is no space as long as the reserve is kept. */
async function fullStorage() {
  const path = join(temporaryFolder(), 'a.db');
  const isKept = () => existsSync(`${path}.reserve`);
  const connection = openNodeConnection(path);
  const { exec } = connection;
  let isFull = false;
  const reserve = nodeReserve(path);
  const storage = new SqliteStorage(
    {
      ...connection,
      exec(sql) {
        if (sql === 'commit' && isFull && isKept())
          throw Object.assign(new Error('database or disk is full'), { errcode: 13 });
        exec(sql);
      },
    },
    reserve,
  );
  await storage.createRun(run('r1'), [materialized('r1', 'cake')]);
  await storage.saveNotebook(notebook(1, 'cake'));
  await storage.addDynamicPartitions('guests', ['ann']);
  await reserve.keep();
  isFull = true;
  return { storage, isKept };
}

const deletions: Record<string, (storage: Storage) => Promise<unknown>> = {
  'a run': (storage) => storage.deleteRun('r1'),
  'a notebook': (storage) => storage.saveNotebook(notebook(2, 'cake', { deletedAt: 9 })),
  'what retention lets go': (storage) => storage.prune({ kind: 'values', newest: 1 }),
  'an asset that is wiped': (storage) => storage.append([wiped('cake')]),
  'a partition': (storage) => storage.deleteDynamicPartitions('guests', ['ann']),
};

test.each(Object.entries(deletions))(
  'on a full disk %s can be deleted on the reserve, which is kept again',
  async (_, remove) => {
    const { storage, isKept } = await fullStorage();
    await expect(storage.setSetting('a', 'b')).rejects.toMatchObject({ name: 'StorageFull' });
    expect(isKept()).toBe(true);
    await remove(storage);
    expect(isKept()).toBe(true);
    await expect(storage.setSetting('a', 'b')).rejects.toMatchObject({ name: 'StorageFull' });
    await storage.close();
  },
);

test('deletions at the same time all use the reserve', async () => {
  const { storage } = await fullStorage();
  await Promise.all(Object.values(deletions).map((remove) => remove(storage)));
  expect(await storage.getRun('r1')).toBeUndefined();
  expect(await storage.listNotebooks()).toEqual([]);
  expect(await storage.dynamicPartitions('guests')).toEqual([]);
  await storage.close();
});

test('a full disk opens on the reserve, and is said to be full where there is none', async () => {
  const path = join(temporaryFolder(), 'a.db');
  const reserve = nodeReserve(path);
  const isKept = () => existsSync(`${path}.reserve`);
  const fails = (errcode: number) => () => {
    if (isKept() || errcode === 11) throw Object.assign(new Error('disk I/O error'), { errcode });
    return 'opened';
  };
  await reserve.keep();
  await expect(openNodeOnReserve(fails(11), reserve)).rejects.toThrow('disk I/O error');
  expect(isKept()).toBe(true);
  for (const full of [13, 4874]) {
    await reserve.keep();
    expect(await openNodeOnReserve(fails(full), reserve)).toEqual({ opened: 'opened', hasSpace: false });
    expect(isKept()).toBe(false);
  }
  expect(await openNodeOnReserve(fails(13), reserve)).toEqual({ opened: 'opened', hasSpace: true });
  const everFull = () => {
    throw Object.assign(new Error('disk I/O error'), { errcode: 4874 });
  };
  await expect(openNodeOnReserve(everFull, reserve)).rejects.toMatchObject({ name: 'StorageFull' });
});

test('who is to delete on a full disk takes the lead on the reserve', async () => {
  const { storage, isKept } = await fullStorage();
  expect(await storage.takeLead({ holder: 'me', isLocked: true })).toBe(1);
  await storage.deleteRun('r1');
  expect(isKept()).toBe(true);
  await storage.close();
});
