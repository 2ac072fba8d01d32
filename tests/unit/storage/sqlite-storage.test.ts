import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, test } from 'vitest';
import { openNodeConnection } from '$lib/storage/sqlite/node-connection';
import { SqliteStorage } from '$lib/storage/sqlite/sqlite-storage';
import { durableStorageContract, storageContract } from '../../contract/storage.contract';

const folders: string[] = [];
const opened: SqliteStorage[] = [];

function place() {
  const folder = mkdtempSync(join(tmpdir(), 'storage-'));
  folders.push(folder);
  return {
    async open() {
      const storage = new SqliteStorage(openNodeConnection(join(folder, 'dagbook.db')));
      opened.push(storage);
      return storage;
    },
  };
}

afterEach(async () => {
  await Promise.all(opened.splice(0).map((storage) => storage.close()));
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true });
});

describe('SqliteStorage in a file', () => {
  for (const [name, check] of Object.entries({ ...storageContract, ...durableStorageContract }))
    test(name, () => check(place()));
});

describe('SqliteStorage in memory', () => {
  for (const [name, check] of Object.entries(storageContract))
    test(name, () =>
      check({
        async open() {
          const storage = new SqliteStorage(openNodeConnection(':memory:'));
          opened.push(storage);
          return storage;
        },
      }),
    );
});

test('two processes see each other’s writes, in one order of ids', async () => {
  const shared = place();
  const [one, two] = [await shared.open(), await shared.open()];
  const at = { runId: 'r', timestamp: 1, level: 'INFO', message: '', data: {} } as const;
  const plan = { steps: [], executor: { type: 'in_process' } } as const;
  const about = { jobName: 'j', location: 'l', bundle: 'b', tags: {}, createdAt: 1, plan };
  await one.createRun({ id: 'r', ...about }, []);
  const ids: number[] = [];
  for (const storage of [two, one, two, one])
    ids.push((await storage.append([{ ...at, type: 'LOG_MESSAGE' }]))[0]!.id);
  expect(ids).toEqual([1, 2, 3, 4]);
  expect(await one.runEvents('r')).toEqual(await two.runEvents('r'));
});
