import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { FileArtifacts } from '$lib/artifacts/file/file-artifacts';
import { MemoryArtifacts } from '$lib/artifacts/memory/memory-artifacts';
import { hashOfBytes } from '$lib/base/hash';
import { packBackup, readBackup, restoreBackup } from '$lib/instance/backup-file';
import { exportEvents } from '$lib/instance/export-events';
import { openNodeConnection } from '$lib/storage/sqlite/node-connection';
import { nodeRecovery } from '$lib/storage/sqlite/node-recovery';
import { SqliteStorage } from '$lib/storage/sqlite/sqlite-storage';
import { materialized, run, said, value } from '../../contract/storage/samples';
import { temporaryFolder } from '../../temporary-folder';

function home() {
  const folder = temporaryFolder();
  const path = join(folder, 'dagbook.db');
  return {
    path,
    artifacts: new FileArtifacts(join(folder, 'artifacts')),
    open() {
      const storage = new SqliteStorage(openNodeConnection(path));
      onTestFinished(() => storage.close());
      return storage;
    },
  };
}

/** An instance with a small value, a large one, and a large one that nothing names; and its backup. */
async function backedUp() {
  const artifacts = new MemoryArtifacts();
  const storage = new SqliteStorage(openNodeConnection(':memory:'));
  const [large, nobodys] = [new Uint8Array(300_000).fill(1), new Uint8Array(300_000).fill(2)];
  const [hash, unnamed] = [await hashOfBytes(large), await hashOfBytes(nobodys)];
  await artifacts.put(hash, large);
  await artifacts.put(unnamed, nobodys);
  await storage.createRun(run('r1'), []);
  await storage.append([materialized('r1', 'a', 'h1'), materialized('r1', 'b', hash)], [value('h1', 1, 2)]);
  const pieces: Uint8Array[] = [];
  for await (const piece of packBackup(storage, artifacts)) pieces.push(piece);
  await storage.close();
  return { file: new Uint8Array(Buffer.concat(pieces)), hash, unnamed, large };
}

test('a backup file brings back the record and the values that it names, and keeps what it replaces', async () => {
  const { file, hash, unnamed, large } = await backedUp();
  const { path, artifacts, open } = home();
  const before = open();
  await before.createRun(run('other'), []);
  await before.close();

  const replaced = await restoreBackup(file, nodeRecovery(path), artifacts);
  const after = open();
  expect((await after.listRuns()).map(({ id }) => id)).toEqual(['r1']);
  expect(await after.getValue('h1')).toEqual(new Uint8Array([1, 2]));
  expect(await artifacts.get(hash)).toEqual(large);
  expect(await artifacts.get(unnamed)).toBeUndefined();
  const kept = new SqliteStorage(openNodeConnection(replaced!));
  expect((await kept.listRuns()).map(({ id }) => id)).toEqual(['other']);
  await kept.close();
});

test.each<[string, (file: Uint8Array) => Uint8Array]>([
  ['cut off', (file) => file.subarray(0, file.length / 2)],
  ['another file', () => new TextEncoder().encode('cakes')],
  ['damaged in a value', (file) => file.fill(7, file.length - 200_000, file.length - 100_000)],
  ['damaged in the database', (file) => file.fill(7, 100, 60_000)],
])('a backup file that is %s replaces nothing', async (_, spoil) => {
  const { file } = await backedUp();
  const { path, artifacts, open } = home();
  const before = open();
  await before.createRun(run('other'), []);
  await before.close();
  await expect(restoreBackup(spoil(file), nodeRecovery(path), artifacts)).rejects.toMatchObject({
    name: 'BackupUnusable',
  });
  expect((await open().listRuns()).map(({ id }) => id)).toEqual(['other']);
});

test('the event log is exported whole, a line for each event', async () => {
  const storage = home().open();
  await storage.createRun(run('r1'), []);
  const stored = await storage.append(Array.from({ length: 2_500 }, (_, line) => said('r1', `${line}`)));
  let text = '';
  for (let piece = await exportEvents(storage, 0); piece; piece = await exportEvents(storage, piece.last))
    text += piece.lines;
  expect(
    text
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line)),
  ).toEqual(stored);
});

test('a backup file is looked into without being restored', async () => {
  const { file } = await backedUp();
  const openCopy = async (database: Uint8Array) => {
    const path = join(temporaryFolder(), 'copy.db');
    writeFileSync(path, database);
    return new SqliteStorage(openNodeConnection(path));
  };
  const { createdAt } = run('r1');
  expect(await readBackup(file, openCopy)).toEqual({
    ...{ notebooks: [], runs: 1, events: 2, values: 1 },
    newestRunAt: createdAt,
  });
  const torn = async () => Promise.reject(new Error('torn'));
  for (const [bytes, open] of [
    [file.subarray(100), openCopy],
    [file, torn],
  ] as const)
    await expect(readBackup(bytes, open)).rejects.toMatchObject({
      name: 'BackupUnusable',
      remedy: expect.stringMatching(/Nothing was replaced/),
    });
});
