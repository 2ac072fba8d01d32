import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { openNodeInstance } from '$lib/instance/node/open-node-instance';
import { restoreHome } from '$lib/instance/node/restore-home';
import { nodeBackups, openNodeConnection } from '$lib/storage/sqlite/node-connection';
import { SqliteStorage } from '$lib/storage/sqlite/sqlite-storage';
import { run } from '../../contract/storage/samples';
import { temporaryFolder } from '../../temporary-folder';

/** A home with one run; its backup file, the daily backup of its database; then the database is damaged. */
async function damagedHome(from = 0) {
  const home = temporaryFolder();
  const path = join(home, 'dagbook.db');
  const storage = new SqliteStorage(openNodeConnection(path));
  await storage.createRun(run('r1'), []);
  await storage.backUpDaily(Date.UTC(2026, 10, 27));
  await storage.close();
  const instance = await open(home);
  const file = join(home, 'all.dagbook-backup');
  writeFileSync(file, (await instance.backUp()).bytes);
  await instance.close();
  const [daily] = nodeBackups(path);
  writeFileSync(path, readFileSync(path).fill(7, from, from + 50_000));
  return { home, path, file, daily: daily! };
}

const open = (home: string, leads = false) => openNodeInstance({ home, version: 'test', leads });

test.each([
  ['file', 0],
  ['daily', 20_000],
] as const)('a damaged home comes back from its %s backup', async (from, damagedFrom) => {
  const made = await damagedHome(damagedFrom);
  await expect(open(made.home)).rejects.toMatchObject({
    name: 'DatabaseDamaged',
    message: expect.stringContaining(made.path),
    remedy: expect.stringContaining(made.daily),
  });
  expect(await restoreHome(made.home, made[from])).toBe(`${made.path}.aside`);
  const instance = await open(made.home, true);
  expect((await instance.listRuns()).map(({ id }) => id)).toEqual(['r1']);
  await instance.close();
});

test('nothing is restored under a process that leads', async () => {
  const { home, file } = await damagedHome();
  await restoreHome(home, file);
  const leader = await open(home, true);
  await expect(restoreHome(home, file)).rejects.toMatchObject({ name: 'HomeInUse' });
  await leader.close();
});
