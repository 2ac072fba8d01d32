import { join } from 'node:path';
import { expect, test } from 'vitest';
import { openNodeConnection } from '$lib/storage/sqlite/node-connection';
import { SqliteStorage } from '$lib/storage/sqlite/sqlite-storage';
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
