import { copyFileSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { openNodeInstance } from '$lib/instance/node/open-node-instance';
import { openNodeConnection } from '$lib/storage/sqlite/node-connection';
import { SqliteStorage } from '$lib/storage/sqlite/sqlite-storage';
import { run } from '../../contract/storage/samples';
import { temporaryFolder } from '../../temporary-folder';

/** The home of a process that was killed after three runs; of its log, which has the last two, a byte is damaged. */
async function damagedHome(): Promise<string> {
  const path = join(temporaryFolder(), 'dagbook.db');
  const connection = openNodeConnection(path);
  const storage = new SqliteStorage(connection);
  await storage.createRun(run('r1'), []);
  connection.exec('pragma wal_checkpoint(truncate)');
  for (const id of ['r2', 'r3']) await storage.createRun(run(id), []);
  const home = temporaryFolder();
  copyFileSync(path, join(home, 'dagbook.db'));
  const log = readFileSync(`${path}-wal`);
  log[100]! ^= 1;
  writeFileSync(join(home, 'dagbook.db-wal'), log);
  await storage.close();
  return home;
}

test('an instance whose last runs are missing says so until it is opened anew', async () => {
  const home = await damagedHome();
  const open = () => openNodeInstance({ home, version: 'test', leads: true });
  const instance = await open();
  expect((await instance.listRuns()).map(({ id }) => id)).toEqual(['r1']);
  expect(await instance.warnings()).toEqual(['lost_commits']);
  await instance.close();
  const again = await open();
  expect(await again.warnings()).toEqual([]);
  await again.close();
});
