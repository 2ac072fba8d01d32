import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { openNodeConnection } from '$lib/storage/sqlite/node-connection';
import { SqliteStorage } from '$lib/storage/sqlite/sqlite-storage';
import { durableStorageContract, storageContract } from '../../contract/storage.contract';
import { temporaryFolder } from '../../temporary-folder';

function open(path: string): SqliteStorage {
  const storage = new SqliteStorage(openNodeConnection(path));
  onTestFinished(() => storage.close());
  return storage;
}

function place() {
  const path = join(temporaryFolder(), 'dagbook.db');
  return { open: async () => open(path) };
}

describe('SqliteStorage in a file', () => {
  for (const [name, check] of Object.entries({ ...storageContract, ...durableStorageContract }))
    test(name, () => check(place()));
});

describe('SqliteStorage in memory', () => {
  for (const [name, check] of Object.entries(storageContract))
    test(name, () => check({ open: async () => open(':memory:') }));
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

test('a leader that another has followed writes nothing more, others may', async () => {
  const shared = place();
  const [old, next, reader] = [await shared.open(), await shared.open(), await shared.open()];
  await old.takeLead({ holder: 'old', isLocked: true });
  await old.setSetting('a', '1');
  await next.takeLead({ holder: 'next', isLocked: true });
  const late = await Promise.allSettled([old.setSetting('a', '2'), old.setSetting('b', '2')]);
  expect(late).toMatchObject([
    { reason: { name: 'LeaderFenced', message: expect.stringContaining('next') } },
    { reason: { name: 'LeaderFenced' } },
  ]);
  await old.close();
  await next.setSetting('b', '3');
  await reader.setSetting('c', '3');
  expect(await reader.lead()).toMatchObject({ epoch: 2, holder: 'next' });
  expect([await reader.getSetting('a'), await reader.getSetting('b')]).toEqual(['1', '3']);
  await next.close();
  expect(await reader.lead()).toMatchObject({ epoch: 2, holder: '' });
});
