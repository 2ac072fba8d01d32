import { expect, test } from 'vitest';
import { openNodeConnection } from '$lib/storage/sqlite/node-connection';
import { SqliteStorage } from '$lib/storage/sqlite/sqlite-storage';
import { run } from '../../contract/storage/samples';

test('10,000 run keys of a sensor with 5,000 runs are looked up at once', { timeout: 10_000 }, async () => {
  const storage = new SqliteStorage(openNodeConnection(':memory:'));
  const tags = (key: number) => ({ 'dagster/run_key': `k${key}`, 'dagster/sensor_name': 'watch' });
  await Promise.all(
    Array.from({ length: 5_000 }, (_, key) => storage.createRun(run(`r${key}`, { tags: tags(key) }), [])),
  );
  const keys = Array.from({ length: 10_000 }, (_, key) => `k${key}`);
  const found = await storage.runsByKey('kitchen', { 'dagster/sensor_name': 'watch' }, keys);
  expect(found.size).toBe(5_000);
  await storage.close();
});
