import { copyFileSync, existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { openNodeConnection } from '$lib/storage/sqlite/node-connection';
import { nodeRecovery } from '$lib/storage/sqlite/node-recovery';
import { SqliteStorage } from '$lib/storage/sqlite/sqlite-storage';
import { run, said } from '../../contract/storage/samples';
import { temporaryFolder } from '../../temporary-folder';

const day = Date.UTC(2026, 10, 27);
const open = (path: string) => new SqliteStorage(openNodeConnection(path));

/** A database with 3,000 events and the backup of a day before the last 1,000 of them. */
async function written(): Promise<string> {
  const path = join(temporaryFolder(), 'dagbook.db');
  const storage = open(path);
  await storage.createRun(run('r1'), []);
  const lines = (from: number, to: number) =>
    Array.from({ length: to - from }, (_, line) => said('r1', `line ${from + line} `.padEnd(300, 'x')));
  await storage.append(lines(0, 2_000));
  expect(await storage.backUpDaily(day)).toBe(true);
  expect(await storage.backUpDaily(day + 1), 'once a day').toBe(false);
  await storage.append(lines(2_000, 3_000));
  await storage.close();
  return path;
}

const count = async (path: string) => {
  const storage = open(path);
  const { events } = await storage.info();
  await storage.close();
  return events;
};

const damages: Record<string, (bytes: Buffer) => Buffer> = {
  truncated: (bytes) => bytes.subarray(0, bytes.length * 0.7),
  'with flipped bytes': (bytes) => {
    for (let at = 400_000; at < bytes.length; at += 50_000) bytes.fill(0xa5, at, at + 200);
    return bytes;
  },
  'with a broken header': (bytes) => bytes.fill(0, 0, 100),
  'not a database': () => Buffer.from('cakes, not tables\n'.repeat(1_000)),
  empty: () => Buffer.alloc(0),
};

test.each(Object.entries(damages))(
  'a database that is %s is told, kept, and its backup restored',
  async (_, damage) => {
    const path = await written();
    const damaged = damage(readFileSync(path));
    writeFileSync(path, damaged);

    expect(() => open(path)).toThrowError(
      expect.objectContaining({
        name: 'DatabaseDamaged',
        message: expect.stringContaining(path),
        remedy: expect.stringContaining(`${path}.backup-2026-11-27`),
      }),
    );
    expect(readFileSync(path).equals(damaged), 'the file is left as it is').toBe(true);

    const recovery = nodeRecovery(path);
    const [backup] = await recovery.backups();
    const aside = await recovery.restore(backup!.name);
    expect(readFileSync(aside!).equals(damaged)).toBe(true);
    expect(await count(path)).toBe(2_000);
  },
);

test('what can be read of a damaged database is saved, and the damaged file kept', async () => {
  const path = await written();
  writeFileSync(path, damages['with flipped bytes']!(readFileSync(path)));
  const { rows, torn, setAside } = await nodeRecovery(path).salvage();
  expect(rows['runs']).toBe(1);
  expect(torn).toContain('events');
  expect(rows['events']).toBeGreaterThan(1_000);
  expect(rows['events']).toBeLessThan(3_000);
  expect(await count(path)).toBe(rows['events']);
  expect(existsSync(setAside)).toBe(true);
});

test('a sound database is salvaged whole', async () => {
  const path = await written();
  expect(await nodeRecovery(path).salvage()).toMatchObject({ torn: [], rows: { events: 3_000, runs: 1 } });
  expect(await count(path)).toBe(3_000);
});

test('set aside, the next opening starts empty, and nothing is overwritten', async () => {
  const path = await written();
  const recovery = nodeRecovery(path);
  expect(await recovery.setAside()).toBe(`${path}.aside`);
  expect(await count(path)).toBe(0);
  expect(await recovery.setAside()).toBe(`${path}.aside-2`);
  expect(await recovery.setAside()).toBeUndefined();
  expect(await count(`${path}.aside`)).toBe(3_000);
});

test.each([
  ['damaged', (path: string) => writeFileSync(path, damages['truncated']!(readFileSync(path)))],
  ['of a newer schema', (path: string) => openNodeConnection(path).exec('pragma user_version = 1000')],
  ['no database', (path: string) => writeFileSync(path, 'cakes')],
])('a backup that is %s replaces nothing', async (_, spoil) => {
  const path = await written();
  const backup = `${path}.backup-2026-11-28`;
  copyFileSync(path, backup);
  spoil(backup);
  await expect(nodeRecovery(path).restore(backup)).rejects.toMatchObject({ name: 'BackupUnusable' });
  expect(await count(path)).toBe(3_000);
});
